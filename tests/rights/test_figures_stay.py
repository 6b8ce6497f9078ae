"""No figure moves when somebody erases themselves: reports and surveys before and after."""

import datetime as dt
import json

import pytest

from cop.members.enums import Role
from cop.members.models import Member
from cop.members.services import appoint
from feedback.models import Survey
from feedback.selectors import number_told, survey_result
from feedback.services import freeze_present
from reports.compile import compile_report
from reports.enums import OrganisationsShown
from reports.services import begin_report
from sessions_app.models import Facilitator, Session
from sessions_app.selectors import number_at
from sessions_app.services import close_register, record_attendance
from tests.feedback import ballots
from tests.people import Cast
from tests.reports.editions import published
from tests.rights.zelda import erase, zelda

FIRST, LAST = dt.date(2020, 1, 1), dt.date(2099, 12, 31)


def figures(cast: Cast) -> str:
    """Everything a report says, with small organisations named, and with them joined."""
    return json.dumps(
        [
            compile_report(cast.community, FIRST, LAST, organisations=shown)
            for shown in OrganisationsShown
        ],
        sort_keys=True,
    )


def numbers(survey: Survey) -> list[object]:
    """What the survey's pages say in numbers."""
    survey = Survey.objects.select_related("session__community", "period").get(pk=survey.pk)
    return [
        survey.present,
        survey.added,
        survey.could_answer,
        survey.responses,
        survey_result(survey),
        number_told(survey),
        number_at(survey.session),
    ]


def never_came(cast: Cast, member: Member) -> None:
    ballots.session_with(cast.community, [cast.members["rosa"]])


def came_twice(cast: Cast, member: Member) -> None:
    for key in ("S1", "S2"):
        ballots.session_with(cast.community, [member, cast.members["rosa"]], key=key)


def open_with_paper(cast: Cast, member: Member) -> None:
    survey = ballots.opened(cast.community, [member, *ballots.members(cast.community, 6)])
    ballots.collect(member, survey)


def open_without_paper(cast: Cast, member: Member) -> None:
    ballots.opened(cast.community, [member, *ballots.members(cast.community, 6)])


def counted(cast: Cast, member: Member) -> None:
    cast.community.figures_rhythm = cast.community.comments_rhythm = "session"
    cast.community.save()
    crowd = [member, *ballots.members(cast.community, 11)]
    survey = ballots.opened(cast.community, crowd)
    for one in crowd:
        ballots.send(survey, ballots.collect(one, survey), ballots.answers("white"))
    ballots.count(survey)


def facilitated(cast: Cast, member: Member) -> None:
    """Came, facilitated and so got no paper; and the survey is open."""
    appoint(actor=cast.system, email=member.email, role=Role.FACILITATOR)
    session = ballots.session_with(cast.community, [member, *ballots.members(cast.community, 6)])
    Facilitator.objects.create(session=session, person=member.person)
    ballots.open_survey(actor=cast.system, session=session)


STATES = [never_came, came_twice, open_with_paper, open_without_paper, counted, facilitated]
name_of = pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)


@name_of
def test_a_draft_says_the_same_before_and_after(cast: Cast, state):
    member = zelda(cast)
    colleague = zelda(cast, reference="Z2", email="z2@example.org", name="Zoe")
    zelda(cast, reference="Z3", email="z3@example.org", name="Zora", organisation="Harbour")
    state(cast, member)
    before = figures(cast)
    assert "Lighthouse Trust" in before
    erase(cast, member.person)
    assert figures(cast) == before
    erase(cast, colleague.person)  # nobody of this organisation is left
    assert figures(cast) == before


def test_the_comparison_sees_what_deleting_would_do(cast: Cast):
    member = zelda(cast)
    came_twice(cast, member)
    before = figures(cast)
    member.delete()
    assert figures(cast) != before


@name_of
def test_numbers_of_the_survey_stay_and_freeze_alike(cast: Cast, state):
    member = zelda(cast)
    state(cast, member)
    for survey in Survey.objects.all():
        before = numbers(survey)
        erase(cast, member.person)
        assert numbers(survey) == before


@pytest.mark.parametrize("state", [open_with_paper, open_without_paper, facilitated])
def test_numbers_frozen_after_erasing_are_those_of_before(cast: Cast, state):
    member = zelda(cast)
    state(cast, member)
    survey = Survey.objects.get()
    with_her = (7, 6 if state is facilitated else 7)
    erase(cast, member.person)
    freeze_present(session=survey.session)
    survey.refresh_from_db()
    assert (survey.present, survey.could_answer) == with_her


def test_a_collected_paper_still_works_and_counts(cast: Cast):
    member = zelda(cast)
    crowd = [member, *ballots.members(cast.community, 6)]
    survey = ballots.opened(cast.community, crowd)
    kept_in_the_browser = ballots.collect(member, survey)
    for one in crowd[1:]:
        ballots.send(survey, ballots.collect(one, survey), ballots.answers("white"))
    erase(cast, member.person)
    ballots.send(survey, kept_in_the_browser, ballots.answers("white"))
    survey = ballots.count(survey)
    assert (survey.present, survey.could_answer, survey.responses) == (7, 7, 7)


def test_answers_sent_before_count_too(cast: Cast):
    member = zelda(cast)
    crowd = [member, *ballots.members(cast.community, 6)]
    survey = ballots.opened(cast.community, crowd)
    for one in crowd:
        ballots.send(survey, ballots.collect(one, survey), ballots.answers("white"))
    erase(cast, member.person)
    assert ballots.count(survey).responses == 7


def test_a_published_report_does_not_move(cast: Cast):
    member = zelda(cast)
    came_twice(cast, member)
    report = begin_report(actor=cast.actor("bilal"), title="Year", from_on=FIRST, to_on=LAST)
    published(report)
    report.refresh_from_db()
    before = json.dumps(report.data, sort_keys=True)
    erase(cast, member.person)
    report.refresh_from_db()
    assert json.dumps(report.data, sort_keys=True) == before


def test_the_secretary_cannot_untick_somebody_erased(cast: Cast):
    """The register shows names; whoever has none stays marked whatever is saved."""
    member = zelda(cast)
    session = ballots.session_with(cast.community, [member, cast.members["rosa"]])
    erase(cast, member.person)
    bilal = cast.actor("bilal")
    record_attendance(
        actor=bilal,
        session=session,
        members=[],
        before=[cast.members["rosa"]],
        reason="Was not there",
    )
    assert number_at(session) == 1
    close_register(actor=bilal, session=session)
    assert number_at(Session.objects.get(pk=session.pk)) == 1


def test_members_after_the_last_day_are_not_counted(cast: Cast):
    """Whoever erased themselves in November is no member of December."""
    member = zelda(cast)
    erase(cast, member.person)
    december = compile_report(cast.community, dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    november = compile_report(cast.community, dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert december["tables"]["members_by_organisation"]["total"] == 5
    assert november["tables"]["members_by_organisation"]["total"] == 6
