"""Brute force: colleagues who put their own answers together learn nobody else's band for certain.

The intruders are given more than they have: they know who answered and what each of the others
stated, and every world of answers is laid out. An answer is learned if, in all worlds that give the
same output and hold the intruders' own answers, it has one band only. The same search has to win
against each rule that is wrong in a way somebody might think harmless.
"""

from collections.abc import Callable, Hashable, Iterator
from itertools import combinations_with_replacement, product

import pytest

from feedback.disclosure import (
    ALL,
    BANDS,
    Band,
    Counts,
    Parameters,
    RatingUnit,
    Release,
    Rhythm,
    Turnout,
    as_text,
    release_ratings,
)

LABELS = ("one", "two", None)
World = tuple[int, ...]  # low, mid, high of each label in turn
Rule = Callable[[World], Hashable]


def splits(n: int) -> list[tuple[int, int, int]]:
    return [(low, mid, n - low - mid) for low in range(n + 1) for mid in range(n - low + 1)]


def worlds(sizes: tuple[int, ...]) -> Iterator[World]:
    for parts in product(*(splits(size) for size in sizes)):
        yield tuple(count for part in parts for count in part)


def unit_of(world: World, surveys: int = 1) -> RatingUnit:
    """All answers, as one survey or as a period whose other surveys have as few as possible."""
    counts = {
        (label, "a"): Counts(tuple(world[place : place + 3]))
        for label, place in zip(LABELS, range(0, len(world), 3), strict=False)
    }
    numbers = {("S1", label): one.n for (label, _), one in counts.items()}
    names = frozenset(f"S{number + 1}" for number in range(surveys))
    rhythm = Rhythm.SESSION if surveys == 1 else Rhythm.PERIOD
    turnout = Turnout(rhythm, names, frozenset({"one", "two"}), numbers)
    return RatingUnit(turnout, {"a": BANDS}, counts)


def shown(release: object) -> tuple[Hashable, ...]:
    if not isinstance(release, Release):
        return ()
    return tuple((cell.cell, cell.n, as_text(cell.items["a"])) for cell in release.cells)


def rule_held(parameters: Parameters, surveys: int = 1) -> Rule:
    return lambda world: shown(release_ratings(unit_of(world, surveys), parameters))


def learned(rule: Rule, sizes: tuple[int, ...], own: int) -> str | None:
    """The first thing ``own`` or fewer answers of the intruders' teach them, or ``None``."""
    by_output: dict[Hashable, list[World]] = {}
    for world in worlds(sizes):
        by_output.setdefault(rule(world), []).append(world)
    places = range(3 * len(sizes))
    holdings = [
        tuple(held.count(place) for place in places)
        for size in range(own + 1)
        for held in combinations_with_replacement(places, size)
    ]
    for output, consistent in by_output.items():
        for held in holdings:
            if found := certain(consistent, held):
                return f"{output}: holding {held}, label {found} is certain"
    return None


def certain(consistent: list[World], held: World) -> str | None:
    """A label whose remaining answers have one band only in all worlds that hold ``held``."""
    possible: list[set[int]] = [set() for _ in range(len(held) // 3)]
    for world in consistent:
        rest = [have - own for have, own in zip(world, held, strict=True)]
        if min(rest) < 0:
            continue
        for place, count in enumerate(rest):
            if count:
                possible[place // 3].add(place % 3)
        if all(len(bands) > 1 for bands in possible):
            return None
    for place, bands in enumerate(possible):
        if len(bands) == 1:
            return str(LABELS[place])
    return None


class Blunt(Parameters):
    """A wrong rule: K is what the intruders own, without the one more."""

    def coarseness(self, surveys: int) -> int:
        return self.c * surveys


class Forgetful(Parameters):
    """A wrong rule: K forgets that in a period one person owns several answers."""

    def coarseness(self, surveys: int) -> int:
        return self.c + 1


ROOMS = [
    (one, two, none)
    for two in range(13)
    for one in range(two + 1)
    for none in range(3)
    if 5 <= one + two + none <= 12
]


def test_one_colleague_learns_nothing_from_a_session():
    rule = rule_held(Parameters())
    parts = 0
    for sizes in ROOMS:
        assert learned(rule, sizes, own=1) is None, sizes
        parts += len(rule(next(worlds(sizes)))) == 2  # type: ignore[arg-type]
    assert parts == 7  # 5/5 to 5/7 and 6/6, with up to two not stated: both kinds of cells met


def test_two_colleagues_learn_nothing_where_two_are_reckoned_with():
    rule = rule_held(Parameters(t=7, c=2))
    for sizes in ((7, 0, 0), (3, 4, 1), (2, 9, 1), (7, 7, 1)):
        assert learned(rule, sizes, own=2) is None, sizes
    # One is what the default reckons with: two do learn something, and the search finds it.
    assert learned(rule_held(Parameters()), (5, 5, 0), own=2)


@pytest.mark.parametrize("surveys", [2, 3, 4])
def test_one_colleague_with_an_answer_in_every_survey_learns_nothing_from_a_period(surveys):
    rule = rule_held(Parameters(), surveys)
    for sizes in [(n,) for n in range(5, 13)] + [(4, 5, 1), (1, 10, 1)]:
        assert learned(rule, sizes, own=surveys) is None, sizes
    sizes = (11, 11)
    assert len(rule(next(worlds(sizes)))) == 2  # type: ignore[arg-type]
    assert learned(rule, sizes, own=surveys) is None


def whole_beside_parts(world: World) -> Hashable:
    unit = unit_of(world)
    total = "/".join(str(sum(world[band::3])) for band in range(3))
    return shown(release_ratings(unit, Parameters())), total


def coded_whole_beside_parts(world: World) -> Hashable:
    whole = release_ratings(unit_of(world), Parameters(), only_all=True)
    return shown(release_ratings(unit_of(world), Parameters())), shown(whole)


def one_part_beside_whole(world: World) -> Hashable:
    unit = unit_of(world)
    whole = "/".join(str(sum(world[band::3])) for band in range(3))
    return whole, repr(world[3:6]) if unit.cell_counts("two", "a").n >= 5 else ALL


def only_unanimity_hidden(world: World) -> Hashable:
    unit = unit_of(world)
    counts = [unit.cell_counts(cell, "a") for cell in ("one", "two")]
    return tuple("hidden" if one.largest()[1] == one.n else one.numbers for one in counts)


@pytest.mark.parametrize(
    ("rule", "sizes", "own"),
    [
        (rule_held(Blunt()), (5, 5, 0), 1),
        (rule_held(Blunt()), (3, 6, 0), 1),
        (rule_held(Blunt(t=7, c=2)), (7, 7, 0), 2),
        (rule_held(Blunt(), 3), (9,), 3),
        (rule_held(Forgetful(), 2), (9,), 2),
        (rule_held(Forgetful(), 4), (11, 11), 4),
        (whole_beside_parts, (5, 5, 1), 1),
        (whole_beside_parts, (5, 7, 0), 1),
        (coded_whole_beside_parts, (5, 5, 1), 1),
        (one_part_beside_whole, (1, 6, 0), 0),
        (only_unanimity_hidden, (5, 5, 0), 1),
    ],
    ids=[
        "k-without-one-more",
        "k-without-one-more-in-one-cell",
        "k-without-one-more-for-two",
        "k-without-one-more-in-a-period",
        "k-of-a-session-in-a-period-of-two",
        "k-of-a-session-in-a-period-by-caucus",
        "whole-beside-parts-with-one-undeclared",
        "whole-beside-parts",
        "coded-whole-beside-parts",
        "one-part-beside-the-whole",
        "only-unanimity-hidden",
    ],
)
def test_the_same_search_wins_against_wrong_rules(rule, sizes, own):
    assert learned(rule, sizes, own)


def test_bands_are_in_the_order_of_the_worlds():
    assert list(Band) == ["low", "mid", "high"]
