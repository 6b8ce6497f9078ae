"""Old answers go the way of live ones: sealed, counted, disclosed. All of a file, or nothing."""

import datetime as dt
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core import clock
from cop.core.figures import number_in
from cop.core.policy import Actor, require
from cop.core.tables import Problems
from cop.members.models import Community
from feedback.box import count, envelopes, keys, papers, period_count
from feedback.box.responses import seal_response
from feedback.disclosure import Rhythm, named_caucuses
from feedback.enums import PeriodState, SurveyState
from feedback.imports.checks import check_batches, check_period
from feedback.imports.rows import Batch, ResponseFile, read_responses
from feedback.models import Period, Survey
from feedback.policies import can_import_responses
from feedback.questionnaire import USUAL, Questionnaire, questionnaire
from feedback.rules import SurveyRules, parameters_of
from feedback.services.periods import make_period, period_containing, usual_span
from feedback.services.surveys import caucus_keys, prepare_survey
from sessions_app.selectors import number_at


@dataclass(frozen=True)
class Span:
    """The days of a period, both included."""

    from_on: dt.date
    to_on: dt.date


@dataclass(repr=False)
class ResponsePlan:
    """What a file does. ``new`` are counted now, or with their period."""

    file: ResponseFile
    rules: SurveyRules
    span: Span | None
    new: list[Batch] = field(default_factory=list)
    unchanged: list[Batch] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The plan in words; no line says what anybody answered."""
        said = [self._line(batch) for batch in self.new]
        if self.unchanged:
            kept = ", ".join(batch.session.key for batch in self.unchanged)
            said.append(_("Imported before, left as they are: %s.") % kept)
        t = self.rules.parameters.t
        if any(not batch.is_told_apart(t) for batch in self.unchanged):
            said.append(
                _(
                    "Of sessions with fewer than %d responses nothing is kept to compare with: "
                    "what stands in the file now was not looked at."
                )
                % t
            )
        if not self.new:
            said.append(_("Nothing changes: these answers are here already."))
        return said + [_in_words(period) for period in self.periods if not period.is_pool]

    def _line(self, batch: Batch) -> str:
        """A session in words; a number under T is as hidden here as everywhere."""
        if batch.is_told_apart(self.rules.parameters.t):
            text = _("%(session)s: %(number)d responses, %(attended)s came.")
        else:
            text = _("%(session)s: fewer than %(t)d responses, %(attended)s came.")
        return text % {
            "session": batch.session.key,
            "number": len(batch.responses),
            "t": self.rules.parameters.t,
            "attended": number_at(batch.session),
        }


def _in_words(period: Period) -> str:
    if period.state == PeriodState.COUNTED:
        text = _("The period %(from)s to %(to)s is counted.")
    else:
        text = _("The period %(from)s to %(to)s is counted once its last day is past.")
    return text % {"from": period.from_on.isoformat(), "to": period.to_on.isoformat()}


def import_responses(
    *,
    actor: Actor,
    file: Path,
    release: Rhythm | None = None,
    span: Span | None = None,
    asked: str = USUAL,
    totals_published: bool = False,
    dry_run: bool = False,
) -> ResponsePlan:
    """Take over a file; by session its answers are counted when this returns.

    ``release`` is the rhythm for figures and comments (None: the community's); ``span`` the
    period's days. ``asked`` is the questionnaire's code;
    ``totals_published`` says that figures for all were published before, so that none by caucus may
    follow. Raises ImportProblems with everything there is to mend, and nothing is written.
    """
    require(can_import_responses(actor))
    with keys.undone_on_failure(), transaction.atomic():
        community = Community.objects.select_for_update(no_key=True).get(pk=actor.community.pk)
        plan = _plan(community, file, release, span, questionnaire(asked), totals_published)
        if plan.new and not dry_run:
            _apply(actor, plan)
    return plan


def _plan(
    community: Community,
    file: Path,
    release: Rhythm | None,
    span: Span | None,
    asked: Questionnaire,
    totals_published: bool,
) -> ResponsePlan:
    problems = Problems()
    read = read_responses(community, file, asked, problems)
    rules = _rules(community, read, release, asked)
    plan = ResponsePlan(read, replace(rules, only_all=totals_published), span)
    if span is not None:
        check_period(community, read.name, span.from_on, span.to_on, problems)
    plan.new, plan.unchanged = check_batches(
        community,
        read,
        problems,
        rules=plan.rules,
        is_release_given=release is not None,
        days=(span.from_on, span.to_on) if span else None,
    )
    problems.raise_if_any()
    return plan


def _rules(
    community: Community, read: ResponseFile, release: Rhythm | None, asked: Questionnaire
) -> SurveyRules:
    """No headcount exists for old answers, so every caucus is named."""
    parameters, caucuses = parameters_of(community), caucus_keys(community)
    return SurveyRules(
        parameters=parameters,
        figures=release or Rhythm(community.figures_rhythm),
        comments=release or Rhythm(community.comments_rhythm),
        named=named_caucuses(None, caucuses, parameters),
        caucuses=caucuses,
        questions=read.questions,
        asked=asked,
    )


def _apply(actor: Actor, plan: ResponsePlan) -> None:
    period = _period(actor.community, plan)
    surveys = [
        _seal(actor, batch, plan.rules, period or _usual_period(actor.community, plan, batch))
        for batch in plan.new
    ]
    for survey in surveys:
        count.count_survey(survey.pk)
    plan.periods = list({survey.period_id: survey.period for survey in surveys}.values())
    for one in plan.periods:
        period_count.count_period(one.pk)
        one.refresh_from_db()


def _usual_period(community: Community, plan: ResponsePlan, batch: Batch) -> Period:
    """The community's own period; one still running ends with the file.

    What is given here later has another.
    """
    usual = usual_span(community, batch.session.held_on)
    if usual[1] < clock.today(community.time_zone):
        return period_containing(community, batch.session.held_on)
    days = [one.session.held_on for one in plan.new]
    last = max(day for day in days if usual_span(community, day) == usual)
    return period_containing(community, batch.session.held_on, until=last)


def _period(community: Community, plan: ResponsePlan) -> Period | None:
    """The period of all sessions of the file; None where each has the community's own.

    By session, the file itself is the pool of its comments that wait.
    """
    if plan.rules.is_released_by_session:
        days = [batch.session.held_on for batch in plan.new]
        return make_period(community, min(days), max(days), is_pool=True)
    if plan.span is None:
        return None
    existing = Period.objects.filter(
        community=community,
        is_pool=False,
        from_on=plan.span.from_on,
        to_on=plan.span.to_on,
    ).first()
    return existing or make_period(community, plan.span.from_on, plan.span.to_on)


def _seal(actor: Actor, batch: Batch, rules: SurveyRules, period: Period) -> Survey:
    """A survey whose envelopes lie sealed in its box, closed and ready to be counted."""
    session = batch.session
    survey = Survey(community=actor.community, session=session)
    if batch.is_told_apart(rules.parameters.t):
        survey.digest = batch.digest
    # No more answers come in: its last day is over, even if the session was today.
    last = min(session.held_on, clock.today(actor.community.time_zone) - dt.timedelta(days=1))
    prepare_survey(
        survey, rules, opens_on=session.held_on, closes_on=last, with_papers=False, period=period
    )
    survey.state = SurveyState.OPEN
    # Old answers came without papers: everybody who came could answer.
    survey.present = survey.could_answer = number_in(number_at(session))
    survey.save(update_fields=["state", "present", "could_answer"])
    public_key = bytes(survey.box_public_key)
    envelopes.put_all(
        survey.pk,
        [
            (
                papers.ballot_sha(secrets.token_bytes(papers.MESSAGE_BYTES)),
                seal_response(response, survey.pk, public_key),
            )
            for response in batch.responses
        ],
    )
    record(actor=actor, verb=Verb.IMPORT, target=survey)
    return survey
