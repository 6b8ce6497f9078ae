"""The overlap rule: surveys that could be compared to single people are released together."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from cop.core.errors import Refused
from feedback.asked import everybody_asked, members_who_came
from feedback.disclosure import Rhythm
from feedback.enums import PeriodState
from feedback.models import Period, Survey
from feedback.questionnaire import Questionnaire
from feedback.rules import SurveyRules, parameters_of, rules_of
from feedback.services.periods import why_counted
from sessions_app.enums import SessionState
from sessions_app.models import Attendance


def refuse_if_mixed(survey: Survey, *, is_old: bool) -> None:
    """Raise Refused where live answers would be opened with answers taken over from a file.

    Whoever has the file knows those answers: taken off a release, the live ones would be left.
    """
    others = Survey.objects.filter(period=survey.period).exclude(pk=survey.pk)
    live = ~Q(paper_public_key=b"")
    if others.filter(live if is_old else ~live).exists():
        raise Refused(
            _(
                "The period %(from)s to %(to)s holds answers that were given here, and old ones "
                "are not opened with them. Take the file over with --release session, or give it "
                "days of its own."
            )
            % _days_of(survey.period)
            if is_old
            else _(
                "The period %(from)s to %(to)s holds old answers that were taken over from a file, "
                "and none given here are opened with them. Ask after a session on a later day."
            )
            % _days_of(survey.period)
        )


def _days_of(period: Period) -> dict[str, str]:
    return {"from": period.from_on.isoformat(), "to": period.to_on.isoformat()}


def refuse_if_comparable(survey: Survey, rules: SurveyRules) -> None:
    """Raise Refused where the survey, in the period it has, could be compared with another."""
    shared = period_shared(survey, rules.asked)
    if shared is not None and (rules.figures is Rhythm.SESSION or survey.period != shared):
        raise Refused(
            _(
                "A survey of the whole community asks the same questions about these days, and is "
                "counted with the period %(from)s to %(to)s. Choose another questionnaire."
            )
            % _days_of(shared)
        )


def period_shared(survey: Survey, asked: Questionnaire) -> Period | None:
    """The period this survey must be released with; None: it is released by itself.

    The overlap rule: where the same statements or choices ask people who differ by fewer than T in
    either direction about days that overlap, the two are released together or not at all: the
    difference between two releases would be about the few who were in one alone. Raises Refused
    where the other is counted, or the two cannot be one release: it is released by itself, it has
    another code, or they share a choice for planning, which is counted survey by survey.
    """
    periods = set()
    for other in _comparable(survey, asked):
        theirs = rules_of(other)
        apart = theirs.figures is Rhythm.SESSION or theirs.asked.code != asked.code
        if apart or asked.wording_for_planning & theirs.asked.wording_for_planning:
            raise Refused(
                _(
                    "“%s” asks the same questions of nearly the same people about the same days, "
                    "and its figures stand alone. Together the two would show how single people "
                    "answered. Choose another questionnaire."
                )
                % other.name
            )
        if other.period.state == PeriodState.COUNTED:
            raise Refused(why_counted(other.period) + " " + _("Choose another questionnaire."))
        periods.add(other.period)
    if len(periods) > 1:
        raise Refused(
            _("The same questions were asked in two periods of these days. Ask about one of them.")
        )
    return periods.pop() if periods else None


def _comparable(survey: Survey, asked: Questionnaire) -> list[Survey]:
    """Surveys whose release, beside this one's, would be about fewer than T people."""
    from_on, to_on = survey.days
    others = Survey.objects.filter(community=survey.community).select_related("session", "period")
    if survey.session is not None:
        others = others.filter(session=None)  # two sessions are two occasions
    same = asked.wording
    overlapping = [
        other
        for other in others
        if other.days[1] >= from_on
        and other.days[0] <= to_on
        and same & rules_of(other).asked.wording
    ]
    own = set(everybody_asked(survey).values_list("pk", flat=True))
    them = _came_to(overlapping)
    t = parameters_of(survey.community).t
    return [
        other
        for other in overlapping
        if min(len(own - them[other.pk]), len(them[other.pk] - own)) < t
    ]


def _came_to(surveys: list[Survey]) -> dict[UUID, set[int]]:
    """Whom surveys ask or asked, as far as the register knows; facilitators count as asked.

    One query for all sessions together.
    """
    came: dict[UUID, set[int]] = {survey.pk: set() for survey in surveys}
    at_sessions = Attendance.objects.filter(
        session__survey__in=[survey.pk for survey in surveys if survey.session is not None],
        member__is_erased=False,
    ).exclude(session__state=SessionState.CANCELLED)
    for survey_id, member_id in at_sessions.values_list("session__survey", "member"):
        came[survey_id].add(member_id)
    for survey in surveys:
        if survey.session is None:
            members = members_who_came(survey.community, *survey.days)
            came[survey.pk] = set(members.values_list("pk", flat=True))
    return came
