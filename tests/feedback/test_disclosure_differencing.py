"""Nothing hidden can be reckoned from all that was ever published of a community.

Whole years of invented communities are published the way the count does it, in either rhythm, with
reports of overlapping dates, and everybody writes a comment wherever that tells the most. Every
leak that is built in must be found.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from feedback.disclosure import (
    ALL,
    BANDS,
    Answer,
    Asked,
    Contradiction,
    Ledger,
    Nothing,
    Parameters,
    RatingAtom,
    RatingUnit,
    Release,
    Shown,
    TallyAtom,
    annual_figures,
    period_findings,
    release_ratings,
    session_findings,
    shown_of,
)

HELD = Parameters()
NAMED = ("one", "two")
LABELS = (*NAMED, None)
Room = list[Answer]
World = dict[str, Room]
COULD = 30


@dataclass
class Year:
    """Everything published of one item: numbers of responses, figures, slips."""

    world: World
    figures: list[Shown] = field(default_factory=list)

    def add(self, surveys: Iterable[str], release: Release | Nothing) -> None:
        if isinstance(release, Release):
            for cell in release.cells:
                self.figures += shown_of(list(surveys), cell.cell, cell.n, cell.items["a"])

    def add_slips(self, surveys: Iterable[str], cell: str, number: int) -> None:
        self.figures.append(Shown(frozenset(surveys), cell, None, number, COULD * len(self.world)))

    def given_away(self) -> list[str]:
        asked = {
            survey: Asked(COULD, len(room) if len(room) >= HELD.t else None)
            for survey, room in self.world.items()
        }
        ledger = Ledger(asked, LABELS, HELD)
        ledger.publish(self.figures)
        ledger.settle()
        return ledger.given_away()


def shown(world: World) -> World:
    """What enters figures and bars: nothing of a survey whose number is hidden."""
    return {survey: room if len(room) >= HELD.t else [] for survey, room in world.items()}


def period_unit(world: World) -> RatingUnit:
    atoms = [RatingAtom(one.label, "a", one.bands["a"]) for room in world.values() for one in room]
    tallies = [
        TallyAtom(survey, label, sum(one.label == label for one in room))
        for survey, room in world.items()
        for label in LABELS
    ]
    return RatingUnit.of_period(world, atoms, tallies, {"a": BANDS}, NAMED)


def session_unit(survey: str, room: Room) -> RatingUnit:
    return RatingUnit.of_session(survey, room, {"a": BANDS}, NAMED)


def by_session(world: World) -> Year:
    """Every session's figures and slips, and two reports whose dates overlap."""
    year, counted = Year(world), shown(world)
    releases = {}
    for survey, room in counted.items():
        unit = session_unit(survey, room)
        year.add([survey], release_ratings(unit, HELD))
        releases[survey] = release_ratings(unit, HELD)
        for group in session_findings(unit.turnout, HELD).groups:
            year.add_slips([survey], group.cell, group.n)
    names = list(world)
    for dates in (names, names[:-1], names[1:]):
        add_report(year, {name: releases[name] for name in dates})
    return year


def add_report(year: Year, releases: dict[str, Release | Nothing]) -> None:
    held = {name: one for name, one in releases.items() if isinstance(one, Release)}
    apart = [name for name, one in held.items() if one.cells[0].cell != ALL]
    for row in annual_figures(list(held.values())):
        year.figures += shown_of(apart, row.cell, row.n, row.figure)


def by_period(world: World, *, counts: Callable[[World], World] = shown, cap: bool = True) -> Year:
    """One period. Everybody writes, so that a group has as many slips as it may have."""
    year, counted = Year(world), counts(world)
    unit = period_unit(counted)
    inside = [survey for survey, room in counted.items() if room]
    year.add(inside, release_ratings(unit, HELD))
    for group in period_findings(unit.turnout, HELD).groups:
        wrote = sum(one.label == group.cell for room in world.values() for one in room)
        year.add_slips(world, group.cell, min(wrote, group.n) if cap else wrote)
    return year


bands = st.sampled_from(BANDS)


@st.composite
def rooms(draw: st.DrawFn) -> Room:
    room = []
    for label in LABELS:
        habit = draw(bands)
        size = draw(st.sampled_from([0, 1, 2, 3, 5, 6, 7, 10, 11]))
        stray = draw(st.integers(0, size))
        found = [draw(bands) if place < stray else habit for place in range(size)]
        room += [Answer(label, {"a": band}) for band in found]
    few = draw(st.sampled_from([None, None, 0, 1, 4]))
    return room if few is None else room[:few]


worlds = st.lists(rooms(), min_size=1, max_size=5).map(
    lambda found: {f"S{place}": room for place, room in enumerate(found, 1)}
)


@settings(max_examples=250, deadline=None)
@given(worlds)
def test_nothing_can_be_reckoned_from_what_is_published(world):
    assert by_session(world).given_away() == []
    assert by_period(world).given_away() == []


def raw(world: World) -> World:
    return world


def all_beside_the_caucuses(world: World) -> Year:
    year = by_period(world)
    year.add(world, release_ratings(period_unit(shown(world)), HELD, only_all=True))
    return year


def annual_total_from_answers(world: World) -> Year:
    year = by_session(world)
    inside = [survey for survey, room in shown(world).items() if room]
    for band in BANDS:
        number = sum(one.bands["a"] == band for name in inside for one in world[name])
        year.figures.append(Shown(frozenset(inside), ALL, band, number, number))
    return year


def total_of_all_responses(world: World) -> Year:
    year, number = by_session(world), sum(map(len, world.values()))
    year.figures.append(Shown(frozenset(world), ALL, None, number, number))
    return year


def notice_only_if_somebody_wrote(world: World) -> Year:
    year = by_session(world)
    some = any(0 < len(room) < HELD.t for room in world.values())
    if some:
        few = [name for name, room in world.items() if len(room) < HELD.t]
        year.figures.append(Shown(frozenset(few), ALL, None, 1, COULD))
    return year


LEAKS = {
    "small surveys enter the period": lambda world: by_period(world, counts=raw),
    "more slips than shown responses": lambda world: by_period(world, cap=False),
    "all beside the caucuses": all_beside_the_caucuses,
    "annual total from answers": annual_total_from_answers,
    "total of all responses": total_of_all_responses,
    "a notice only if somebody wrote": notice_only_if_somebody_wrote,
}


@pytest.mark.parametrize("leak", LEAKS)
def test_what_leaks_is_found(leak):
    search = settings(max_examples=1500, deadline=None, phases=[Phase.generate])
    assert find(worlds, lambda world: LEAKS[leak](world).given_away() != [], settings=search)


def room(*numbers: tuple[str | None, str, int]) -> Room:
    return [Answer(label, {"a": band}) for label, band, number in numbers for _ in range(number)]


# By hand: 12 and 9 are shown, 3 is "fewer than 5", and 24 in the period's cell would leave 24 - 21.
def test_the_old_hole_by_hand():
    world = {
        "S1": room((None, "high", 12)),
        "S2": room((None, "high", 9)),
        "S3": room((None, "low", 3)),
    }
    assert by_period(world, counts=raw).given_away() == [
        "S3 had 3 to 3 responses, and their number is hidden"
    ]
    assert by_period(world).given_away() == []
    # Two hidden ones leave their sum: 7 of at most 4 and 4 is 3 to 4 each.
    world |= {"S3": room((None, "low", 3)), "S4": room((None, "low", 4))}
    assert by_period(world, counts=raw).given_away() == [
        "S3 had 3 to 4 responses, and their number is hidden",
        "S4 had 3 to 4 responses, and their number is hidden",
    ]


# By hand: 5 and 5 in cells and a total of 11, of whom 4 are low; 1 and 2 of the caucuses are.
# So the one who stated nothing is low.
def test_one_undeclared_answer_is_named_by_a_total():
    world = {
        "S1": room(
            ("one", "low", 1), ("one", "mid", 2), ("one", "high", 2),
            ("two", "low", 2), ("two", "mid", 2), ("two", "high", 1),
            (None, "low", 1),
        )
    }  # fmt: skip
    assert by_session(world).given_away() == []
    assert annual_total_from_answers(world).given_away() == [
        "1 of 1 low in a group of fewer than 5"
    ]


def test_what_contradicts_itself_is_not_published():
    ledger = Ledger({"S1": Asked(20, 10)}, LABELS, HELD)
    ledger.publish([Shown(frozenset({"S1"}), ALL, "low", 11, 11)])
    with pytest.raises(Contradiction):
        ledger.settle()


def test_bounds_hold_the_truth():
    world = {
        "S1": room(("one", "low", 4), ("one", "mid", 3), ("one", "high", 4), ("two", "mid", 12)),
        "S2": room(("one", "high", 3), (None, "high", 6)),
    }
    year = by_period(world)
    ledger = Ledger({"S1": Asked(30, 23), "S2": Asked(30, 9)}, LABELS, HELD)
    ledger.publish(year.figures)
    ledger.settle()
    for survey, answers in world.items():
        for label in LABELS:
            for band in (*BANDS, None):
                true = sum(one.label == label and band in (None, one.bands["a"]) for one in answers)
                least, most = ledger.bounds([survey], label, band)
                assert least <= true <= most
