"""What stands against taking over a file of responses, session by session."""

import datetime as dt
from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core import clock
from cop.core.figures import Count as People
from cop.core.tables import Problems
from cop.members.models import Community
from feedback.enums import PeriodState
from feedback.imports.rows import Batch, ResponseFile
from feedback.models import Period, Survey
from feedback.rules import SurveyRules, rules_of
from feedback.services.periods import why_counted, why_overlapping
from sessions_app.models import Session

CHANCE = 5
"""From so many responses on, two equal sets of answers are one set twice, not chance."""

Days = tuple[dt.date, dt.date]


def check_period(
    community: Community, file: str, from_on: dt.date, to_on: dt.date, problems: Problems
) -> None:
    """Whether a period may have these days."""
    if to_on < from_on:
        problems.add(file, _("The period’s last day lies before its first."))
        return
    if to_on >= clock.today(community.time_zone):
        problems.add(
            file,
            _(
                "A period of old answers must be over, since none that are given here may be "
                "opened with them. Choose a last day before today."
            ),
        )
    for other in Period.objects.filter(
        community=community, is_pool=False, from_on__lte=to_on, to_on__gte=from_on
    ):
        if (other.from_on, other.to_on) != (from_on, to_on):
            problems.add(file, why_overlapping(other))


def check_batches(
    community: Community,
    read: ResponseFile,
    problems: Problems,
    *,
    rules: SurveyRules,
    is_release_given: bool,
    days: Days | None,
) -> tuple[list[Batch], list[Batch]]:
    """The batches to import and those imported before; what is wrong goes to ``problems``."""
    sessions = [batch.session.pk for batch in read.batches]
    surveys = {
        survey.session_id: survey
        for survey in Survey.objects.filter(session__in=sessions).select_related("period")
    }
    came = {
        session.pk: session.came_with(session.named)
        for session in Session.objects.filter(pk__in=sessions).annotate(named=Count("attendances"))
    }
    copies = _copies(read)
    new, unchanged = [], []
    for batch in read.batches:
        survey = surveys.get(batch.session.pk)
        if survey is not None:
            reason = _why_not_again(batch, survey, rules, is_release_given, days)
            unchanged.append(batch)
        else:
            reason = (
                _why_not_this_day(community, batch, rules, days)
                or _why_too_many(batch, came[batch.session.pk])
                or _why_known(batch, copies)
            )
            new.append(batch)
        if reason:
            problems.add(read.name, reason, row=batch.row, column="session")
    return new, unchanged


def _why_not_again(
    batch: Batch, survey: Survey, rules: SurveyRules, is_release_given: bool, days: Days | None
) -> str:
    """The reason why a session that has a survey cannot stay as it is, or ""."""
    key = batch.session.key
    before = rules_of(survey)
    if not _may_be_the_same(batch, survey, before.parameters.t):
        return (
            _(
                "Answers to session %s are here already, and these are others. What is counted "
                "cannot be changed: leave this session out."
            )
            % key
        )
    if is_release_given and (before.figures, before.comments) != (rules.figures, rules.comments):
        return (
            _("Session %s was imported with another release, and answers are released once.") % key
        )
    if days and (survey.period.from_on, survey.period.to_on) != days:
        return (
            _("Session %s was imported with another period, and answers are released once.") % key
        )
    return ""


def _may_be_the_same(batch: Batch, survey: Survey, t: int) -> bool:
    """Whether the answers are those of the survey, as far as anything of them was kept.

    Of fewer than T answers nothing was: fewer again are taken for the same and left alone.
    """
    if survey.digest:
        return batch.digest == survey.digest
    is_imported = not survey.paper_public_key
    return is_imported and not batch.is_told_apart(t)


def _why_not_this_day(
    community: Community, batch: Batch, rules: SurveyRules, days: Days | None
) -> str:
    if rules.is_released_by_session:
        return ""
    held_on = batch.session.held_on
    if days and not days[0] <= held_on <= days[1]:
        return _(
            "Session %(session)s was held on %(day)s, outside the period. Leave it out, or choose "
            "other days."
        ) % {"session": batch.session.key, "day": held_on.isoformat()}
    period = Period.objects.filter(
        community=community, is_pool=False, from_on__lte=held_on, to_on__gte=held_on
    ).first()
    if period is not None and period.state == PeriodState.COUNTED:
        return why_counted(period)
    return ""


def _why_too_many(batch: Batch, attended: People) -> str:
    if not isinstance(attended, int) or len(batch.responses) <= attended:
        return ""
    given = {
        "session": batch.session.key,
        "responses": len(batch.responses),
        "attended": attended,
    }
    if len(batch.responses) < CHANCE:
        text = _(
            "Session %(session)s has more responses than people who came. Correct the register or "
            "this file."
        )
    else:
        text = ngettext(
            "Session %(session)s has %(responses)d responses, and %(attended)d person came. "
            "Correct the register or this file.",
            "Session %(session)s has %(responses)d responses, and %(attended)d people came. "
            "Correct the register or this file.",
            attended,
        )
    return text % given


def _copies(read: ResponseFile) -> set[str]:
    """Answers that stand in the file twice."""
    found = Counter(batch.content for batch in read.batches)
    return {content for content, times in found.items() if times > 1}


def _why_known(batch: Batch, copies: set[str]) -> str:
    if len(batch.responses) < CHANCE:
        return ""
    if batch.content in copies or Survey.objects.filter(digest=batch.digest).exists():
        return (
            _(
                "The answers to session %s were imported for another session or another community "
                "of this installation. Answers are released once."
            )
            % batch.session.key
        )
    return ""
