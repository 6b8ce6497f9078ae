"""Membership, coverage, the period's length, the questionnaire: worked out by hand."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from cop.core.figures import Bound, Rough
from cop.members.models import Member
from feedback.disclosure import FewerThan, NotAsked, Responses
from reports.check.period import called_a_year
from reports.compile import compile_report
from reports.feedback_part import _coverage
from reports.figures import SessionResponses, members_by_joining, members_by_profession
from reports.render.figure_parts import formats_sentence
from reports.render.html import render_html
from reports.sentences import length_in_words, months_and_days, returning_sentence
from tests.people import Cast
from tests.reports.report_data import scenario_data
from tests.reports.test_compile import held
from tests.reports.test_render_html import text_of


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-01-01", "2026-12-31", "one year"),
        ("2025-07-15", "2026-07-14", "one year"),
        ("2024-02-29", "2025-02-27", "one year"),
        ("2025-07-01", "2026-09-30", "15 months, not a year"),
        ("2025-07-01", "2026-10-31", "16 months, not a year"),
        ("2026-01-01", "2026-01-31", "1 month, not a year"),
        ("2026-01-01", "2026-01-01", "1 day, not a year"),
        ("2025-01-31", "2026-03-01", "13 months and 2 days, not a year"),
    ],
)
def test_fifteen_months_are_no_year(first: str, last: str, words: str):
    assert length_in_words(day(first), day(last)) == words


@pytest.mark.parametrize(
    ("last", "title", "found"),
    [
        ("2026-06-30", "Our first year", 0),
        ("2026-07-06", "Our first year", 1),
        ("2026-07-06", "Twelve months of practice", 1),
        ("2026-07-06", "12 months and 6 days", 0),
        ("2026-05-31", "Our first year", 1),
        ("2026-05-31", "Our year of eleven months", 0),
    ],
)
def test_the_check_calls_a_year_what_the_report_does(last: str, title: str, found: int):
    draft: Any = SimpleNamespace(
        data={"period": {"from": "2025-07-01", "to": last}},
        report=SimpleNamespace(title=title),
        sentences=[],
        places=SimpleNamespace(report=""),
    )
    assert len(list(called_a_year(draft))) == found


def test_months_and_days_count_both_ends():
    assert months_and_days(day("2026-01-30"), day("2026-02-27")) == (1, 0)
    assert months_and_days(day("2026-02-01"), day("2026-02-28")) == (1, 0)


def test_feedback_from_five_of_six_and_why_not_from_the_sixth():
    counted = [SessionResponses(f"S{n}", Responses(9), 17) for n in range(1, 6)]
    assert _coverage([*counted, SessionResponses("S6", NotAsked(), 16)]) == (
        "Feedback from 5 of 6 sessions. Not asked: S6."
    )
    assert _coverage(counted) == "Feedback from 5 of 5 sessions."
    few = SessionResponses("S6", FewerThan(5), 16)
    assert _coverage([few, *counted[:1]]) == "Feedback from 1 of 2 sessions. Fewer than 5: S6."
    nothing = [SessionResponses(f"S{n}", NotAsked(), 9) for n in range(1, 15)]
    assert _coverage(nothing) == "Feedback from 0 of 14 sessions. Not asked: 14 sessions."
    assert _coverage([]) == ""


def test_small_professions_and_none_stated_are_one_row():
    stated = ["Clinical psychologist"] * 4 + ["clinical  Psychologist", "Nurse", "Nurse"]
    stated += ["Assistant"] * 6
    table = members_by_profession(stated, 20)
    assert [row[:2] for row in table["rows"]] == [
        ["Assistant", 6],
        ["Clinical psychologist", 5],
        ["Other professions, with fewer than 5 members each, and not stated", 9],
        ["Total", 20],
    ]
    assert table["rows"][0][2] == "6 of 20 (30.0%)"
    assert members_by_profession(["Nurse"] * 4, 20)["rows"] == []
    assert members_by_profession([], 0)["rows"] == []


def test_new_members_are_told_from_those_of_before():
    table = members_by_joining(0, 30, 10)
    assert table["rows"] == [
        ["Joined in this period", 0, "0 of 40 (0.0%)"],
        ["Belonged before it", 30, "30 of 40 (75.0%)"],
        ["Joining day not known", 10, "10 of 40 (25.0%)"],
        ["Total", 40, "40 of 40 (100.0%)"],
    ]
    assert members_by_joining(0, 0, 0)["rows"] == []


def test_who_had_come_before_is_at_least_so_many_where_names_are_gone():
    assert returning_sentence(12, 40) == (
        "12 of 40 (30.0%) of the members who came had come before this period."
    )
    assert "at least 12 had come before" in returning_sentence(Rough(12, Bound.AT_LEAST), 40)


def test_the_period_knows_who_joined_and_who_came_before(cast: Cast):
    Member.objects.filter(reference="M04").update(
        joined_on=dt.date(2026, 2, 1), profession="Art therapist"
    )
    rosa, will, tom = (cast.members[name] for name in ("rosa", "will", "tom"))
    for key, on, people in (
        ("S0", "2025-10-01", [rosa, tom]),
        ("S1", "2026-01-10", [rosa, will]),
        ("S2", "2026-03-10", [rosa]),
    ):
        session = held(cast, key, day(on))
        for member in people:
            session.attendances.create(member=member)
    data: Any = compile_report(cast.community, day("2026-01-01"), day("2026-06-30"))
    joining = data["tables"]["members_by_joining"]["rows"]
    assert [row[:2] for row in joining] == [
        ["Joined in this period", 1], ["Belonged before it", 4], ["Total", 5],
    ]  # fmt: skip
    assert data["sentences"]["returning"].startswith("1 of 2 (50.0%) of the members who came")
    assert data["sentences"]["coverage"] == "Feedback from 0 of 2 sessions. Not asked: S1, S2."
    assert data["sentences"]["period"] == (
        "This report covers 1 January 2026 to 30 June 2026: 6 months, not a year."
    )
    text = text_of(render_html(data))
    assert "Art therapist" not in text
    assert "No profession is stated by five members or more" in text
    assert "Open questions were not asked." in text


def test_formats_are_counted_of_all_sessions():
    assert formats_sentence(scenario_data()["sessions"]) == (
        "Formats: One topic with reflection (4 of 6); Two topics (2 of 6)."
    )
    assert formats_sentence([]) == ""


def test_the_questionnaire_is_printed_with_its_decision():
    data = scenario_data()
    data["questionnaire"]["scale"] = ["strongly disagree", "strongly agree"]
    data["questionnaire"]["questions"] = [{"key": "2", "text": "How was <caucusing>?"}]
    text = text_of(render_html(data))
    assert "d. Oppressed (agreeing is not good news here)" in text
    assert "2. How was <caucusing>?" in text
    assert "from 1, strongly disagree, to 5, strongly agree" in text
    assert "No demographic questions are asked: that is a decision" in text
