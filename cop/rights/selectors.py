"""Reads of what is kept about one person, from every room's holdings."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.http import Http404, HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.core import clock, registry
from cop.core.policy import Actor, require
from cop.core.registry import Holding, Subject
from cop.members.enums import Role, readers_in_words
from cop.members.models import Appointment, Community, Member, User
from cop.members.selectors import actor_in, actor_or_404
from cop.rights.models import DataRequest, RetentionLine, RetentionRun
from cop.rights.policies import can_answer_requests, can_hand_out

NOTHING = "–"


@dataclass(frozen=True)
class Kept:
    """One holding, and what is in it about somebody, as data and in words."""

    holding: Holding
    period: str
    readers: list[str]
    rows: list[dict[str, Any]]
    is_handed_out: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a row nor a reason why it is not shown."""
        return not self.rows and self.is_handed_out

    @property
    def words(self) -> list[list[tuple[str, str]]]:
        """Each row as (what, value), empty values left out."""
        return [
            [(label(key), value_in_words(value)) for key, value in row.items() if shows(value)]
            for row in self.rows
        ]


def own_subject_or_404(request: HttpRequest, slug: str) -> tuple[Actor, Subject]:
    """Door: the signed-in person, where the community knows them, even if they left long ago."""
    person = cast(User, request.user)
    community = Community.objects.filter(slug=slug).first()
    subject = subject_of(community, person) if community else None
    if community is None or subject is None:
        raise Http404
    actor = actor_in(person, community)
    if actor.is_member or actor.roles:
        actor = actor_or_404(request, slug)  # which asks whoever has a role for the second step
    return actor, subject


def subject_of(community: Community, person: User) -> Subject | None:
    """The person as the community knows them, today or from before; None: not at all."""
    member = Member.objects.filter(community=community, person=person).first()
    if member is None and not Appointment.objects.filter(community=community, person=person):
        return None
    return Subject(community, person, member)


def subject_at(community: Community, email: str) -> Subject | None:
    """Whoever the community knows by an address: a member, or somebody with a role."""
    member = (
        Member.objects.filter(community=community)
        .filter(Q(email=email) | Q(person__email=email))
        .select_related("person")
        .order_by("-person__email")
        .first()
    )
    if member is not None:
        return Subject(community, member.person, member)
    person = User.objects.filter(email=email).first()
    return subject_of(community, person) if person else None


def subject_of_request(request: DataRequest) -> Subject:
    """Whom a logged request is about: the rows it was matched with, whatever changed since."""
    return Subject(request.community, request.person, request.member)


def communities_knowing(person: User) -> QuerySet[Community]:
    """Every community that keeps something about the person, those they left too."""
    listed = Member.objects.filter(person=person).values("community")
    held = Appointment.objects.filter(person=person).values("community")
    return Community.objects.filter(Q(pk__in=listed) | Q(pk__in=held)).order_by("name")


def kept_about(actor: Actor, subject: Subject) -> list[Kept]:
    """Every holding with the rows the actor may take away: by data class, empty ones last."""
    kept = [_kept(actor, subject, holding) for holding in registry.holdings]
    return sorted(kept, key=lambda one: (one.is_empty, int(one.holding.data_class[1:] or 99)))


def _kept(actor: Actor, subject: Subject, holding: Holding) -> Kept:
    may = can_hand_out(actor, subject, holding)
    return Kept(
        holding=holding,
        period=holding.kept(subject.community),
        readers=readers_in_words(holding.readers),
        rows=holding.export(subject) if may else [],
        is_handed_out=may,
    )


def label(key: str) -> str:
    """``joined_on`` as people read it."""
    return _(key.replace("_", " ").capitalize())


def shows(value: Any) -> bool:
    """Whether there is anything to say."""
    return value is not None and value not in ("", [])


def value_in_words(value: Any) -> str:
    """Yes and no, dates and lists as people read them."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return f"{clock.date_in_words(value.date())}, {date_format(value, 'H:i')}"
    if isinstance(value, dt.date):
        return clock.date_in_words(value)
    if isinstance(value, list | tuple):
        return ", ".join(value_in_words(one) for one in value)
    return str(value)


def requests_in(actor: Actor) -> QuerySet[DataRequest]:
    """Requests by letter, newest first; policy is ``can_answer_requests``."""
    return DataRequest.objects.filter(community=actor.community).select_related(
        "community", "person", "member"
    )


def get_request_or_404(actor: Actor, request_id: int) -> DataRequest:
    """Door: a request logged in the actor's community, for whoever answers them."""
    require(can_answer_requests(actor))
    found = requests_in(actor).filter(pk=request_id).first()
    if found is None:
        raise Http404
    return found


def roles_today(actor: Actor) -> list[str]:
    """The actor's roles in words, as leaving ends them."""
    return [str(role.label) for role in Role if role in actor.roles]


def runs_of(community: Community) -> QuerySet[RetentionRun]:
    """The community's runs, the newest first, each with ``deleted`` and ``left``."""
    runs = RetentionRun.objects.filter(community=community)
    return runs.annotate(deleted=Sum("lines__deleted"), left=Sum("lines__left")).order_by("-day")


def get_run_or_404(actor: Actor, run_id: int) -> RetentionRun:
    """Door: a run of the actor's community."""
    lines = Prefetch("lines", RetentionLine.objects.order_by("position"))
    run = (
        RetentionRun.objects.filter(community=actor.community, pk=run_id)
        .prefetch_related(lines)
        .first()
    )
    if run is None:
        raise Http404
    return run
