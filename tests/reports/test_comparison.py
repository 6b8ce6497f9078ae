"""Against last year: two years worked out by hand, what may not stand, and what must mirror."""

import re
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.breaks import breaks_in_series
from reports.comparison import compare
from reports.render.html import render_html
from reports.schema import ReportData
from tests.reports.report_data import scenario_data
from tests.reports.second_year import first_year, second_year, theme, with_themes
from tests.reports.test_render_html import text_of


def rows(before: ReportData, now: ReportData, table: str) -> list[list[Any]]:
    return compare(before, now)["tables"][table]["rows"]


def printed(before: ReportData, now: ReportData) -> str:
    made: Any = deepcopy(now)
    made["sections"] = [
        {"key": "last_year", "kind": "last_year", "title": "Against last year", "body": ""}
    ]
    made["last_year"] = compare(before, now)
    return render_html(made)


def test_both_years_side_by_side_each_with_what_it_is_of():
    assert rows(first_year(), second_year(), "years") == [
        ["Members", 40, 40],
        ["Sessions", 3, 3],
        ["Attendances", 54, 40],
        ["Fewest and most at a session", "16 and 20", "12 and 15"],
        ["Members who came once", "6 of 25 (24.0%)", "10 of 22 (45.5%)"],
        ["Responses, of those who came", "32 of 54 (59.3%)", "20 of 28 (71.4%)"],
    ]
    said = compare(first_year(), second_year())["sentences"]
    assert said["responses"] == (
        "Responses: 32 of 54 (59.3%) in the report before, 20 of 28 (71.4%) in this one."
    )


def test_each_session_of_both_and_a_word_where_it_is_withheld():
    table = rows(first_year(), second_year(), "years_by_session")
    assert [row[:1] + row[2:] for row in table] == [
        ["S1", 20, "12 of 20 (60.0%)"],
        ["S2", 18, "11 of 18 (61.1%)"],
        ["S3", 16, "9 of 16 (56.3%)"],
        ["S1", 15, "10 of 15 (66.7%)"],
        ["S2", 12, "fewer than 5"],
        ["S3", 13, "10 of 13 (76.9%)"],
    ]  # fmt: skip


def test_the_line_breaks_where_a_rate_is_withheld():
    html = printed(first_year(), second_year())
    drawing = html[html.index('id="years-responses-1-title"') :]
    drawing = drawing[: drawing.index("</svg>")]
    assert "fewer than 5" in drawing
    # Four sessions in a row, then the gap, then one alone: a single line of four points.
    lines = re.findall(r'<polyline points="([^"]+)"', drawing)
    assert [len(line.split()) for line in lines] == [4]
    assert "S1 2024" in drawing
    assert "S1 2025" in drawing


def test_frequency_of_both_with_an_exact_nought_where_one_goes_further():
    now: Any = second_year()
    now["tables"]["attendance_frequency"]["rows"].insert(3, [4, 1, "1 of 23 (4.3%)"])
    assert rows(first_year(), now, "years_frequency")[2:] == [
        [3, "10 of 25 (40.0%)", "6 of 22 (27.3%)"],
        [4, 0, "1 of 23 (4.3%)"],
    ]


def test_ratings_stand_as_released_for_both_caucuses():
    table = rows(first_year(), second_year(), "years_ratings")
    assert len(table) == 14
    assert table[0] == [
        "a. Listened to",
        "Racially Minoritised Caucus",
        "low 1, middle 0, high 11 of 12",
        "low 1, middle 0, high 9 of 10",
    ]
    assert table[7][0] == "d. Oppressed (agreeing is not good news here)"
    assert table[7][2:] == ["at least 10 of 20 answered high", "at least 5 of 10 answered high"]
    text = text_of(printed(first_year(), second_year()))
    assert "a difference is no proof of a change" in text
    assert "significant" not in text


def smaller(data: Any, cell: int, n: int = 9) -> ReportData:
    data["ratings"]["period"]["cells"][cell]["n"] = n
    return data


def for_all(data: Any) -> ReportData:
    cells = data["ratings"]["period"]["cells"]
    data["ratings"]["period"]["cells"] = [{**cells[1], "cell": "all"}]
    return data


def asked_otherwise(data: Any) -> ReportData:
    data["questionnaire"]["items"][0]["text"] = "Heard"
    return data


def without_ratings(data: Any) -> ReportData:
    data["ratings"]["period"]["cells"] = []
    return data


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        (smaller(first_year(), 0), second_year(), "where 10 or more of every group answered"),
        (first_year(), smaller(second_year(), 1), "where 10 or more of every group answered"),
        (for_all(first_year()), second_year(), "for different groups"),
        (first_year(), asked_otherwise(second_year()), "begin a new series"),
        (without_ratings(first_year()), second_year(), "has no ratings for its period"),
    ],
)
def test_otherwise_no_rating_of_anybody_stands_and_it_says_why(before, now, why):
    made = compare(before, now)
    assert "years_ratings" not in made["tables"]
    assert why in made["sentences"]["ratings"]
    text = text_of(printed(before, now))
    assert why in text
    assert "answered high" not in text


def test_figures_for_all_say_what_they_hide():
    table = compare(for_all(first_year()), for_all(second_year()))["tables"]["years_ratings"]
    assert "A figure for all can hide everyone in a smaller caucus." in table["notes"]


def test_a_statement_one_caucus_has_no_figure_of_stands_for_neither():
    now: Any = second_year()
    del now["ratings"]["period"]["cells"][0]["figures"][0]
    assert not any(row[0].startswith("a.") for row in rows(first_year(), now, "years_ratings"))


def test_themes_say_what_they_go_back_to():
    before = with_themes(
        first_year(),
        shared=[theme("Silence"), theme("Time")],
        white=[theme("Fear of mistakes"), theme("Good intentions"), theme("Left over")],
    )
    now = with_themes(
        second_year(),
        shared=[theme("Silence", "continued", "Silence"), theme("Trust", "new")],
        white=[theme("Fear", "merged", "Fear of mistakes", "Good intentions")],
    )
    assert rows(before, now, "years_themes") == [
        ["Silence", "Continued from last year", "Silence"],
        ["Trust", "New this year", "–"],
        ["Fear", "Merged from themes of last year", "Fear of mistakes; Good intentions"],
    ]
    said = compare(before, now)["sentences"]["themes"]
    assert said.startswith("Of 3 themes: Continued from last year: 1, New this year: 1")
    assert said.endswith("No theme printed here goes back to: Time; Left over.")


def test_no_title_of_a_caucus_that_is_silent_in_either_year():
    """Last year it spoke and this year it did not; and the other way round."""
    spoke = with_themes(
        first_year(), shared=[theme("Time")], racially_minoritised=[theme("Our own words")]
    )
    now = with_themes(second_year(), shared=[theme("Time", "continued", "Time")])
    assert "Our own words" not in printed(spoke, now)
    silent = with_themes(first_year(), shared=[theme("Time")])
    told = with_themes(
        second_year(),
        shared=[theme("Pace", "merged", "Time", "Our own words")],
        racially_minoritised=[theme("Rest", "renamed", "Our own words")],
    )
    assert "Our own words" not in printed(silent, told)
    assert rows(silent, told, "years_themes") == [
        ["Pace", "Not said", "–"],
        ["Rest", "Not said", "–"],
    ]


def test_what_was_asked_or_held_otherwise_is_a_break():
    before: Any = first_year()
    now: Any = asked_otherwise(second_year())
    now["sessions"][0]["format"] = "Two topics"
    now["rhythm"] = "session"
    now["period"] = {"from": "2025-01-01", "to": "2026-03-31"}
    del now["terms"]["white"]
    assert breaks_in_series(before, now) == [
        "The words of the questionnaire PPN-1 changed.",
        (
            "The formats of sessions changed. Before: One topic with reflection (3 of 3). "
            "Now: One topic with reflection (2 of 3); Two topics (1 of 3)."
        ),
        "Ratings were released once for the period before, and session by session now.",
        (
            "The caucuses changed. Before: Racially Minoritised Caucus, White Caucus. "
            "Now: Racially Minoritised Caucus."
        ),
        (
            "The reports cover times of different length (before: one year; now: 15 months, not a "
            "year), so totals cannot be compared."
        ),
    ]
    assert breaks_in_series(first_year(), second_year()) == []
    assert "Breaks in the series." in text_of(printed(before, now))
    assert "are the same in both" in text_of(printed(first_year(), second_year()))


def test_a_session_in_both_reports_is_said_and_drawn_once():
    before: Any = first_year()
    now: Any = second_year()
    now["sessions"][0]["date"] = "2024-10-01"
    now["sessions"][0]["key"] = "S3"
    now["sessions"].pop()
    made = compare(before, now)
    assert made["sentences"]["shared"] == "These sessions are counted in both reports: S3."
    assert [line["key"] for line in made["points"]] == ["S1", "S2", "S3", "S2"]


numbers = st.lists(st.integers(0, 40), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(numbers, numbers)
def test_a_year_against_itself_has_not_changed_and_swapped_years_mirror(one, other):
    years = [changed(first_year(), one), changed(second_year(), other)]
    same = compare(years[0], years[0])
    assert same["breaks"] == []
    for name, table in same["tables"].items():
        if name in MIRRORED:
            assert all(row[-1] == row[-2] for row in table["rows"]), name
    forwards, backwards = compare(*years), compare(*reversed(years))
    for name in MIRRORED & set(forwards["tables"]):
        assert [[*row[:-2], row[-1], row[-2]] for row in forwards["tables"][name]["rows"]] == (
            backwards["tables"][name]["rows"]
        )
    assert forwards["points"] == backwards["points"]
    assert bool(forwards["breaks"]) == bool(backwards["breaks"])


MIRRORED = {"years", "years_frequency", "years_ratings"}


def changed(data: Any, often: list[int]) -> ReportData:
    people = sum(often)
    data["tables"]["attendance_frequency"]["rows"] = [
        *([times, many, f"{many} of {people}"] for times, many in enumerate(often, start=1)),
        ["Total", people, f"{people} of {people}"],
    ]
    return data


def test_nothing_is_printed_that_neither_report_printed():
    """Every number with its whole stands in the tables of one of the two."""
    before, now = first_year(), second_year()
    known = str([before["tables"], now["tables"]])
    made = compare(before, now)
    for name in ("years", "years_by_session", "years_frequency"):
        for row in made["tables"][name]["rows"]:
            for cell in map(str, row[1:]):
                if " of " in cell:
                    assert cell in known
    assert "9 of 12" not in str(made)  # nor what is withheld after S2


def test_a_community_without_data_can_be_compared():
    empty: Any = scenario_data()
    empty["sessions"] = []
    for table in empty["tables"].values():
        table["rows"], table["total"] = [], None
    empty["ratings"] = {
        "by_session": [],
        "period": {"state": "not_asked", "source": "sum", "cells": []},
    }
    made = compare(empty, second_year())
    assert made["tables"]["years"]["rows"][2] == ["Attendances", "no session", 40]
    assert "no session" in text_of(printed(empty, second_year()))
    printed(second_year(), empty)
