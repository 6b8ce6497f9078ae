"""Choices keep the rules of ratings: two to six bands, one for each option and one for no answer.

By brute force for small rooms, by invented answers for larger ones; every check meets a wrong rule.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, combinations_with_replacement, pairwise, product
from random import Random

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from feedback.disclosure import (
    ALL,
    UNANSWERED,
    Answer,
    AtLeast,
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
    annual_figures,
    as_text,
    release_ratings,
)

NAMED = ("one", "two")


def options(number: int) -> tuple[str, ...]:
    """So many bands, the last for whoever chose nothing."""
    return (*(f"o{place}" for place in range(1, number)), UNANSWERED)


class Blunt(Parameters):
    """A wrong rule: K is what one colleague owns, without the one more."""

    def coarseness(self, surveys: int) -> int:
        return self.c * surveys


class Forgetful(Parameters):
    """A wrong rule: in a period one person owns several answers, and K forgets it."""

    def coarseness(self, surveys: int) -> int:
        return self.c + 1


def worlds(n: int, bands: int) -> Iterator[tuple[int, ...]]:
    """Every way to spread n answers over the bands."""
    for bars in combinations(range(n + bands - 1), bands - 1):
        edges = (-1, *bars, n + bands - 1)
        yield tuple(after - before - 1 for before, after in pairwise(edges))


def released(parts: list[tuple[int, ...]], surveys: int, held: Parameters) -> tuple[str, ...]:
    """What is shown of one cell for all, or of two caucuses."""
    bands = options(len(parts[0]))
    labels = [None] if len(parts) == 1 else NAMED
    counts = {(label, "c"): Counts(part, bands) for label, part in zip(labels, parts, strict=True)}
    numbers = {("S1", label): one.n for (label, _), one in counts.items()}
    rhythm = Rhythm.SESSION if surveys == 1 else Rhythm.PERIOD
    names = frozenset(f"S{number + 1}" for number in range(surveys))
    unit = RatingUnit(Turnout(rhythm, names, frozenset(NAMED), numbers), {"c": bands}, counts)
    release = release_ratings(unit, held)
    assert isinstance(release, Release)
    return tuple(f"{cell.cell} {as_text(cell.items['c'])}" for cell in release.cells)


def learned(n: int, bands: int, surveys: int, held: Parameters) -> str:
    """The first thing colleagues with an answer each in every survey learn of somebody's band."""
    by_output: dict[tuple[str, ...], list[tuple[int, ...]]] = {}
    for world in worlds(n, bands):
        by_output.setdefault(released([world], surveys, held), []).append(world)
    own = [
        Counter(some)
        for size in range(held.c * surveys + 1)
        for some in combinations_with_replacement(range(bands), size)
    ]
    for output, consistent in by_output.items():
        for mine in own:
            possible = {
                band
                for world in consistent
                if all(world[band] >= number for band, number in mine.items())
                for band in range(bands)
                if world[band] > mine[band]
            }
            if len(possible) == 1:
                return f"{output}: with {dict(mine)}, the others are certain"
    return ""


@pytest.mark.parametrize(
    ("bands", "sizes", "surveys"),
    [
        (2, range(5, 13), 1),
        (4, range(5, 11), 1),
        (5, range(5, 9), 1),
        (6, range(5, 9), 1),
        (2, range(7, 13), 2),
        (2, range(9, 13), 3),
        (2, range(11, 13), 4),
        (4, range(7, 9), 2),
        (5, range(7, 8), 2),
        (4, range(9, 11), 3),
        (4, range(11, 13), 4),
        (5, range(9, 10), 3),
        (6, range(7, 9), 2),
    ],
)
def test_nobody_else_s_choice_is_certain(bands, sizes, surveys):
    for n in sizes:
        assert learned(n, bands, surveys, Parameters()) == ""
    if surveys == 1:
        assert learned(7, bands, 1, Parameters(t=7, c=2)) == ""


@pytest.mark.parametrize("bands", [2, 4, 5, 6])
def test_the_same_search_wins_against_wrong_rules(bands):
    assert learned(5, bands, 1, Blunt())
    if bands < 6:
        assert learned(7, bands, 2, Blunt())
        assert learned(9, bands, 3, Forgetful())


@pytest.mark.parametrize("bands", [2, 4])
def test_two_caucuses_of_five_are_as_safe(bands):
    """What is shown of one is the same whatever the other holds."""
    one = {}
    for first, second in product(worlds(5, bands), worlds(5, bands)):
        cells = released([first, second], 1, Parameters())
        assert one.setdefault(("one", first), cells[0]) == cells[0]
        assert one.setdefault(("two", second), cells[1]) == cells[1]


@st.composite
def years(draw: st.DrawFn) -> tuple[dict[str, list[Answer]], dict[str, tuple[str, ...]]]:
    """Up to four surveys of a choice and another with other options."""
    items = {"c": options(draw(st.integers(2, 6))), "d": options(draw(st.integers(2, 6)))}
    found = {}
    for place in range(draw(st.integers(1, 4))):
        room = []
        for label in (*NAMED, None):
            size = draw(st.sampled_from([0, 1, 4, 5, 6, 10, 11]))
            habit = {item: draw(st.sampled_from(bands)) for item, bands in items.items()}
            stray = draw(st.integers(0, size))
            random = Random(draw(st.integers(0, 999)))
            room += [Answer(label, habit) for _ in range(size - stray)]
            room += [
                Answer(label, {item: random.choice(bands) for item, bands in items.items()})
                for _ in range(stray)
            ]
        found[f"S{place}"] = room
    return found, items


def by_period(
    world: dict[str, list[Answer]], items: dict[str, tuple[str, ...]], order: Random | None = None
) -> RatingUnit:
    atoms = [
        RatingAtom(one.label, item, one.bands[item])
        for room in world.values()
        for one in room
        for item in items
    ]
    tallies = [
        TallyAtom(survey, label, sum(one.label == label for one in room))
        for survey, room in world.items()
        for label in (*NAMED, None)
    ]
    if order:
        order.shuffle(atoms)
        order.shuffle(tallies)
    return RatingUnit.of_period(world, atoms, tallies, items, NAMED)


def keeps_the_rules(
    world: dict[str, list[Answer]],
    items: dict[str, tuple[str, ...]],
    release: Release | Nothing,
    m: int,
) -> bool:
    """K, the bars and the truth of every figure, reckoned afresh."""
    if isinstance(release, Nothing):
        return True
    k = m + 1
    answers = [one for room in world.values() for one in room]
    cells = {cell.cell: cell for cell in release.cells}
    if set(cells) not in ({ALL}, set(NAMED)):
        return False
    return all(
        cell.n == len(inside) >= max(5, 2 * k + 1)
        and all(_is_true(cell, item, bands, inside, k) for item, bands in items.items())
        for cell in cells.values()
        for inside in [[one for one in answers if cell.cell in (ALL, one.label)]]
    )


def _is_true(
    cell: CellRelease, item: str, bands: tuple[str, ...], inside: list[Answer], k: int
) -> bool:
    held = Counter(one.bands[item] for one in inside)
    outside = len(inside) - max(held.values())
    figure = cell.items[item]
    if isinstance(figure, Exact):
        return outside > k and figure.numbers == tuple(held[band] for band in bands)
    return outside <= k and figure.at_least == len(inside) - k <= held[figure.band]


@settings(max_examples=200, deadline=None)
@given(years(), st.integers(0, 999))
def test_choices_keep_every_invariant_and_no_order_shows(year, seed):
    world, items = year
    release = release_ratings(by_period(world, items), Parameters())
    assert keeps_the_rules(world, items, release, len(world))
    again = release_ratings(by_period(world, items, Random(seed)), Parameters())
    assert repr(again) == repr(release)
    for survey, room in world.items():
        unit = RatingUnit.of_session(survey, room, items, NAMED)
        assert keeps_the_rules({survey: room}, items, release_ratings(unit, Parameters()), 1)


@pytest.mark.parametrize("wrong", [Blunt(), Forgetful()], ids=["blunt", "forgetful"])
def test_the_invariants_notice_a_wrong_k(wrong):
    def breaks(year: tuple[dict[str, list[Answer]], dict[str, tuple[str, ...]]]) -> bool:
        world, items = year
        release = release_ratings(by_period(world, items), wrong)
        return not keeps_the_rules(world, items, release, len(world))

    assert find(years(), breaks)


@settings(max_examples=100, deadline=None)
@given(years())
def test_the_year_s_bounds_hold_for_every_option(year):
    world, items = year
    units = {key: RatingUnit.of_session(key, room, items, NAMED) for key, room in world.items()}
    found = {key: release_ratings(unit, Parameters()) for key, unit in units.items()}
    held = {key: one for key, one in found.items() if isinstance(one, Release)}
    apart = [key for key, one in held.items() if one.cells[0].cell != ALL]
    for row in annual_figures(list(held.values())):
        inside = [one for key in apart for one in world[key] if one.label == row.cell]
        assert row.n == len(inside) >= 10
        for band in items[row.item]:
            least, most = row.figure.bounds(band)
            assert least <= sum(one.bands[row.item] == band for one in inside) <= most


def test_counts_of_other_options_are_never_added_up():
    with pytest.raises(ValueError, match="different bands"):
        Counts((1, 2), options(2)) + Counts((1, 2, 3), options(3))
    assert AtLeast("o1", 3, 5, options(4)).bounds(UNANSWERED) == (0, 2)
