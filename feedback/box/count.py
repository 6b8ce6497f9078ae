"""The count of a survey: all envelopes at once, shuffled, taken apart, gone.

Safe to run twice and to kill at any step: one transaction does everything, and what comes after it
(keys destroyed, dead rows cleared away) is done again by the next run if it was cut short.
"""

from functools import partial
from secrets import SystemRandom
from uuid import UUID

from django.db import transaction

from cop.core import clock
from feedback.asked import freeze_numbers
from feedback.box import collected, envelopes, keys, receipts
from feedback.box.atoms import FIGURES, FINDINGS, POOL, CommentAtom, Rating, Tally
from feedback.box.releases import Yield
from feedback.box.responses import Response, open_response
from feedback.box.tables import VACUUMED, table_name, table_names
from feedback.disclosure import (
    ALL,
    CommentRelease,
    Items,
    Purpose,
    RatingAtom,
    RatingUnit,
    Rhythm,
    TallyAtom,
    Turnout,
    Waiting,
    release_ratings,
    session_findings,
    session_planning,
)
from feedback.enums import SurveyState
from feedback.models import Atom, Eligibility, Survey, Told
from feedback.progress import Phase, tell
from feedback.rules import SurveyRules, is_due, rules_of


def count_survey(survey_id: UUID) -> None:
    """Count a survey whose last day is past; one that is not due is left alone."""
    if _close(survey_id):
        with transaction.atomic():
            survey = _locked(survey_id)
            if survey.state == SurveyState.COUNTING:
                _count(survey)
                transaction.on_commit(partial(clear_up, survey_id), robust=True)


def clear_up(survey_id: UUID) -> None:
    """After the count: destroy the keys, and clear away what is left of rewritten rows.

    The keys' folder goes last: as long as it is there, the next run does all of this again.
    """
    keys.empty(survey_id)
    collected.wipe()
    envelopes.vacuum(*table_names(VACUUMED))
    if envelopes.rewrite(table_name(Atom)):
        envelopes.forget_figures(table_name(Atom))
    keys.destroy(survey_id)


def _close(survey_id: UUID) -> bool:
    """No answer comes in from here on; N stands. Returns whether there is something to count."""
    with transaction.atomic():
        survey = _locked(survey_id)
        if survey.state == SurveyState.OPEN and is_due(survey):
            survey.state = SurveyState.COUNTING
            if survey.present is None:
                freeze_numbers(survey)
            survey.save(update_fields=["state", "present", "could_answer"])
        return survey.state == SurveyState.COUNTING


def _locked(survey_id: UUID) -> Survey:
    envelopes.lock_box(survey_id)
    return (
        Survey.objects.select_related("community", "session", "period")
        .select_for_update(of=("self",))
        .get(pk=survey_id)
    )


def _count(survey: Survey) -> None:
    opened = _opened(survey)
    rules = rules_of(survey)
    tell(survey.pk, Phase.COUNTING, envelopes=len(opened))
    result = Yield(survey, survey.questionnaire)
    counted = _counted(rules, opened)
    _release_figures(survey, rules, counted, result)
    _release_comments(survey, rules, opened, result)
    result.particles += _tallies(survey, rules, counted)
    tell(survey.pk, Phase.SEALING, envelopes=len(opened))
    result.store(survey.period)
    tell(survey.pk, Phase.STORING, envelopes=len(opened))
    receipts.publish(survey)
    # Whoever stole the key that signs papers could put in more than one answer.
    is_live = bool(survey.paper_public_key)
    survey.is_overfull = is_live and len(opened) > collected.number_of_papers(survey.pk)
    _empty(survey)
    survey.responses = len(counted) or None
    survey.state = SurveyState.COUNTED
    survey.counted_on = clock.today(survey.community.time_zone)
    survey.save(update_fields=["responses", "state", "counted_on", "is_overfull"])


def _empty(survey: Survey) -> None:
    envelopes.empty_box(survey.pk)
    collected.forget_collected(survey.pk)
    Eligibility.objects.filter(survey=survey).delete()
    Told.objects.filter(survey=survey).delete()


def give_up(survey_id: UUID) -> bool:
    """Destroy a box whose key is lost, unopened; returns whether that is so."""
    if not _close(survey_id) or keys.has_box_key(survey_id):
        return False
    with transaction.atomic():
        survey = _locked(survey_id)
        _empty(survey)
        survey.is_lost, survey.state = True, SurveyState.COUNTED
        survey.counted_on = clock.today(survey.community.time_zone)
        survey.save(update_fields=["is_lost", "state", "counted_on"])
        transaction.on_commit(partial(clear_up, survey_id), robust=True)
    return True


def _opened(survey: Survey) -> list[Response]:
    """Every response in the box, in random order."""
    sealed = envelopes.in_box(survey.pk)
    tell(survey.pk, Phase.OPENING, envelopes=len(sealed))
    key = keys.box_key(survey.pk)
    opened = [open_response(one, survey.pk, key) for one in sealed]
    SystemRandom().shuffle(opened)
    return opened


def _counted(rules: SurveyRules, opened: list[Response]) -> list[Response]:
    """The responses that enter ratings and tallies: all, or none where their number is hidden.

    Not even sealed do those go further: any sum they were in would give their number away.
    """
    return [] if rules.parameters.hides(len(opened)) else opened


def _release_figures(
    survey: Survey, rules: SurveyRules, counted: list[Response], result: Yield
) -> None:
    planning = rules.asked.items_for(Purpose.PLANNING)
    if planning:
        # Like comments for planning: by session, without caucus.
        unit = _unit(survey, counted, planning, rules)
        result.add_figures(release_ratings(unit, rules.parameters, only_all=True))
    items = rules.asked.items_for(Purpose.FINDINGS)
    if rules.figures is Rhythm.SESSION:
        unit = _unit(survey, counted, items, rules)
        result.add_figures(release_ratings(unit, rules.parameters, only_all=rules.only_all))
        return
    answers = [response.as_answer(items) for response in counted]
    result.particles += [
        Rating(survey.questionnaire, RatingAtom(answer.label, item, band))
        for answer in answers
        for item, band in answer.bands.items()
    ]


def _unit(survey: Survey, counted: list[Response], items: Items, rules: SurveyRules) -> RatingUnit:
    answers = [response.as_answer(items) for response in counted]
    return RatingUnit.of_session(str(survey.pk), answers, items, rules.named)


def _release_comments(
    survey: Survey, rules: SurveyRules, opened: list[Response], result: Yield
) -> None:
    turnout = Turnout.of_session(
        str(survey.pk), (response.label for response in opened), rules.named
    )
    planning = rules.questions_for(Purpose.PLANNING)
    findings = rules.questions_for(Purpose.FINDINGS)
    if planning:
        release = session_planning(turnout, rules.parameters)
        _open_slips(release, turnout, planning, opened, result)
    if findings and rules.comments is Rhythm.SESSION:
        release = session_findings(turnout, rules.parameters)
        _open_slips(release, turnout, findings, opened, result)
        _let_wait(release, turnout, findings, rules, opened, result)
    elif findings:
        # Blank ones too: how many wrote something is nobody's business.
        result.particles += [
            CommentAtom(result.asked, response.label, question, response.texts.get(question, ""))
            for response in _filled_up(rules, opened)
            for question in findings
        ]


def _filled_up(rules: SurveyRules, opened: list[Response]) -> list[Response]:
    """The responses, where their number is hidden with empty ones beside them.

    How many comments are sealed would tell it to whoever reads the tables before and after.
    """
    if not rules.parameters.hides(len(opened)):
        return opened
    return opened + [Response(None)] * (rules.parameters.t - 1 - len(opened))


def _tallies(survey: Survey, rules: SurveyRules, counted: list[Response]) -> list[Tally]:
    """One tally for every label that could be stated, zero or not: their number tells nothing."""
    stated = [response.label for response in counted]
    uses = {
        FIGURES: rules.figures is Rhythm.PERIOD,
        FINDINGS: rules.comments is Rhythm.PERIOD and rules.questions_for(Purpose.FINDINGS),
    }
    return [
        Tally(counts_for, TallyAtom(str(survey.pk), label, stated.count(label)))
        for counts_for, is_needed in uses.items()
        if is_needed
        for label in (*rules.caucuses, None)
    ]


def _open_slips(
    release: CommentRelease,
    turnout: Turnout,
    questions: tuple[str, ...],
    opened: list[Response],
    result: Yield,
) -> None:
    for group in release.groups:
        result.add_slips(
            group,
            (
                (question, response.texts.get(question, ""))
                for response in opened
                if group.cell in (ALL, turnout.stated(response.label))
                for question in questions
            ),
        )


def _let_wait(
    release: CommentRelease,
    turnout: Turnout,
    questions: tuple[str, ...],
    rules: SurveyRules,
    opened: list[Response],
    result: Yield,
) -> None:
    """Seal what waits for the pool, without its caucus, and how many responses it comes from."""
    if release.waiting is Waiting.NOBODY and not rules.parameters.hides(len(opened)):
        return
    result.particles += [
        CommentAtom(result.asked, None, question, response.texts.get(question, ""), waits=True)
        for response in _filled_up(rules, opened)
        if release.waiting is Waiting.EVERYBODY or turnout.stated(response.label) is None
        for question in questions
    ]
    result.particles += [
        Tally(POOL, TallyAtom(survey, None, number))
        for survey, number in release.waiting_numbers.items()
    ]
