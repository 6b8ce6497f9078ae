"""Figures in words, against what the issue's examples and a pencil say."""

import pytest

from reports.render import words
from reports.schema import Figure

AT_LEAST: Figure = {"item": "a", "kind": "at_least", "band": "high", "at_least": 6}
EXACT: Figure = {"item": "a", "kind": "exact", "low": 0, "mid": 3, "high": 5}
ADDED_UP: Figure = {"item": "a", "kind": "interval", "low": [5, 5], "mid": [2, 6], "high": [9, 13]}


def test_a_figure_in_words() -> None:
    assert words.figure(AT_LEAST, 8) == "at least 6 of 8 answered high"
    assert words.figure(EXACT, 8) == "low 0, middle 3, high 5 of 8"
    assert words.figure(ADDED_UP, 20) == "low 5, middle 2 to 6, high 9 to 13 of 20"


def test_lines_carry_both_bounds_and_print_equal_bounds_once() -> None:
    assert words.band_lines(ADDED_UP, 20) == [
        "low: 5 of 20 (25.0%)",
        "middle: 2 to 6 of 20 (10.0% to 30.0%)",
        "high: 9 to 13 of 20 (45.0% to 65.0%)",
    ]
    assert words.band_lines(EXACT, 8)[0] == "low: 0 of 8 (0.0%)"
    assert words.band_lines(AT_LEAST, 8) == ["at least 6 of 8 answered high (at least 75.0%)"]


def test_reasons_for_no_figure_are_different_sentences() -> None:
    reasons = {
        words.why_nothing(state)
        for state in (
            "too_few",
            "no_answers",
            "not_asked",
            "not_counted",
            "with_period",
            "lost",
            "other_questions",
        )
    }
    assert len(reasons) == 7
    assert not any("0" in reason for reason in reasons)
    assert words.why_nothing("released") == ""


@pytest.mark.parametrize(
    ("iso", "printed"), [("2026-07-06", "6 July 2026"), ("2026-10-15T13:00", "15 October 2026")]
)
def test_days_are_in_words(iso: str, printed: str) -> None:
    assert words.day(iso) == printed


def test_a_statement_where_agreeing_is_bad_says_so() -> None:
    assert words.statement({"key": "a", "text": "Listened to", "polarity": "positive"}) == (
        "a. Listened to"
    )
    assert "not good news" in words.statement(
        {"key": "d", "text": "Oppressed", "polarity": "negative"}
    )
