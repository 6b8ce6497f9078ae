"""Ratings by session and by period, against figures worked out by hand from the scenario."""

import json

import pytest

from feedback.disclosure import (
    ALL,
    BANDS,
    Answer,
    AtLeast,
    Band,
    CellRelease,
    Counts,
    Exact,
    Nothing,
    Parameters,
    RatingAtom,
    RatingUnit,
    Release,
    Rhythm,
    TallyAtom,
    Turnout,
    as_text,
    as_value,
    band_of,
    figure_from_value,
    named_caucuses,
    named_in_period,
    release_ratings,
)
from tests.feedback.scenario import CAUCUSES, DATA, ITEMS, answers, atoms

HELD = Parameters()


def by_session(session: str, named=CAUCUSES, **choice) -> Release | Nothing:
    unit = RatingUnit.of_session(session, answers()[session], ITEMS, named)
    return release_ratings(unit, HELD, **choice)


def by_period(*sessions: str, surveys=None, named=CAUCUSES) -> Release | Nothing:
    unit = RatingUnit.of_period(surveys or sessions, *atoms(*sessions), ITEMS, named)
    return release_ratings(unit, HELD)


def told(release: Release | Nothing) -> dict[str, dict[str, str]]:
    assert isinstance(release, Release)
    return {
        f"{cell.cell} {cell.n}": {item: as_text(figure) for item, figure in cell.items.items()}
        for cell in release.cells
    }


@pytest.mark.parametrize("session", ["S1", "S2", "S3"])
def test_scenario_is_released_as_checked_by_hand(session):
    expected = json.loads((DATA / "expected.json").read_text())["released_by_session"][session]

    release = by_session(session)

    assert isinstance(release, Release)
    assert expected == {
        cell.cell: {
            "n": cell.n,
            "items": {item: {**as_value(f), "of": f.n} for item, f in cell.items.items()},
        }
        for cell in release.cells
    }


# By hand from ratings.csv (low/mid/high), K = 2:
#   S4 (4/3/1): a 0/1/7  b 2/2/4  c 1/3/4  d 7/1/0  e 0/1/7  f 5/2/1  g 1/2/5
#   S5 (1/6/0): a 0/2/5  b 1/4/2  c 0/4/3  d 6/1/0  e 1/2/4  f 3/4/0  g 0/1/6
#   S6 (5/5/0): rm a 1/2/2 b 1/1/3 c 0/0/5 d 3/1/1 e 0/1/4 f 0/2/3 g 1/1/3
#                w a 0/3/2 b 2/2/1 c 0/3/2 d 4/1/0 e 0/2/3 f 3/2/0 g 1/0/4
def test_a_caucus_without_enough_answers_leads_to_one_cell_for_all():
    assert told(by_session("S4")) == {
        "all 8": {
            "a": "at least 6 of 8 high",
            "b": "low 2, mid 2, high 4",
            "c": "low 1, mid 3, high 4",
            "d": "at least 6 of 8 low",
            "e": "at least 6 of 8 high",
            "f": "low 5, mid 2, high 1",
            "g": "low 1, mid 2, high 5",
        }
    }
    assert told(by_session("S5")) == {
        "all 7": {
            "a": "at least 5 of 7 high",
            "b": "low 1, mid 4, high 2",
            "c": "low 0, mid 4, high 3",
            "d": "at least 5 of 7 low",
            "e": "low 1, mid 2, high 4",
            "f": "low 3, mid 4, high 0",
            "g": "at least 5 of 7 high",
        }
    }


def test_two_caucuses_with_five_answers_each_are_shown_apart():
    assert told(by_session("S6")) == {
        "racially_minoritised 5": {
            "a": "low 1, mid 2, high 2",
            "b": "at least 3 of 5 high",
            "c": "at least 3 of 5 high",
            "d": "at least 3 of 5 low",
            "e": "at least 3 of 5 high",
            "f": "at least 3 of 5 high",
            "g": "at least 3 of 5 high",
        },
        "white 5": {
            "a": "at least 3 of 5 mid",
            "b": "low 2, mid 2, high 1",
            "c": "at least 3 of 5 mid",
            "d": "at least 3 of 5 low",
            "e": "at least 3 of 5 high",
            "f": "at least 3 of 5 low",
            "g": "at least 3 of 5 high",
        },
    }


# By hand, the whole year (m = 6, K = 7, so 15 answers are needed):
#   rm 23 (5+5+3+4+1+5): a 1/6/16 b 3/1/19 c 0/4/19 d 16/6/1 e 0/3/20 f 6/9/8 g 3/5/15
#    w 32 (7+5+6+3+6+5): a 0/9/23 b 7/18/7 c 4/16/12 d 24/8/0 e 4/9/19 f 19/10/3 g 1/3/28
def test_whole_year_as_one_period():
    assert told(by_period("S1", "S2", "S3", "S4", "S5", "S6")) == {
        "racially_minoritised 23": {
            "a": "at least 16 of 23 high",
            "b": "at least 16 of 23 high",
            "c": "at least 16 of 23 high",
            "d": "at least 16 of 23 low",
            "e": "at least 16 of 23 high",
            "f": "low 6, mid 9, high 8",
            "g": "low 3, mid 5, high 15",
        },
        "white 32": {
            "a": "low 0, mid 9, high 23",
            "b": "low 7, mid 18, high 7",
            "c": "low 4, mid 16, high 12",
            "d": "low 24, mid 8, high 0",
            "e": "low 4, mid 9, high 19",
            "f": "low 19, mid 10, high 3",
            "g": "at least 25 of 32 high",
        },
    }


# S4 and S6 (m = 2, K = 3): rm 4+5 = 9 answers and white 3+5 = 8, short of ten, so all 18 together:
#   a 1/6/11  b 5/5/8  c 1/6/11  d 14/3/1  e 0/4/14  f 8/6/4  g 3/3/12
def test_caucuses_without_ten_answers_in_a_period_lead_to_one_cell_for_all():
    assert told(by_period("S4", "S6")) == {
        "all 18": {
            "a": "low 1, mid 6, high 11",
            "b": "low 5, mid 5, high 8",
            "c": "low 1, mid 6, high 11",
            "d": "low 14, mid 3, high 1",
            "e": "low 0, mid 4, high 14",
            "f": "low 8, mid 6, high 4",
            "g": "low 3, mid 3, high 12",
        }
    }


# The same answers beside four surveys nobody answered: m = 6, K = 7, and 15 are still met.
# Now d 14/3/1, e 0/4/14, a and c 1/6/11, g 3/3/12 lie within 7 of unanimity.
def test_surveys_nobody_answered_count_towards_what_one_colleague_may_own():
    told_by_item = told(by_period("S4", "S6", surveys=["S1", "S2", "S3", "S4", "S5", "S6"]))

    assert told_by_item == {
        "all 18": {
            "a": "at least 11 of 18 high",
            "b": "low 5, mid 5, high 8",
            "c": "at least 11 of 18 high",
            "d": "at least 11 of 18 low",
            "e": "at least 11 of 18 high",
            "f": "low 8, mid 6, high 4",
            "g": "at least 11 of 18 high",
        }
    }


@pytest.mark.parametrize(("n", "cells"), [(9, ["all 21"]), (10, ["one 10", "two 12"])])
def test_ten_answers_are_enough_for_a_caucus_in_a_period_and_nine_are_not(n, cells):
    tallies = [TallyAtom("S1", "one", n), TallyAtom("S1", "two", 12)]
    ratings = [
        RatingAtom(tally.label, "a", Band.LOW) for tally in tallies for _ in range(tally.responses)
    ]
    unit = RatingUnit.of_period(["S1"], ratings, tallies, {"a": BANDS}, ["one", "two"])
    assert list(told(release_ratings(unit, HELD))) == cells


def test_ten_answers_of_two_people_are_not_ten_people():
    # Five surveys, four answers of each caucus in every one: 20 and 20, but never five people.
    surveys = [f"S{number}" for number in range(5)]
    tallies = [TallyAtom(survey, caucus, 4) for survey in surveys for caucus in CAUCUSES]
    ratings = [RatingAtom(tally.label, "a", Band.HIGH) for tally in tallies for _ in range(4)]
    unit = RatingUnit.of_period(surveys, ratings, tallies, {"a": BANDS}, CAUCUSES)

    # All together, eight of one survey are eight people: K = 6, 40 answers.
    assert told(release_ratings(unit, HELD)) == {"all 40": {"a": "at least 34 of 40 high"}}

    # With one caucus alone answering, nowhere five: nothing.
    few = [tally for tally in tallies if tally.label == "white"]
    loose = [rating for rating in ratings if rating.label == "white"]
    assert (
        release_ratings(RatingUnit.of_period(surveys, loose, few, {"a": BANDS}, CAUCUSES), HELD)
        == Nothing()
    )


def test_a_caucus_whose_space_was_small_is_not_named():
    assert named_caucuses({"racially_minoritised": 1, "white": 10}, CAUCUSES, HELD) == {"white"}
    assert named_caucuses({"white": 5}, CAUCUSES, HELD) == {"white"}
    assert named_caucuses({"racially_minoritised": 4, "white": 5}, CAUCUSES, HELD) == {"white"}
    assert named_caucuses({"racially_minoritised": 5, "white": 5}, CAUCUSES, HELD) == set(CAUCUSES)
    assert named_caucuses(None, CAUCUSES, HELD) == set(CAUCUSES)
    assert named_in_period([frozenset({"white"}), frozenset(CAUCUSES)]) == set(CAUCUSES)
    assert named_in_period([]) == frozenset()


def test_labels_that_are_not_named_join_the_not_stated():
    # S1 with white alone named: no part, everybody in one cell, whatever they stated.
    assert list(told(by_session("S1", named=["white"]))) == ["all 12"]
    assert list(told(by_session("S1", named=[]))) == ["all 12"]

    # S1 with a third caucus named that nobody stated: it has not enough, so no part either.
    assert list(told(by_session("S1", named=[*CAUCUSES, "third"]))) == ["all 12"]


def test_three_caucuses_with_enough_each_have_a_cell():
    opened = [
        Answer(label, {"a": Band.LOW}) for label in ("one", "two", "three", "odd") for _ in range(5)
    ]
    unit = RatingUnit.of_session("S", opened, {"a": BANDS}, ["one", "two", "three"])

    assert told(release_ratings(unit, HELD)) == {
        f"{key} 5": {"a": "at least 3 of 5 low"} for key in ("one", "three", "two")
    }


def test_totals_published_before_allow_no_parts():
    assert list(told(by_session("S1", only_all=True))) == ["all 12"]


def test_four_answers_show_nothing():
    opened = answers()["S1"][:4]
    unit = RatingUnit.of_session("S1", opened, ITEMS, CAUCUSES)
    assert release_ratings(unit, HELD) == Nothing()
    nobody = RatingUnit.of_session("S1", [], ITEMS, CAUCUSES)
    assert release_ratings(nobody, HELD) == Nothing()


def test_bands():
    assert [band_of(rating) for rating in (1, 2, 3, None, 4, 5)] == [
        "low", "low", "mid", "mid", "high", "high",
    ]  # fmt: skip
    for rating in (0, 6, -1):
        with pytest.raises(ValueError, match="from 1 to 5"):
            band_of(rating)


def test_parameters_are_raised_but_never_lowered():
    assert (HELD.t, HELD.c, HELD.t_text, HELD.t_text_caucus) == (5, 1, 8, 10)
    assert Parameters(t=7, c=2).least_answers(1) == 7
    assert HELD.least_answers(1) == 5
    assert Parameters(t=8).least_answers(1) == 8
    assert HELD.least_answers(6) == 15
    for lowered in ({"t": 4}, {"c": 0}, {"t_text": 7}, {"t_text_caucus": 9}):
        with pytest.raises(ValueError, match="never lowered"):
            Parameters(**lowered)
    with pytest.raises(ValueError, match="2c"):
        Parameters(t=6, c=2)
    with pytest.raises(ValueError, match="at least as many"):
        Parameters(t=9, t_text=8)
    # Raised to 8, seven answers show nothing and eight do.
    opened = answers()["S4"]
    for n, shown in ((7, False), (8, True)):
        unit = RatingUnit.of_session("S4", opened[:n], ITEMS, CAUCUSES)
        assert isinstance(release_ratings(unit, Parameters(t=8)), Release) is shown


def test_a_release_cannot_hold_a_part_beside_the_whole_or_alone():
    cell = CellRelease("white", 5, {"a": AtLeast(Band.HIGH, 3, 5)})
    whole = CellRelease(ALL, 12, {"a": Exact((4, 4, 4))})
    for cells in ((cell, whole), (cell,), (cell, cell), ()):
        with pytest.raises(ValueError, match=r"release|part|caucus"):
            Release(Rhythm.SESSION, cells)


def test_lost_or_doubled_ratings_are_noticed():
    ratings, tallies = atoms("S1")
    for broken in (ratings[1:], [*ratings, ratings[0]]):
        with pytest.raises(ValueError, match="exactly one answer"):
            RatingUnit.of_period(["S1"], broken, tallies, ITEMS, CAUCUSES)
    with pytest.raises(ValueError, match="two tallies"):
        RatingUnit.of_period(["S1"], ratings, [*tallies, tallies[0]], ITEMS, CAUCUSES)
    with pytest.raises(ValueError, match="outside"):
        RatingUnit.of_period(["S2"], ratings, tallies, ITEMS, CAUCUSES)
    with pytest.raises(ValueError, match="not asked"):
        RatingUnit.of_period(["S1"], ratings, tallies, dict.fromkeys("abcdef", BANDS), CAUCUSES)
    with pytest.raises(ValueError, match="one survey"):
        Turnout(Rhythm.SESSION, frozenset({"S1", "S2"}), frozenset())


def test_stored_figures_come_back_and_contradictions_do_not():
    for figure in (AtLeast(Band.MID, 4, 6), Exact((1, 3, 4))):
        assert figure_from_value(as_value(figure), figure.n) == figure
    with pytest.raises(ValueError, match="add up"):
        figure_from_value({"low": 1, "mid": 3, "high": 4}, 9)
    for wrong in (3, 6):  # half is no majority; all is unanimity told
        with pytest.raises(ValueError, match="more than half"):
            AtLeast(Band.MID, wrong, 6)


def test_sealed_numbers_do_not_print_themselves():
    unit = RatingUnit.of_session("S1", answers()["S1"], ITEMS, CAUCUSES)
    printed = [repr(unit), repr(unit.turnout), repr(Counts((1, 2, 3))), str(answers()["S1"][0])]
    assert not any(character.isdigit() for text in printed for character in text.split(" at ")[0])
