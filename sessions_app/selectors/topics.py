"""Reads of topics. Nobody's name is among what they return, and no order or day tells of one."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.names import folded
from cop.core.policy import Actor
from cop.core.registry import first_calls_on
from cop.members.models import Community
from sessions_app.enums import ProposalState, SessionState
from sessions_app.models import Proposal, ProposalVoice, Session

COUNTED_FROM = 3  # a smaller number of supporters could point at somebody
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
NEW_FOR = dt.timedelta(days=14)
One = TypeVar("One", bound=Proposal)


@dataclass(frozen=True)
class OpenTopic:
    """A topic that is not decided, as one member sees it: whose it is only its proposer knows."""

    proposal: Proposal
    support: str
    is_own: bool
    is_supported: bool


@dataclass(frozen=True)
class Slot:
    """A session a topic may be taken up for, or the last day of the first call on it (R7)."""

    session: Session
    first_call_until: dt.date | None


def open_topics(actor: Actor) -> list[OpenTopic]:
    """What is proposed, in a fair order. One query."""
    voices = ProposalVoice.objects.filter(proposal=OuterRef("pk"))
    if actor.member is None:
        voices = voices.none()
    else:
        voices = voices.filter(member=actor.member)
    found = _of(actor.community, ProposalState.OPEN).annotate(
        number=Count("voices__member"),
        is_own=Exists(voices.filter(is_proposer=True)),
        is_supported=Exists(voices.filter(is_proposer=False)),
    )
    today = clock.today(actor.community.time_zone)
    return [
        OpenTopic(one, support_in_words(one.number), one.is_own, one.is_supported)
        for one in in_fair_order(found, today)
    ]


def in_fair_order(proposals: Iterable[One], day: dt.date) -> list[One]:
    """By chance, anew each week: none is always first, and nothing tells which came when."""
    week = "{}-{}".format(*day.isocalendar()[:2])
    return sorted(proposals, key=lambda one: hashlib.sha256(f"{week} {one.pk}".encode()).digest())


def support_in_words(number: int | None) -> str:
    """How many support a topic; few are not told apart, and none is few."""
    if number is None or number < COUNTED_FROM:
        return _("Fewer than %d support it") % COUNTED_FROM
    return _("%d support it") % number


def decided_topics(community: Community) -> QuerySet[Proposal]:
    """What became of topics, the newest first, each with its session. One query."""
    found = Proposal.objects.filter(community=community).exclude(state=ProposalState.OPEN)
    return found.select_related("session__community").order_by("-decided_on", "pk")


def newly_decided(community: Community) -> int:
    """How many topics were answered in the last two weeks."""
    since = clock.today(community.time_zone) - NEW_FOR
    return decided_topics(community).filter(decided_on__gt=since).count()


def same_topic(community: Community, words: str) -> Proposal | None:
    """The open topic that has these words already, however they are spelt."""
    wanted = folded(words)
    found = _of(community, ProposalState.OPEN)
    return next((one for one in found if folded(one.words) == wanted), None)


def similar_topics(community: Community, words: str) -> list[Proposal]:
    """Open topics that share half of either's longer words, so that people see them first."""
    wanted = _long_words(words)
    return [
        one
        for one in _of(community, ProposalState.OPEN)
        if (shared := wanted & (there := _long_words(one.words)))
        and 2 * len(shared) >= min(len(wanted), len(there))
    ]


def slots_for_topics(community: Community) -> list[Slot]:
    """Sessions ahead that have time for a topic more, each with the first call on it."""
    ahead = (
        Session.objects.filter(
            community=community,
            state=SessionState.PLANNED,
            held_on__gte=clock.today(community.time_zone),
        )
        .select_related("community", "own_format")
        .annotate(chosen=Count("topics"))
        .order_by("held_on", "starts_at", "pk")  # counting drops the model's own order
    )
    free = [one for one in ahead if not one.has_begun and one.chosen < one.topics_taken]
    calls = first_calls_on(list(free))
    return [Slot(one, calls.get(one.pk)) for one in free]


def get_topic_or_404(actor: Actor, proposal_id: UUID) -> Proposal:
    """Door: a topic of the actor's community."""
    found = Proposal.objects.filter(pk=proposal_id, community=actor.community)
    proposal = found.select_related("session__community").first()
    if proposal is None:
        raise Http404
    return proposal


def _of(community: Community, state: str) -> QuerySet[Proposal]:
    return Proposal.objects.filter(community=community, state=state)


def _long_words(text: str) -> set[str]:
    return set(LONG_WORD.findall(folded(text)))
