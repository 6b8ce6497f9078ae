"""What reviews released: comments, topics, and how many of each fate. Never a slip.

Where a comment has its caucus it has no survey, here as everywhere. Callers ask
``can_view_comments`` first.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar, cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from cop.core.names import place_in_alphabet
from cop.core.policy import Actor
from cop.members.models import Community
from feedback.disclosure import ALL, FewerThan, Purpose
from feedback.enums import IN_THEIR_WORDS, NOT_IN_WORDS, Outcome
from feedback.models import Comment, Period, Slip, Survey, Topic
from feedback.policies import can_reply_to_comment
from feedback.questionnaire import Question
from feedback.review.questions import Asked, questions_asked
from feedback.rules import parameters_of

Dates = tuple[dt.date, dt.date]
Number = int | FewerThan
Kind = TypeVar("Kind", Comment, Topic, Slip)


@dataclass(frozen=True, slots=True)
class CommentGroup:
    """Comments read together: of a caucus, of a survey, or (``cell`` pool) of neither."""

    cell: str
    survey: Survey | None
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class QuestionComments:
    question: Question
    groups: tuple[CommentGroup, ...]


@dataclass(frozen=True, slots=True)
class ReviewNumbers:
    """What became of the slips of some dates; a small number is no number, and 0 is exact."""

    as_written: Number
    redacted: Number
    paraphrased: Number
    topics: Number
    withheld: Number


@dataclass(frozen=True, slots=True)
class PeriodComments:
    """Everything released within one period. What is about facilitators stands apart (R12).

    There are no numbers while slips wait: bundle by bundle they would tell of single comments.
    """

    from_on: dt.date
    to_on: dt.date
    questions: tuple[QuestionComments, ...]
    about_facilitators: tuple[QuestionComments, ...]
    numbers: ReviewNumbers | None


def released_comments(community: Community) -> list[PeriodComments]:
    """The newest period first; within a group in the order of random keys. Three queries."""
    asked, waiting = questions_asked(community), _waiting(community)
    by_dates: dict[Dates, list[Comment]] = {}
    for one in _of(community, Comment.objects.all()).order_by("pk"):
        by_dates.setdefault(_dates(one), []).append(one)
    return [
        PeriodComments(
            *dates,
            questions=_questions([one for one in found if not one.is_about_facilitator], asked),
            about_facilitators=_questions(
                [one for one in found if one.is_about_facilitator], asked
            ),
            numbers=None if dates in waiting else _numbers(found, parameters_of(community).t),
        )
        for dates, found in sorted(by_dates.items(), key=lambda one: one[0], reverse=True)
    ]


def quotable_comments(
    community: Community, *, from_on: dt.date, to_on: dt.date
) -> list[tuple[Question, list[Comment]]]:
    """What a report may quote: answers for findings, in their authors' words, by question.

    Of periods wholly inside its dates, in the order of random keys. Nothing about facilitators
    (R12), and no paraphrase: that is nobody's wording but a reader's.
    """
    asked = questions_asked(community)
    found = _of(community, Comment.objects.filter(outcome__in=IN_THEIR_WORDS))
    by_question: dict[tuple[str, str], list[Comment]] = {}
    for one in found.filter(is_about_facilitator=False).order_by("pk"):
        key, (first, last) = (one.questionnaire, one.question), _dates(one)
        if asked[key].purpose is Purpose.FINDINGS and from_on <= first and last <= to_on:
            by_question.setdefault(key, []).append(one)
    return [(asked[key], by_question[key]) for key in sorted(by_question)]


def review_numbers(community: Community, *, from_on: dt.date, to_on: dt.date) -> ReviewNumbers:
    """For a report's account: periods wholly inside its dates of which no slip waits any more."""
    waiting = _waiting(community)
    found = [one for one in _of(community, Comment.objects.all()) if _dates(one) not in waiting]
    inside = [one for one in found if from_on <= _dates(one)[0] and _dates(one)[1] <= to_on]
    return _numbers(inside, parameters_of(community).t)


def get_comment_to_reply_or_404(actor: Actor, comment_id: UUID) -> Comment:
    """Door: a paraphrase a facilitator may say something to."""
    comment = _of(actor.community, Comment.objects.filter(pk=comment_id)).first()
    if comment is None or not can_reply_to_comment(actor, comment):
        raise Http404
    return comment


def topics_of(survey: Survey) -> tuple[str, ...]:
    """What people suggested after one session, in alphabetical order: their number says nothing."""
    planning = questions_for_planning(survey.community)
    return _sorted(
        one.words
        for one in Topic.objects.filter(survey=survey)
        if (one.questionnaire, one.question) in planning
    )


def questions_for_planning(community: Community) -> frozenset[tuple[str, str]]:
    """Keys of the questions whose answers are suggestions."""
    asked = questions_asked(community)
    return frozenset(key for key, one in asked.items() if one.purpose is Purpose.PLANNING)


def _of(community: Community, rows: QuerySet[Kind]) -> QuerySet[Kind]:
    ours = rows.filter(Q(survey__community=community) | Q(period__community=community))
    return ours.select_related("survey__session", "survey__period", "period")


def _waiting(community: Community) -> frozenset[Dates]:
    """Periods of which something is not released yet."""
    return frozenset(map(_dates, _of(community, Slip.objects.defer("body"))))


def _dates(one: Comment | Topic | Slip) -> Dates:
    period = one.survey.period if one.survey else cast("Period", one.period)
    return period.from_on, period.to_on


def _questions(found: list[Comment], asked: Asked) -> tuple[QuestionComments, ...]:
    groups: dict[tuple[str, str], dict[tuple[str, UUID | None], list[Comment]]] = {}
    for one in found:
        if one.outcome in NOT_IN_WORDS:
            continue
        survey = one.survey_id if one.cell == ALL else None
        answering = groups.setdefault((one.questionnaire, one.question), {})
        answering.setdefault((one.cell, survey), []).append(one)
    return tuple(
        QuestionComments(
            asked[key],
            tuple(
                CommentGroup(cell, listed[0].survey if survey else None, tuple(listed))
                for (cell, survey), listed in sorted(
                    answering.items(), key=lambda one: (one[0][0], _day(one[1][0].survey))
                )
            ),
        )
        for key, answering in sorted(groups.items())
    )


def _day(survey: Survey | None) -> dt.date:
    return survey.days[1] if survey else dt.date.min


def _numbers(found: Iterable[Comment], t: int) -> ReviewNumbers:
    fates = [one.outcome for one in found]

    def number(outcome: Outcome) -> Number:
        exact = fates.count(outcome)
        return exact if exact == 0 or exact >= t else FewerThan(t)

    return ReviewNumbers(
        as_written=number(Outcome.AS_WRITTEN),
        redacted=number(Outcome.REDACTED),
        paraphrased=number(Outcome.PARAPHRASE),
        topics=number(Outcome.TOPICS),
        withheld=number(Outcome.WITHHELD),
    )


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=place_in_alphabet))
