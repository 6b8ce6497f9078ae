"""Opening a survey, and whom it asks until the register closes."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from caucus.models import Caucus
from caucus.selectors import caucuses_in, headcounts_for_survey
from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.selectors import are_comments_asked
from cop.governance.services import refuse_if_shut
from cop.members.models import Community
from feedback.asked import everybody_asked, freeze_numbers
from feedback.box import keys
from feedback.disclosure import Rhythm, named_caucuses
from feedback.enums import SurveyState
from feedback.models import Eligibility, Period, Survey
from feedback.policies import can_open_survey
from feedback.questionnaire import USUAL, Questionnaire, content_of, questionnaire
from feedback.rules import SurveyRules, last_day, parameters_of
from feedback.services.announcing import tell_late_comers, tell_who_came
from feedback.services.overlap import refuse_if_comparable, refuse_if_mixed
from feedback.services.periods import hold_open, lock_periods, period_containing, pool_containing
from sessions_app.models import Session


def open_survey(*, actor: Actor, session: Session, asked: str = USUAL) -> Survey:
    """Open feedback on a session for those who have checked in, its facilitators left out.

    ``asked`` is the code of the questionnaire. Its content, thresholds, rhythms and caucuses are
    frozen here. Raises Refused before the session begins, when it is cancelled or too
    long ago, the second time, and where a word of the mail may not leave. The mail to those who
    came is queued in the same transaction: there is no opening without it.
    """
    require(can_open_survey(actor, session))
    refuse_if_shut(actor, Stage.LISTEN)
    with keys.undone_on_failure(), transaction.atomic():
        lock_periods(session.community)
        # The register's lock: nobody checks in between the list and the opening.
        session = (
            Session.objects.select_for_update(of=("self",))
            .select_related("community")
            .get(pk=session.pk)
        )
        if reason := why_not_openable(session):
            raise Refused(reason)
        survey = Survey(community=session.community, session=session)
        prepare_survey(
            survey,
            _rules(session, questionnaire(asked)),
            opens_on=_today(session),
            closes_on=last_day(session),
        )
        sync_rows(survey)
        survey.state = SurveyState.OPEN
        if session.is_register_closed:
            freeze_numbers(survey)
        survey.save(update_fields=["state", "present", "could_answer"])
        tell_who_came(survey)
        record(actor=actor, verb=Verb.OPEN, target=survey)
    return survey


def prepare_survey(
    survey: Survey,
    rules: SurveyRules,
    *,
    opens_on: dt.date,
    closes_on: dt.date,
    with_papers: bool = True,
    period: Period | None = None,
) -> Survey:
    """Make the keys and store the survey as a draft, in its period or its pool."""
    find = pool_containing if rules.is_released_by_session else period_containing
    survey.period = hold_open(period or find(survey.community, survey.days[1]))
    refuse_if_mixed(survey, is_old=not with_papers)
    if survey.session is not None:  # one of the whole community has found its period by this rule
        refuse_if_comparable(survey, rules)
    public = keys.make_survey_keys(survey.pk, with_papers=with_papers)
    survey.box_public_key, survey.paper_public_key = public.box, public.paper
    survey.fingerprint = public.fingerprint
    survey.questionnaire, survey.asked = rules.asked.code, _content(rules.asked.code)
    survey.parameters = rules.as_json()
    survey.opens_on = opens_on
    survey.closes_on = closes_on
    survey.state = SurveyState.DRAFT
    survey.save(force_insert=True)
    return survey


@transaction.atomic
def sync_eligible(*, actor: Actor, survey: Survey) -> int:
    """Take over who came since the opening, as long as the register is open; returns how many.

    Called when attendance changes, whose policy it shares. Additions by somebody else than the
    member are recorded, and their number is shown to everybody. Whoever came and has not had the
    survey's mail gets it.
    """
    survey = (
        Survey.objects.select_for_update(of=("self",))
        .select_related("session__community")
        .get(pk=survey.pk)
    )
    if survey.state != SurveyState.OPEN or survey.present is not None:
        return 0
    new = sync_rows(survey)
    own = actor.member.pk if actor.member is not None else None
    added = len(new - {own})
    if added:
        Survey.objects.filter(pk=survey.pk).update(added=F("added") + added)
        record(actor=actor, verb=Verb.ADD, target=survey, fields=["eligible"])
    tell_late_comers(survey)
    return len(new)


def sync_rows(survey: Survey) -> set[int]:
    """Ask everybody who came; returns who was never asked before.

    Nobody's row is taken away before the count: what becomes of it, and who counts as added, must
    not depend on who has collected a paper. Whose attendance is taken back is given none.
    """
    came = set(everybody_asked(survey).values_list("pk", flat=True))
    held = set(Eligibility.objects.filter(survey=survey).values_list("member_id", flat=True))
    Eligibility.objects.bulk_create(
        Eligibility(survey=survey, member_id=pk) for pk in sorted(came - held)
    )
    return came - held


@transaction.atomic
def freeze_present(*, session: Session) -> None:
    """The register is closed: N is the number of members who came, whatever happens later."""
    survey = Survey.objects.filter(session=session, present__isnull=True).first()
    if survey is not None:
        freeze_numbers(survey)
        survey.save(update_fields=["present", "could_answer"])


def _today(session: Session) -> dt.date:
    return clock.today(session.community.time_zone)


def why_not_openable(session: Session) -> str:
    """Why feedback on the session cannot be opened now, or ""."""
    reasons = (
        (
            Survey.objects.filter(session=session).exists(),
            _("Feedback on this session is open already."),
        ),
        (session.is_cancelled, _("This session is cancelled, so there is nothing to ask.")),
        (
            session.headcount is not None,
            _("This session is known by a headcount alone, so nobody could be asked."),
        ),
        (not session.has_begun, _("Feedback can be opened once the session has begun.")),
        (not session.questionnaire, _("The format of this session asks for no feedback.")),
        (
            last_day(session) < _today(session),
            _("This session was too long ago to open feedback on it."),
        ),
    )
    return next((words for holds, words in reasons if holds), "")


def _content(code: str) -> dict[str, Any]:
    """What the file says today. Raises Refused where other words were asked under its code."""
    content = dict(content_of(code))
    if Survey.objects.filter(questionnaire=code).exclude(asked=content).exists():
        raise Refused(
            _(
                "The questionnaire %s has been changed since it was last asked. Changed words need "
                "a new version, a file of their own: figures of the two would be mixed up."
            )
            % code
        )
    return content


def _rules(session: Session, asked: Questionnaire) -> SurveyRules:
    """What holds for a survey that opens now."""
    community = session.community
    caucuses = tuple(caucuses_in(session).values_list("key", flat=True))
    parameters = parameters_of(community)
    named = named_caucuses(headcounts_for_survey(session), caucuses, parameters)
    return SurveyRules(
        parameters=parameters,
        figures=Rhythm(community.figures_rhythm),
        comments=Rhythm(community.comments_rhythm),
        named=named,
        caucuses=caucuses,
        questions=questions_asked(community, asked),
        asked=asked,
    )


def caucus_keys(community: Community) -> tuple[str, ...]:
    """The caucuses that may be stated."""
    return tuple(Caucus.objects.filter(community=community).values_list("key", flat=True))


def questions_asked(community: Community, asked: Questionnaire) -> tuple[str, ...]:
    """Without an evaluator nobody could read comments, so none are asked for."""
    if not are_comments_asked(community):
        return ()
    return tuple(question.key for question in asked.questions)
