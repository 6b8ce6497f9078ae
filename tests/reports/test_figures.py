"""The tables, against the scenario's hand-checked figures and the product's rules."""

import csv
import json
from collections import Counter
from pathlib import Path

from feedback.disclosure import FewerThan, NoAnswers, NotAsked, Responses
from reports.figures import (
    SessionCame,
    SessionResponses,
    attendance_by_session,
    attendance_frequency,
    members_by_organisation,
    responses_by_session,
)

SCENARIO = Path(__file__).parent.parent / "data" / "scenario"
EXPECTED = json.loads((SCENARIO / "expected.json").read_text())


def scenario_times_came() -> list[int]:
    with (SCENARIO / "attendance.csv").open() as file:
        return list(Counter(row["member_id"] for row in csv.DictReader(file)).values())


def test_frequency_is_the_scenarios():
    table = attendance_frequency(Counter(scenario_times_came()).items())
    rows = {str(times): members for times, members, _share in table["rows"][:-1]}
    assert rows == EXPECTED["attendance"]["frequency"]
    assert sum(int(times) * members for times, members in rows.items()) == 99
    assert table["rows"][0][2] == EXPECTED["attendance"]["once_only"]
    assert table["rows"][-1] == ["Total", 40, "40 of 40 (100.0%)"]
    assert table["total"] == 40


def test_frequency_prints_exact_zero_rows():
    table = attendance_frequency([(1, 2), (4, 1)])
    assert [row[:2] for row in table["rows"]] == [[1, 2], [2, 0], [3, 0], [4, 1], ["Total", 3]]


def test_once_sentence_is_rounded_half_up():
    table = attendance_frequency([(1, 34), (2, 32)])
    assert table["notes"][0] == "34 of 66 (51.5%) came once."


def test_small_organisations_are_joined_and_unstated_is_none_of_them():
    seen = {"Alder": 2, "Beech": 7, "Cedar": 4, "Dogwood": 7, "Elm": 5}
    grouped = members_by_organisation(seen, unstated=3, grouped=True)
    assert [row[:2] for row in grouped["rows"]] == [
        ["Beech", 7],
        ["Dogwood", 7],
        ["Elm", 5],
        ["2 other organisations, each with fewer than 5 members", 6],
        ["Not stated", 3],
        ["Total", 28],
    ]
    full = members_by_organisation(seen, unstated=3, grouped=False)
    assert [row[0] for row in full["rows"]] == [
        "Beech", "Dogwood", "Elm", "Cedar", "Alder", "Not stated", "Total",
    ]  # fmt: skip
    assert full["rows"][0][2] == "7 of 28 (25.0%)"


def test_attendance_rows_end_with_the_number():
    table = attendance_by_session(
        [SessionCame("S1", "2026-01-08", "Belonging", 22), SessionCame("S2", "2026-03-05", "", 19)]
    )
    assert table["rows"] == [
        ["S1", "2026-01-08", "Belonging", 22],
        ["S2", "2026-03-05", "", 19],
        ["Total", "", "", 41],
    ]
    assert table["total"] == 41


def test_what_is_not_a_number_of_responses_stays_four_different_things():
    table = responses_by_session(
        [
            SessionResponses("S1", Responses(12), 22),
            SessionResponses("S2", FewerThan(5), 9),
            SessionResponses("S3", NoAnswers(), 2),
            SessionResponses("S4", NotAsked(), 14),
            SessionResponses("S5", Responses(5), 10),
        ]
    )
    assert table["rows"] == [
        ["S1", 12, 22, "12 of 22 (54.5%)"],
        ["S2", "fewer than 5", 9, "not shown"],
        ["S3", "no answers", 2, "not shown"],
        ["S4", "not asked", 14, "not shown"],
        ["S5", 5, 10, "5 of 10 (50.0%)"],
        ["Total", 17, 32, "17 of 32 (53.1%)"],
    ]
    assert table["total"] == 17


def test_a_community_without_data_has_tables_without_rows():
    for table in (
        members_by_organisation({}, 0, grouped=True),
        attendance_by_session([]),
        attendance_frequency([]),
        responses_by_session([]),
    ):
        assert table["rows"] == []
