"""Annual figures and numbers of responses, against figures worked out by hand."""

from datetime import date

import pytest

from feedback.disclosure import (
    AtLeast,
    Band,
    CellRelease,
    Exact,
    FewerThan,
    Interval,
    NoAnswers,
    NotAsked,
    Parameters,
    RatingUnit,
    Release,
    Responses,
    ResponseTotal,
    Rhythm,
    annual_figures,
    as_text,
    count_from_store,
    may_compare,
    release_ratings,
    stands_in_report,
    total_responses,
)
from tests.feedback.scenario import CAUCUSES, ITEMS, answers, atoms

HELD = Parameters()


def released(*sessions: str) -> list[Release]:
    units = (RatingUnit.of_session(one, answers()[one], ITEMS, CAUCUSES) for one in sessions)
    releases = [release_ratings(unit, HELD) for unit in units]
    return [release for release in releases if isinstance(release, Release)]


def told(releases: list[Release]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in annual_figures(releases):
        found.setdefault(f"{row.cell} {row.n}", {})[row.item] = as_text(row.figure)
    return found


# By session, S1, S2 and S6 have cells by caucus; S3, S4 and S5 are for all and add to nothing.
# rm, n = 15, lower bounds S1 + S2 + S6 (an at-least has 3 of 5, and 2 not shown apart):
#   a 3h + 3h + 1/2/2 = 1/2/8 and 4 apart;  b, c, e 3h + 3h + 3h = 0/0/9 and 6 apart
#   d 3l + 3l + 3l = 9/0/0 and 6;  f 3m + 3h + 3h = 0/3/6 and 6;  g 3h + 1/2/2 + 3h = 1/2/8 and 4
# white, n = 7 + 5 + 5 = 17:
#   a 5h + 3h + 3m = 0/3/8 and 6;  b 2/4/1 + 3m + 2/2/1 = 4/9/2 and 2;  c 5m + 3h + 3m = 0/8/3, 6
#   d 5l + 3l + 3l = 11/0/0 and 6;  e 5h + 3m + 3h = 0/3/8 and 6;  f 5l + 2/2/1 + 3l = 10/2/1, 4
#   g 5h + 3h + 3h = 0/0/11 and 6
def test_year_added_up_from_sessions():
    assert told(released("S1", "S2", "S3", "S4", "S5", "S6")) == {
        "racially_minoritised 15": {
            "a": "low 1–5, mid 2–6, high 8–12",
            "b": "low 0–6, mid 0–6, high 9–15",
            "c": "low 0–6, mid 0–6, high 9–15",
            "d": "low 9–15, mid 0–6, high 0–6",
            "e": "low 0–6, mid 0–6, high 9–15",
            "f": "low 0–6, mid 3–9, high 6–12",
            "g": "low 1–5, mid 2–6, high 8–12",
        },
        "white 17": {
            "a": "low 0–6, mid 3–9, high 8–14",
            "b": "low 4–6, mid 9–11, high 2–4",
            "c": "low 0–6, mid 8–14, high 3–9",
            "d": "low 11–17, mid 0–6, high 0–6",
            "e": "low 0–6, mid 3–9, high 8–14",
            "f": "low 10–14, mid 2–6, high 1–5",
            "g": "low 0–6, mid 0–6, high 11–17",
        },
    }


def test_both_caucuses_from_ten_answers_on_or_neither():
    assert told(released("S1")) == {}  # 5 and 7
    assert list(told(released("S1", "S6"))) == ["racially_minoritised 10", "white 12"]
    assert told(released("S3", "S4", "S5")) == {}  # cells for all only
    assert told([]) == {}
    nine = CellRelease("two", 9, {"a": Exact((3, 3, 3))})
    many = CellRelease("one", 40, {"a": Exact((10, 10, 20))})
    assert told([Release(Rhythm.SESSION, (many, nine))]) == {}
    # A third caucus, shown once with five answers, keeps the other two out as well.
    ten = CellRelease("two", 10, {"a": Exact((3, 3, 4))})
    five = CellRelease("three", 5, {"a": Exact((1, 2, 2))})
    releases = [Release(Rhythm.SESSION, (many, ten)), Release(Rhythm.SESSION, (many, ten, five))]
    assert told(releases[:1]) != {}
    assert told(releases) == {}


def test_one_period_stands_as_released_and_two_are_added_up():
    def period(*sessions: str) -> Release:
        unit = RatingUnit.of_period(sessions, *atoms(*sessions), ITEMS, CAUCUSES)
        release = release_ratings(unit, HELD)
        assert isinstance(release, Release)
        return release

    # S4 and S6 together make one cell for all 18 (worked out beside the ratings' tests).
    assert told([period("S4", "S6")])["all 18"]["d"] == "low 14, mid 3, high 1"
    # First half, m = 3, K = 4: rm 13, a 0/3/10; white 18, b 4/10/4, a 0/4/14.
    first = told([period("S1", "S2", "S3")])
    assert first["racially_minoritised 13"]["a"] == "at least 9 of 13 high"
    assert first["white 18"]["a"] == "at least 14 of 18 high"
    assert first["white 18"]["b"] == "low 4, mid 10, high 4"
    # Second half: rm 4+1+5 = 10, a 1/3/6; white 3+6+5 = 14, b 3/8/3, a 0/5/9.
    both = told([period("S1", "S2", "S3"), period("S4", "S5", "S6")])
    assert both["racially_minoritised 23"]["a"] == "low 0–8, mid 0–8, high 15–23"
    assert both["white 32"]["a"] == "low 0–4, mid 5–9, high 23–27"
    assert both["white 32"]["b"] == "low 7, mid 18, high 7"


def test_a_period_stands_only_in_a_report_that_holds_it_wholly():
    year = {"report_first": date(2026, 1, 1), "report_last": date(2026, 12, 31)}
    assert stands_in_report(date(2026, 1, 1), date(2026, 12, 31), **year)
    assert not stands_in_report(date(2025, 12, 31), date(2026, 6, 30), **year)
    assert not stands_in_report(date(2026, 7, 1), date(2027, 1, 1), **year)


def test_bounds_and_comparison():
    assert AtLeast(Band.HIGH, 6, 8).bounds(Band.HIGH) == (6, 8)
    assert AtLeast(Band.HIGH, 6, 8).bounds(Band.LOW) == (0, 2)
    interval = Interval((1, 2, 5), apart=4)
    assert (interval.n, interval.bounds(Band.MID)) == (12, (2, 6))
    # 6 to 8 of 8 high is 75–100%, 5 to 9 of 12 is 42–75%: they touch, so no comparison.
    assert not may_compare(AtLeast(Band.HIGH, 6, 8), interval, Band.HIGH)
    assert not may_compare(interval, AtLeast(Band.HIGH, 6, 8), Band.HIGH)
    assert may_compare(AtLeast(Band.HIGH, 7, 9), interval, Band.HIGH)  # from 78%
    assert may_compare(interval, AtLeast(Band.HIGH, 7, 9), Band.HIGH)
    assert as_text(Interval((5, 1, 4), 0)) == "low 5, mid 1, high 4"


def test_numbers_of_responses_and_what_is_not_a_number():
    assert count_from_store(None, could_answer=0, parameters=HELD) == NoAnswers()
    assert count_from_store(None, could_answer=4, parameters=HELD) == FewerThan(5)
    assert count_from_store(None, could_answer=9, parameters=Parameters(t=7)) == FewerThan(7)
    assert count_from_store(5, could_answer=11, parameters=HELD) == Responses(5)
    assert count_from_store(12, could_answer=22, parameters=HELD) == Responses(12)
    with pytest.raises(ValueError, match="under T was kept"):
        count_from_store(4, could_answer=22, parameters=HELD)


def test_totals_cover_the_shown_sessions_alone():
    rows = [
        (Responses(12), 22),
        (FewerThan(5), 19),
        (NotAsked(), 17),
        (NoAnswers(), 2),
        (Responses(8), 14),
    ]
    assert total_responses(rows) == ResponseTotal(n=20, attended=36, sessions=2, hidden=1)
    assert total_responses(rows[1:4]) is None
