"""A statement over time, against points worked out by hand; nothing is drawn through a gap."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.disclosure import (
    ALL,
    AtLeast,
    Band,
    CellRelease,
    Exact,
    Figure,
    Gap,
    Move,
    NotAsked,
    Nothing,
    Occasion,
    OtherCells,
    OtherQuestions,
    Parameters,
    RatingUnit,
    Release,
    Rhythm,
    as_text,
    release_ratings,
    trend,
)
from tests.feedback.scenario import CAUCUSES, ITEMS, answers, atoms

RM, WHITE = CAUCUSES


def of_session(key: str) -> Occasion:
    unit = RatingUnit.of_session(key, answers()[key], ITEMS, CAUCUSES)
    return Occasion("PPN-1", release_ratings(unit, Parameters()))


def of_period(*keys: str) -> Occasion:
    unit = RatingUnit.of_period(keys, *atoms(*keys), ITEMS, CAUCUSES)
    return Occasion("PPN-1", release_ratings(unit, Parameters()))


def drawn(occasions: list[Occasion], item: str, asked: str = "PPN-1") -> dict[str, list[object]]:
    return {
        line.cell: [one.why if isinstance(one, Gap) else as_text(one) for one in line.points]
        for line in trend(occasions, asked=asked, item=item)
    }


def test_the_scenario_by_session():
    """The figures of expected.json, and S4 to S6 as worked out beside the ratings' tests."""
    year = [of_session(key) for key in ("S1", "S2", "S3", "S4", "S5", "S6")]
    apart = OtherCells()
    assert drawn(year, "b") == {
        RM: ["at least 3 of 5 high"] * 2 + [apart] * 3 + ["at least 3 of 5 high"],
        WHITE: [
            "low 2, mid 4, high 1",
            "at least 3 of 5 mid",
            *[apart] * 3,
            "low 2, mid 2, high 1",
        ],
        ALL: [
            *[apart] * 2,
            "low 1, mid 3, high 5",
            "low 2, mid 2, high 4",
            "low 1, mid 4, high 2",
            apart,
        ],
    }


def test_the_scenario_by_half_years():
    """As worked out beside the annual figures: K is 4 in both halves."""
    halves = [of_period("S1", "S2", "S3"), of_period("S4", "S5", "S6")]
    assert drawn(halves, "b") == {
        RM: ["at least 9 of 13 high", "at least 6 of 10 high"],
        WHITE: ["low 4, mid 10, high 4", "low 3, mid 8, high 3"],
    }


def test_every_gap_says_why_and_other_words_are_another_series():
    year = [of_session("S1"), Occasion("PPN-1", Nothing()), Occasion("", NotAsked())]
    year += [Occasion("PPN-2", of_session("S2").shown), of_session("S6")]
    lines = drawn(year, "a")
    assert lines[WHITE] == [
        "at least 5 of 7 high",
        Nothing(),
        NotAsked(),
        OtherQuestions("PPN-2"),
        "at least 3 of 5 mid",
    ]
    assert drawn(year, "a", asked="PPN-2")[WHITE] == [
        OtherQuestions("PPN-1"),
        OtherQuestions("PPN-1"),
        NotAsked(),
        "at least 3 of 5 high",
        OtherQuestions("PPN-1"),
    ]
    assert drawn(year[1:3], "a") == {}


def test_sessions_and_periods_are_not_joined():
    with pytest.raises(ValueError, match="never across"):
        trend([of_session("S1"), of_period("S2", "S3", "S4")], asked="PPN-1", item="a")


def moves(*figures: Figure | None, band: str = "high") -> list[Move | None]:
    year = [
        Occasion("PPN-1", Release(Rhythm.SESSION, (CellRelease(ALL, one.n, {"a": one}),)))
        if one
        else Occasion("PPN-1", Nothing())
        for one in figures
    ]
    [line] = trend(year, asked="PPN-1", item="a")
    return list(line.moves(band))


def test_it_moved_only_where_the_ranges_lie_apart():
    few, some, many = Exact((8, 1, 1)), Exact((4, 4, 2)), Exact((1, 1, 8))
    assert moves(few, some, many, few) == [None, Move.UP, Move.UP, Move.DOWN]
    # 6 to 8 of 8 high is 75% to 100%; 8 of 10 lies inside, 7 of 10 does not.
    most = AtLeast(Band.HIGH, 6, 8)
    assert moves(many, most) == [None, None]
    assert moves(Exact((2, 1, 7)), most) == [None, Move.UP]
    assert moves(most, Exact((2, 1, 7))) == [None, Move.DOWN]
    # Low: up to 2 of 8 against 1 of 10.
    assert moves(most, many, band="low") == [None, None]
    # Over a gap the last figure counts, and the gap itself moves nowhere.
    assert moves(few, None, many) == [None, None, Move.UP]


figures = st.one_of(
    st.tuples(*[st.integers(0, 6)] * 3).filter(any).map(Exact),
    st.integers(5, 20).map(lambda n: AtLeast(Band.HIGH, n - 2, n)),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.none() | st.lists(figures, min_size=1, max_size=3), max_size=6))
def test_lines_hold_what_was_released_and_all_caucuses_or_none(year):
    occasions = []
    for released in year:
        shown: object = Nothing()
        if released:
            keys = [ALL] if len(released) == 1 else [f"c{place}" for place in range(len(released))]
            cells = zip(keys, released, strict=True)
            shown = Release(
                Rhythm.SESSION, tuple(CellRelease(key, one.n, {"a": one}) for key, one in cells)
            )
        occasions.append(Occasion("PPN-1", shown))
    lines = trend(occasions, asked="PPN-1", item="a")
    for place, occasion in enumerate(occasions):
        points = {one.cell: one.points[place] for one in lines}
        there = {cell: one for cell, one in points.items() if not isinstance(one, Gap)}
        if isinstance(occasion.shown, Release):
            assert there == {cell.cell: cell.items["a"] for cell in occasion.shown.cells}
        else:
            assert set(points.values()) <= {Gap(occasion.shown)}
