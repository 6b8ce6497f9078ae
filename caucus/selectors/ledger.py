"""R7: what was asked, what was taken on, and how it stands."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from caucus.models import Ask, Caucus, Commitment, CommitmentStatus
from caucus.policies import can_offer_publication, can_view_ledger
from caucus.selectors.caucuses import caucuses_of
from caucus.selectors.publication import caucus_published_for, published_facilitators
from cop.core import clock
from cop.core.policy import Actor
from cop.members.models import Community
from sessions_app.enums import Grouping, SessionState
from sessions_app.models import Session


@dataclass(frozen=True)
class Entry:
    """Something taken on, as the ledger shows it."""

    commitment: Commitment
    is_overdue: bool

    @property
    def stands(self) -> CommitmentStatus | None:
        return self.commitment.stands

    @property
    def earlier(self) -> list[CommitmentStatus]:
        """How it stood at the sessions before, the newest first."""
        return list(self.commitment.statuses.all())[-2::-1]


@dataclass(frozen=True)
class Asked:
    """Something asked, with what was answered."""

    ask: Ask
    answers: list[Entry]


@dataclass(frozen=True)
class Ledger:
    """Everything, the newest ask first."""

    asks: list[Asked]
    unasked: list[Entry]

    def __bool__(self) -> bool:
        return bool(self.asks or self.unasked)


def asking_for(actor: Actor) -> Caucus | None:
    """The caucus the others answer to, where the actor acts for it between sessions (R8)."""
    caucus = caucus_published_for(actor)
    return caucus if caucus is not None and caucus.is_answered_to else None


def owing_for(actor: Actor) -> Caucus | None:
    """A caucus that answers to another, where the actor acts for it between sessions (R8)."""
    caucus = caucus_published_for(actor)
    return caucus if caucus is not None and not caucus.is_answered_to else None


def commitments_of(community: Community) -> QuerySet[Commitment]:
    """Everything taken on, by its day, with how it stood; those without a day come last."""
    stood = CommitmentStatus.objects.select_related("session").order_by(
        "session__held_on", "session__starts_at", "pk"
    )
    return (
        Commitment.objects.filter(caucus__community=community)
        .select_related("caucus", "ask", "session")
        .prefetch_related(Prefetch("statuses", stood))
    )


def ledger_of(community: Community) -> Ledger:
    """D9: what was asked and taken on. Four queries."""
    today = clock.today(community.time_zone)
    entries = [Entry(one, one.is_overdue_on(today)) for one in commitments_of(community)]
    asks = Ask.objects.filter(caucus__community=community).select_related("caucus", "session")
    return Ledger(
        asks=[
            Asked(ask, [each for each in entries if each.commitment.ask_id == ask.pk])
            for ask in asks
        ],
        unasked=[each for each in entries if each.commitment.ask_id is None],
    )


def open_promises(actor: Actor) -> list[Entry]:
    """What is taken on and not settled, what is due first at the front; for whoever reads it."""
    if not can_view_ledger(actor):
        return []
    today = clock.today(actor.community.time_zone)
    return [
        Entry(one, one.is_overdue_on(today))
        for one in commitments_of(actor.community)
        if not one.is_settled
    ]


def overdue_commitments(community: Community) -> list[Commitment]:
    """What is past its day and nobody said how it ended."""
    today = clock.today(community.time_zone)
    late = commitments_of(community).filter(due_on__lt=today)
    return [one for one in late if one.is_overdue_on(today)]


def owing_without_a_voice(actor: Actor) -> list[Caucus]:
    """For co-chairs: caucuses that answer to another and for which nobody is named."""
    if not can_offer_publication(actor):
        return []
    named = published_facilitators(actor.community).values("caucus")
    return list(caucuses_of(actor.community).filter(is_answered_to=False).exclude(pk__in=named))


def session_to_tell_of(community: Community) -> Session | None:
    """The session at which, or since which, one says how things stand: the last that has come."""
    return (
        Session.objects.filter(
            community=community,
            grouping=Grouping.CAUCUSES,
            held_on__lte=clock.today(community.time_zone),
        )
        .exclude(state=SessionState.CANCELLED)
        .order_by("held_on", "starts_at", "pk")
        .last()
    )


def commitments_to_tell_of(caucus: Caucus, session: Session) -> list[Commitment]:
    """What the caucus has open, and what it settled at this very session and may mend."""
    return [
        one
        for one in commitments_of(caucus.community).filter(caucus=caucus)
        if not one.is_settled or (one.stands and one.stands.session_id == session.pk)
    ]


def get_ask_or_404(actor: Actor, ask_id: int) -> Ask:
    """Door: an ask of the actor's community."""
    asks = Ask.objects.filter(caucus__community=actor.community).select_related("caucus", "session")
    ask = asks.filter(pk=ask_id).first() if can_view_ledger(actor) else None
    if ask is None:
        raise Http404
    return ask


def get_commitment_or_404(actor: Actor, commitment_id: int) -> Commitment:
    """Door: something taken on in the actor's community."""
    found = commitments_of(actor.community).filter(pk=commitment_id)
    commitment = found.first() if can_view_ledger(actor) else None
    if commitment is None:
        raise Http404
    return commitment


@dataclass(frozen=True)
class Accountability:
    """Figures of a time: of asks, and of what was taken on. Never by person, role or caucus."""

    posted: int
    answered: int  # of those posted
    taken_on: int  # open at some time of it; the next three add up to this
    kept: int
    under_way: int
    not_kept: int
    overdue: int  # of those under way


@dataclass(frozen=True)
class Stood:
    """Something taken on, as it stood on the last of some days; None: nobody had said yet."""

    commitment: Commitment
    status: CommitmentStatus | None
    is_overdue: bool

    @property
    def ended(self) -> str | None:
        """How it was settled."""
        return self.status.state if self.status is not None and self.status.is_last else None


@dataclass(frozen=True)
class AskStood:
    """Something asked, with what was answered."""

    ask: Ask
    answers: list[Stood]


@dataclass(frozen=True)
class LedgerOfDays:
    """What was asked in some days, and whatever was open at some time of them.

    An ask of before stands here where an answer to it was still open.
    """

    asks: list[AskStood]
    unasked: list[Stood]
    figures: Accountability


def ledger_between(community: Community, from_on: dt.date, to_on: dt.date) -> LedgerOfDays:
    """D9: how asks and commitments of these days stood at their end, both days included."""
    last_day = min(to_on, clock.today(community.time_zone) - dt.timedelta(days=1))
    made = list(commitments_of(community).filter(made_on__lte=to_on))
    stood = [_stood(one, to_on, last_day) for one in made if not _settled_before(one, from_on)]
    asks = Ask.objects.filter(caucus__community=community, posted_on__lte=to_on)
    asked = [
        AskStood(ask, [one for one in stood if one.commitment.ask_id == ask.pk])
        for ask in asks.select_related("caucus").order_by("posted_on", "pk")
    ]
    posted = [one.ask.pk for one in asked if one.ask.posted_on >= from_on]
    ends = [one.ended for one in stood]
    return LedgerOfDays(
        asks=[one for one in asked if one.answers or one.ask.pk in posted],
        unasked=[one for one in stood if one.commitment.ask_id is None],
        figures=Accountability(
            posted=len(posted),
            answered=len(set(posted) & {one.ask_id for one in made}),
            taken_on=len(stood),
            kept=ends.count("kept"),
            under_way=ends.count(None),
            not_kept=ends.count("not_kept"),
            overdue=sum(one.is_overdue for one in stood),
        ),
    )


def _stood(commitment: Commitment, to_on: dt.date, last_day: dt.date) -> Stood:
    status = _status_on(commitment, to_on)
    is_open = status is None or not status.is_last
    is_late = commitment.due_on is not None and commitment.due_on <= last_day
    return Stood(commitment, status, is_open and is_late)


def accountability_figures(
    community: Community, from_on: dt.date, to_on: dt.date
) -> Accountability:
    """The numbers alone."""
    return ledger_between(community, from_on, to_on).figures


def _status_on(commitment: Commitment, day: dt.date) -> CommitmentStatus | None:
    """How it stood by what had been said until that day."""
    said = [one for one in commitment.statuses.all() if one.session.held_on <= day]
    return said[-1] if said else None


def _settled_before(commitment: Commitment, day: dt.date) -> bool:
    status = _status_on(commitment, day - dt.timedelta(days=1))
    return status is not None and status.is_last
