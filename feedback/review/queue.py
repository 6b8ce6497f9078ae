"""What there is to review, for its two readers alone. Callers ask ``can_view_slips`` first.

A bundle is all slips of one question from one survey or period: it is reviewed slip by slip and
released whole, so that no comment's own moment is ever to be seen.
"""

from collections import Counter
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from cop.core.policy import Actor
from cop.members.enums import Role
from cop.members.models import Community
from cop.members.selectors import people_holding
from feedback.enums import ReviewState
from feedback.models import Period, Review, Slip, Survey
from feedback.policies import can_review_slips
from feedback.questionnaire import Question
from feedback.review.questions import Asked, questions_asked

PUT_FORWARD = (ReviewState.PROPOSED, ReviewState.RETURNED, ReviewState.CONFIRMED)
UNREAD = ""


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One slip in its bundle, and its review if one has begun."""

    slip: Slip
    review: Review | None

    @property
    def state(self) -> str:
        return self.review.state if self.review else UNREAD


@dataclass(frozen=True, slots=True, repr=False)
class Bundle:
    """Slips in the order of their random keys. Numbers are of slips: blank answers leave none."""

    unit: Survey | Period
    questionnaire: str
    question: Question
    entries: tuple[Entry, ...]

    @property
    def survey(self) -> Survey | None:
        return self.unit if isinstance(self.unit, Survey) else None

    @property
    def period(self) -> Period | None:
        return self.unit if isinstance(self.unit, Period) else None

    @property
    def total(self) -> int:
        return len(self.entries)

    def in_state(self, *states: str) -> int:
        counted = Counter(entry.state for entry in self.entries)
        return sum(counted[state] for state in states)

    @property
    def to_read(self) -> int:
        return self.in_state(UNREAD, ReviewState.BEGUN)

    @property
    def proposed(self) -> int:
        return self.in_state(ReviewState.PROPOSED)

    @property
    def returned(self) -> int:
        return self.in_state(ReviewState.RETURNED)

    @property
    def confirmed(self) -> int:
        return self.in_state(ReviewState.CONFIRMED)

    @property
    def is_ready(self) -> bool:
        return self.confirmed == self.total

    def visible_to(self, actor: Actor) -> tuple[Entry, ...]:
        """All to the evaluator; to the second reviewer what was put to them."""
        if can_review_slips(actor):
            return self.entries
        return tuple(one for one in self.entries if one.state in PUT_FORWARD)


def bundles_for(actor: Actor) -> list[Bundle]:
    """What is not released yet, the newest first, question by question; two queries."""
    found: dict[tuple[UUID, str, str], list[Slip]] = {}
    for slip in _slips(actor.community).order_by("pk").defer("body"):
        key = unit_of(slip).pk, slip.questionnaire, slip.question
        found.setdefault(key, []).append(slip)
    asked = questions_asked(actor.community)
    bundles = [_bundle(group, asked) for group in found.values()]
    bundles.sort(key=lambda one: (one.questionnaire, one.question.key))
    return sorted(bundles, key=lambda one: _day(one.unit), reverse=True)


def get_bundle_or_404(actor: Actor, unit_id: UUID, code: str, question: str) -> Bundle:
    """Door: one bundle of the actor's community; gone once it is released."""
    ours = Q(survey=unit_id) | Q(period=unit_id)
    slips = _slips(actor.community).filter(ours, questionnaire=code, question=question)
    found = list(slips.order_by("pk"))
    if not found:
        raise Http404
    return _bundle(found, questions_asked(actor.community))


def get_slip_or_404(actor: Actor, slip_id: UUID) -> Slip:
    """Door: a slip the actor may read, the first or the second time."""
    found = _slips(actor.community).prefetch_related("period__surveys")  # for question_of
    slip = found.filter(pk=slip_id).first()
    if slip is None:
        raise Http404
    review = review_of(slip)
    if not can_review_slips(actor) and (review is None or review.state not in PUT_FORWARD):
        raise Http404
    return slip


def review_of(slip: Slip) -> Review | None:
    """The review of a slip, if one has begun."""
    try:
        return slip.review
    except Review.DoesNotExist:
        return None


def unit_of(slip: Slip) -> Survey | Period:
    """The survey or the period a slip comes from."""
    return slip.survey or cast("Period", slip.period)


def has_second_reviewer(community: Community) -> bool:
    """Whether anybody could confirm what is proposed."""
    return people_holding(community, Role.SECOND_REVIEWER).exists()


def _slips(community: Community) -> QuerySet[Slip]:
    ours = Q(survey__community=community) | Q(period__community=community)
    return Slip.objects.filter(ours).select_related("review", "survey__session", "period")


def _bundle(slips: list[Slip], asked: Asked) -> Bundle:
    entries = tuple(Entry(slip, review_of(slip)) for slip in slips)
    first = slips[0]
    question = asked[first.questionnaire, first.question]
    return Bundle(unit_of(first), first.questionnaire, question, entries)


def _day(unit: Survey | Period) -> tuple[object, str]:
    day = unit.days[1] if isinstance(unit, Survey) else unit.to_on
    return day, str(unit.pk)
