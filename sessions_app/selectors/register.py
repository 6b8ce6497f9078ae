"""Who came, and spreadsheets on their way in."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from cop.core.figures import Count as People
from cop.core.policy import Actor
from cop.members.models import Member
from cop.members.selectors import members_of
from sessions_app.enums import Answer, UploadKind, UploadState
from sessions_app.models import (
    Apology,
    Attendance,
    Invitation,
    RegisterChange,
    RegisterUpload,
    Session,
)


def get_own_upload_or_404(actor: Actor, upload_id: UUID) -> RegisterUpload:
    """Door: a spreadsheet the actor uploaded in this community; nobody sees another's."""
    uploads = _spreadsheets_of(actor)
    upload = uploads.select_related("community").filter(pk=upload_id).first()
    if upload is None or actor.person is None:
        raise Http404
    return upload


def get_own_meeting_list_or_404(actor: Actor, session: Session) -> RegisterUpload:
    """Door: the list of the session's meeting that the actor uploaded and has not confirmed."""
    lists = RegisterUpload.objects.filter(
        owner=actor.person, session=session, kind=UploadKind.MEETING
    )
    upload = lists.first()
    if upload is None or actor.person is None or session.community_id != actor.community.pk:
        raise Http404
    upload.session = session
    return upload


def _spreadsheets_of(actor: Actor) -> QuerySet[RegisterUpload]:
    """The actor's own, in this community; a meeting's list is none of them."""
    own = RegisterUpload.objects.filter(community=actor.community, owner=actor.person)
    return own.exclude(kind=UploadKind.MEETING)


def unfinished_uploads(actor: Actor) -> QuerySet[RegisterUpload]:
    """The actor's own spreadsheets that wait for the next step, newest first."""
    own = _spreadsheets_of(actor)
    return own.exclude(state=UploadState.DONE).defer("cells").order_by("-made_at")


def has_checked_in(actor: Actor, session: Session) -> bool:
    """Whether the actor's own attendance is recorded; no query where the session brought it."""
    if actor.member is None:
        return False
    if hasattr(session, "own_attendance"):
        return bool(session.own_attendance)
    return Attendance.objects.filter(session=session, member=actor.member).exists()


def members_at(session: Session) -> QuerySet[Member]:
    """D3: members who came, by name; policy is ``can_view_present``.

    Who erased themselves has none, and is only in the number.
    """
    return (
        Member.objects.filter(attendances__session=session, is_erased=False)
        .select_related("person")
        .order_by("name", "reference")
    )


def members_who_came(session: Session) -> QuerySet[Member]:
    """Of those, who is a member still: whom one can write to about it."""
    came = members_at(session).order_by()
    return members_of(session.community).filter(pk__in=came.values("pk"))


def number_at(session: Session) -> People:
    """How many came; policy is ``can_view_total`` or ``can_view_present``."""
    if session.headcount is not None:
        return session.came_with(0)  # nobody is on the register
    return session.came_with(Attendance.objects.filter(session=session).count())


@dataclass(frozen=True)
class Apologies:
    """Who is not marked and said that they could not come: to the secretary, or in their answer."""

    noted: tuple[Member, ...]
    answered: tuple[Member, ...]

    @property
    def number(self) -> int:
        return len(self.noted) + len(self.answered)


def apologies_at(session: Session) -> Apologies:
    """D3: apologies by name, each once; policy is ``can_view_register``.

    Whoever came after all is not among them.
    """
    here = Q(session=session, member=OuterRef("pk"))
    found = Member.objects.filter(
        ~Exists(Attendance.objects.filter(here)), community=session.community, is_erased=False
    ).annotate(
        is_noted=Exists(Apology.objects.filter(here)),
        has_answered=Exists(Invitation.objects.filter(here, answer=Answer.NOT_COMING)),
    )
    said = list(found.filter(Q(is_noted=True) | Q(has_answered=True)).order_by("name", "reference"))
    return Apologies(
        noted=tuple(one for one in said if one.is_noted),
        answered=tuple(one for one in said if not one.is_noted),
    )


def register_changes(session: Session) -> list[RegisterChange]:
    """The log of the register, oldest first; policy is ``can_view_register``."""
    return list(session.register_changes.all())


def members_for_register(session: Session) -> list[Member]:
    """Everybody the secretary may mark: members on that day, and whoever is marked already."""
    marked = Attendance.objects.filter(session=session).values("member")
    on_the_day = members_of(session.community, on=session.held_on)
    known = Member.objects.filter(is_erased=False)
    members = known.filter(Q(pk__in=on_the_day.values("pk")) | Q(pk__in=marked))
    return list(members.select_related("organisation").order_by("name", "reference"))
