"""The count of a period: its atoms are opened together, once, and what may not be shown goes.

Safe to run twice and to kill at any step, like the count of a survey.
"""

from functools import partial
from uuid import UUID

from django.db import transaction

from cop.core import clock
from feedback.box import envelopes, keys
from feedback.box.atoms import FIGURES, FINDINGS, POOL, CommentAtom, Opened, open_atoms
from feedback.box.releases import Yield
from feedback.box.tables import table_name
from feedback.disclosure import (
    Nothing,
    Purpose,
    RatingUnit,
    Rhythm,
    Turnout,
    named_in_period,
    open_pool,
    period_findings,
    release_ratings,
)
from feedback.enums import PeriodState, SurveyState
from feedback.models import Atom, Period
from feedback.questionnaire import Questionnaire
from feedback.rules import SurveyRules, last_day_after, rules_of, strictest


def is_ready(period: Period) -> bool:
    """Whether the period is over and every survey in it is counted.

    A session on its last day still has its days to be asked about; old answers from a file wait
    for nobody, since none given here are opened with them.
    """
    today = clock.today(period.community.time_zone)
    surveys = list(period.surveys.all())
    is_old = bool(surveys) and not any(survey.paper_public_key for survey in surveys)
    last = period.to_on if is_old else last_day_after(period.to_on)
    return last < today and all(survey.state == SurveyState.COUNTED for survey in surveys)


def is_waiting(period: Period) -> bool:
    """Whether only its count is missing."""
    return period.state == PeriodState.OPEN and is_ready(period)


def count_period(period_id: UUID) -> None:
    """Count a period that is over; one that is not ready is left alone."""
    with transaction.atomic():
        envelopes.lock_box(period_id)
        period = _locked(period_id)
        if is_waiting(period):
            _count(period)
            transaction.on_commit(partial(clear_up, period_id), robust=True)


def give_up(period_id: UUID) -> bool:
    """Destroy what a lost period key had sealed, unopened; returns whether that is so."""
    with transaction.atomic():
        period = _locked(period_id)
        if not is_waiting(period) or keys.has_box_key(period_id):
            return False
        period.is_lost = True
        period.destroyed_unread = sorted([Purpose.FINDINGS.value, Purpose.PLANNING.value])
        _close(period)
        transaction.on_commit(partial(clear_up, period_id), robust=True)
    return True


def _locked(period_id: UUID) -> Period:
    envelopes.lock_box(period_id)
    periods = Period.objects.select_related("community").select_for_update(of=("self",))
    return periods.get(pk=period_id)


def clear_up(period_id: UUID) -> None:
    """After the count: destroy the key, and clear away what is left of the atoms; folder last."""
    keys.empty(period_id)
    envelopes.vacuum(table_name(Atom))
    keys.destroy(period_id)


def _count(period: Period) -> None:
    opened = open_atoms(period.pk, keys.box_key(period.pk))
    result = Yield(period)
    few = _few(period)
    unread: set[str] = set()
    for asked, surveys in _by_questionnaire(period).items():
        result.asked, own = asked, opened.of(asked, surveys)
        _release_figures(surveys, own, result)
        if not _release_findings(surveys, own, result, few):
            unread.add(Purpose.FINDINGS.value)
        if _asked_in(few, surveys, Purpose.PLANNING):
            unread.add(Purpose.PLANNING.value)
    period.destroyed_unread = sorted(unread)
    result.store()
    _close(period)


def _close(period: Period) -> None:
    Atom.objects.filter(period=period).delete()
    period.state = PeriodState.COUNTED
    period.counted_on = clock.today(period.community.time_zone)
    period.save(update_fields=["state", "counted_on", "destroyed_unread", "is_lost"])


def _by_questionnaire(period: Period) -> dict[str, dict[str, SurveyRules]]:
    """The rules of the period's surveys by what was asked: other questions, another release."""
    found: dict[str, dict[str, SurveyRules]] = {}
    for survey in period.surveys.order_by("questionnaire"):
        found.setdefault(survey.questionnaire, {})[str(survey.pk)] = rules_of(survey)
    return found


def _few(period: Period) -> frozenset[str]:
    """Surveys whose number of responses is hidden, from nought up: nobody learns whether any."""
    found = period.surveys.filter(responses=None, could_answer__gt=0, is_lost=False)
    return frozenset(str(key) for key in found.values_list("pk", flat=True))


def _asked_in(few: frozenset[str], surveys: dict[str, SurveyRules], purpose: Purpose) -> bool:
    return any(rules.questions_for(purpose) for key, rules in surveys.items() if key in few)


def _release_figures(surveys: dict[str, SurveyRules], opened: Opened, result: Yield) -> None:
    unit = {key: rules for key, rules in surveys.items() if rules.figures is Rhythm.PERIOD}
    if not unit:
        return
    ratings = RatingUnit.of_period(
        list(unit),
        [one.atom for one in opened.ratings],
        opened.tallies_for(FIGURES),
        _asked(unit).items_for(Purpose.FINDINGS),
        _named(unit),
    )
    parameters = strictest(rules.parameters for rules in unit.values())
    only_all = any(rules.only_all for rules in unit.values())
    result.add_figures(release_ratings(ratings, parameters, only_all=only_all))


def _release_findings(
    surveys: dict[str, SurveyRules], opened: Opened, result: Yield, few: frozenset[str]
) -> bool:
    """Open what has met its bar, by caucus or in the pool; False where the rest goes unread."""
    numbers = {one.survey: one.responses for one in opened.tallies_for(POOL)}
    waiting = [one for one in opened.comments if one.waits]
    left, by_survey = _open_by_caucus(surveys, opened, result)
    numbers |= by_survey
    if not any(numbers.values()) and not _asked_in(few, surveys, Purpose.FINDINGS):
        return True
    pool = open_pool(numbers, strictest(rules.parameters for rules in surveys.values()))
    if isinstance(pool, Nothing):
        return False
    result.add_slips(pool, ((one.question, one.text) for one in waiting + left))
    return True


def _open_by_caucus(
    surveys: dict[str, SurveyRules], opened: Opened, result: Yield
) -> tuple[list[CommentAtom], dict[str, int]]:
    """Open by caucus where all meet their bar; the comments that wait, and their numbers."""
    unit = {key: rules for key, rules in surveys.items() if rules.comments is Rhythm.PERIOD}
    if not unit:
        return [], {}
    turnout = Turnout.of_period(list(unit), opened.tallies_for(FINDINGS), _named(unit))
    release = period_findings(turnout, strictest(rules.parameters for rules in unit.values()))
    left = [one for one in opened.comments if not one.waits]
    for group in release.groups:
        theirs = [one for one in left if turnout.stated(one.label) == group.cell]
        left = [one for one in left if turnout.stated(one.label) != group.cell]
        result.add_slips(group, ((one.question, one.text) for one in theirs))
    return left, dict(release.waiting_numbers)


def _asked(unit: dict[str, SurveyRules]) -> Questionnaire:
    """All surveys of a code have the same content; opening one with another is refused."""
    return next(iter(unit.values())).asked


def _named(unit: dict[str, SurveyRules]) -> frozenset[str]:
    return named_in_period(rules.named for rules in unit.values())
