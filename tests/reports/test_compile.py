"""From the database to frozen figures: what stands in a report, and what does not."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caucus.models import Caucus
from cop.core import clock
from cop.members.models import Member
from feedback.services import count_survey
from reports.compile import compile_report
from reports.content import current_digest, report_data
from reports.models import Report
from reports.render.html import render_html
from reports.services import begin_report, export_table
from sessions_app.enums import DecisionKind
from sessions_app.models import Attendance, Decision, Session, Topic
from sessions_app.services import close_register, log_decision
from tests.feedback import ballots
from tests.people import Cast
from tests.reports.after import shared, written

FIRST, LAST = dt.date(2020, 1, 1), dt.date(2099, 12, 31)


def compiled(cast: Cast, **options: Any) -> Any:
    return compile_report(cast.community, FIRST, LAST, **options)


def held(cast: Cast, key: str, day: dt.date, **fields: Any) -> Session:
    return Session.objects.create(
        community=cast.community, key=key, title=f"About {key}", held_on=day, **fields
    )


def decided(cast: Cast, day: dt.date, what: str, **fields: Any) -> Decision:
    words = {"kind": DecisionKind.FORMAT, "reason": "Time was short."} | fields
    return Decision.objects.create(community=cast.community, decided_on=day, what=what, **words)


def rows(data: Any, table: str) -> list[list[Any]]:
    return data["tables"][table]["rows"]


def test_sessions_held_stand_in_it_and_others_do_not(cast: Cast):
    today = clock.today("Europe/London")
    now = clock.now()
    held(cast, "S2", dt.date(2026, 3, 1))
    held(cast, "S1", dt.date(2026, 1, 1))
    held(cast, "S3", dt.date(2026, 4, 1), state="cancelled")
    held(cast, "S4", today, starts_at=now - dt.timedelta(minutes=5))
    held(cast, "S5", today, starts_at=now + dt.timedelta(minutes=5))
    held(cast, "S6", today + dt.timedelta(days=30))
    data = compiled(cast)
    assert [line["key"] for line in data["sessions"]] == ["S1", "S2", "S4"]
    assert [row[0] for row in rows(data, "attendance_by_session")] == ["S1", "S2", "S4", "Total"]
    assert data["so_far"] is True


def test_topics_stand_with_their_session(cast: Cast):
    session = held(cast, "S1", dt.date(2026, 1, 1), format="2 topics")
    for place, title in enumerate(["Supervision", "Silence"], start=1):
        Topic.objects.create(session=session, position=place, title=title)
    (line,) = compiled(cast)["sessions"]
    assert line["topics"] == ["Supervision", "Silence"]
    assert line["format"] == "2 topics"


def test_released_share_backs_stand_in_it_and_drafts_do_not(cast: Cast):
    session = held(cast, "S1", dt.date(2026, 1, 1))
    first, second = Caucus.objects.filter(community=cast.community)
    written(session, second.key, "Not yet")
    shared(session, first.key, "Rest", body="It is work.", ask=f"From {first.key}")
    (line,) = compiled(cast)["share_backs"]
    assert line == {
        "session": "S1",
        "date": "2026-01-01",
        "caucus_name": first.name,
        "themes": ["Rest: It is work."],
        "ask": f"From {first.key}",
        "responsibility": "",
    }


def test_decisions_of_the_period_stand_in_it_and_topics_do_not(cast: Cast):
    first, last = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
    session = held(cast, "S1", first)
    decided(cast, last, "One topic", session=session)
    decided(cast, first, "Notes are read out", kind=DecisionKind.OTHER, reason="So all hear.")
    decided(cast, first, "Supervision", kind=DecisionKind.TOPIC)
    decided(cast, first - dt.timedelta(days=1), "Before")
    decided(cast, last + dt.timedelta(days=1), "After")
    assert compile_report(cast.community, first, last)["decisions"] == [
        {
            "date": "2026-01-01",
            "what": "Notes are read out",
            "reason": "So all hear.",
            "from_session": "",
        },
        {
            "date": "2026-06-30",
            "what": "One topic",
            "reason": "Time was short.",
            "from_session": "S1 · About S1",
        },
    ]


def test_a_later_decision_moves_no_edition(cast: Cast):
    actor, today = cast.actor("bilal"), clock.today("Europe/London")
    Session.objects.filter(pk=held(cast, "S1", today).pk).update(title="A title")
    decided(cast, today, "Known", session=Session.objects.get())
    report = begin_report(actor=actor, title="A year", from_on=FIRST, to_on=today)
    frozen, digest = report.data, current_digest(report)
    log_decision(
        actor=cast.actor("amara"), kind=DecisionKind.FORMAT, what="Later", reason="Because."
    )
    Session.objects.update(title="Another title")
    Decision.objects.filter(what="Known").delete()
    report = Report.objects.get(pk=report.pk)
    assert (report.data, current_digest(report)) == (frozen, digest)
    html = render_html(report_data(report))
    assert "Known" in html
    assert "A title" in html
    assert "Later" not in html
    assert [one["what"] for one in compiled(cast)["decisions"]] == ["Later"]


def test_four_things_that_are_no_number(cast: Cast):
    voters = ballots.members(cast.community, 3)
    asked = ballots.opened(cast.community, voters, key="S1", held_on=clock.today("Europe/London"))
    nobody = ballots.opened(cast.community, [], key="S2", held_on=clock.today("Europe/London"))
    few = ballots.opened(cast.community, voters, key="S3", held_on=clock.today("Europe/London"))
    held(cast, "S4", clock.today("Europe/London"))
    ballots.send(few, ballots.collect(voters[0], few), ballots.answers())
    for survey in (nobody, few):
        ballots.close(survey)
        close_register(actor=cast.actor("bilal"), session=survey.session)
        count_survey(survey_id=survey.pk)
    words = {row[0]: row[1] for row in rows(compiled(cast), "responses_by_session")}
    assert asked.state == "open"
    assert words == {
        "S1": "not counted yet",
        "S2": "no answers",
        "S3": "fewer than 5",
        "S4": "not asked",
    }


def test_members_of_the_period_and_unknown_joining_days(cast: Cast):
    Member.objects.all().delete()
    days = {"M1": None, "M2": dt.date(2026, 6, 30), "M3": dt.date(2026, 7, 1)}
    for reference, day in days.items():
        Member.objects.create(community=cast.community, reference=reference, joined_on=day)
    Member.objects.create(community=cast.community, reference="M4", left_on=dt.date(2025, 12, 31))
    data = compile_report(cast.community, dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    assert rows(data, "members_by_organisation") == [
        ["Not stated", 2, "2 of 2 (100.0%)"],
        ["Total", 2, "2 of 2 (100.0%)"],
    ]


@pytest.mark.parametrize("number", [1, 10])
def test_queries_do_not_grow(cast: Cast, number: int):
    for one in range(number):
        survey = ballots.opened(
            cast.community,
            cast.members.values(),
            key=f"S{one}",
            held_on=clock.today("Europe/London"),
        )
        Topic.objects.create(session=survey.session, position=1, title="A topic")
        decided(cast, clock.today("Europe/London"), f"No. {one}", session=survey.session)
    with CaptureQueriesContext(connection) as captured:
        compiled(cast)
    assert len(captured) == 21


def test_a_table_as_csv_is_no_formula(cast: Cast):
    session = held(cast, "S1", dt.date(2026, 1, 1))
    Session.objects.filter(pk=session.pk).update(title='=HYPERLINK("http://evil")')
    Attendance.objects.create(session=session, member=cast.members["rosa"])
    bilal = cast.actor("bilal")
    report = begin_report(actor=bilal, title="A year", from_on=FIRST, to_on=dt.date(2026, 10, 31))
    text = export_table(actor=bilal, report=report, table_id="attendance_by_session")
    assert list(csv.reader(io.StringIO(text.decode())))[1] == [
        "S1",
        "2026-01-01",
        '\'=HYPERLINK("http://evil")',
        "1",
    ]


def test_figures_stand_under_the_words_they_answer_and_no_others(cast: Cast):
    """Both questionnaires have a statement "a": a webinar's never stands under the other's."""
    cast.community.figures_rhythm = cast.community.comments_rhythm = "session"
    cast.community.save()
    crowd = ballots.members(cast.community, 6)
    for key, asked in (("S1", "PPN-1"), ("W1", "WEBINAR-1")):
        survey = ballots.opened(cast.community, crowd, asked=asked, key=key)
        for member in crowd:
            given = {"label": None, "ratings": {"a": 4}, "texts": {}}
            ballots.send(survey, ballots.collect(member, survey), given)
        ballots.count(survey)
    data = compiled(cast)
    states = {one["session"]: one["state"] for one in data["ratings"]["by_session"]}
    assert states == {"S1": "released", "W1": "other_questions"}
    assert {row[0] for row in rows(data, "ratings_by_session")} == {"S1"}
    assert data["questionnaire"]["code"] == "PPN-1"
