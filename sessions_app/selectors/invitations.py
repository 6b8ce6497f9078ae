"""Who is invited, and what they answered."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cop.core.policy import Actor
from cop.members.models import Member
from cop.members.selectors import members_of, wants
from sessions_app.enums import Answer
from sessions_app.models import Attendance, Invitation, Session


@dataclass(frozen=True)
class AnswerCounts:
    coming: int
    not_coming: int
    invited: int  # sent by mail


def own_answer(actor: Actor, session: Session) -> str:
    """The member's own answer to the invitation, or ""."""
    if actor.member is None:
        return ""
    own = Invitation.objects.filter(session=session, member=actor.member)
    return own.values_list("answer", flat=True).first() or ""


def answer_counts(session: Session) -> AnswerCounts:
    """How many said what; policy is ``can_view_answers``."""
    counted = Invitation.objects.filter(session=session).aggregate(
        coming=Count("pk", filter=Q(answer=Answer.COMING)),
        not_coming=Count("pk", filter=Q(answer=Answer.NOT_COMING)),
        invited=Count("pk", filter=Q(sent_on__isnull=False)),
    )
    return AnswerCounts(**counted)


def needs_at(session: Session) -> list[Member]:
    """Members who wrote what they need, by name; policy is ``can_view_needs``.

    Of those who said they come or are here. While nobody is, of everybody invited who has not
    declined: preparing begins before answers do.
    """
    own = Invitation.objects.filter(session=session, member=OuterRef("pk"))
    is_here = Exists(Attendance.objects.filter(session=session, member=OuterRef("pk")))
    comes = Exists(own.filter(answer=Answer.COMING)) | is_here
    may_come = Exists(own.filter(answer="", sent_on__isnull=False))
    anybody = Exists(Invitation.objects.filter(session=session, answer=Answer.COMING)) | Exists(
        Attendance.objects.filter(session=session)
    )
    members = members_of(session.community).exclude(access_needs="")
    found = members.filter(comes | (may_come & ~anybody))
    return list(found.order_by("name", "reference"))


def members_to_invite(session: Session) -> QuerySet[Member]:
    """Members with an address who want invitations and have not been sent this session's."""
    sent = Invitation.objects.filter(session=session, sent_on__isnull=False)
    return wants(_reachable(session), "session_invitation").exclude(pk__in=sent.values("member"))


def members_invited(session: Session) -> QuerySet[Member]:
    """Members who were sent the invitation and can still be reached."""
    sent = Invitation.objects.filter(session=session, sent_on__isnull=False)
    return _reachable(session).filter(pk__in=sent.values("member"))


def members_to_tell(session: Session, kind: str) -> QuerySet[Member]:
    """Members whom news of the session of that kind reaches.

    Those who were sent the invitation and want such mail, and whoever said that they come,
    however little mail they want.
    """
    coming = Invitation.objects.filter(session=session, answer=Answer.COMING)
    wanted = wants(members_invited(session), kind)
    return _reachable(session).filter(Q(pk__in=coming.values("member")) | Q(pk__in=wanted))


def invitations_of(session: Session, members: QuerySet[Member]) -> QuerySet[Invitation]:
    """Their invitations, whose identity stands in their calendars, in the order they were made."""
    own = Invitation.objects.filter(session=session, member__in=members)
    return own.select_related("member").order_by("pk")


def _reachable(session: Session) -> QuerySet[Member]:
    """Members today with an address who have not left by the day of the session."""
    stays = Q(left_on__isnull=True) | Q(left_on__gte=session.held_on)
    return members_of(session.community).filter(stays).exclude(email="")
