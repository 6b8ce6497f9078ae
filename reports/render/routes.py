"""Where the lines of a thematic map run: in the gutters between its columns, never over a box.

A relation leaves a box sideways, turns into a lane of the gutter there, and enters the other box
sideways; between columns that are not neighbours it goes below all boxes, on a track of its own.
Lanes are ordered so that as few lines cross as can be, and no two lines lie on one another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import permutations

LANE = 18.0  # between two lanes, or two tracks: a numbered badge fits
SIDE = 15.0  # between a box and the first lane: an arrowhead fits
PORT = 6.0  # between two lines that leave on the same height
ALL_ORDERS = 6  # so many lanes are tried in every order


@dataclass
class Box:
    """A theme's box: in which column, and from where to where it reaches."""

    column: int
    top: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass
class Leg:
    """One relation inside one gutter: up and down in a lane, with the stubs that lead to it.

    ``left`` and ``right`` are the heights at which it reaches the gutter's two sides; ``down`` is
    the track it goes on below.
    """

    relation: int
    left: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    down: list[float] = field(default_factory=list)
    lane: int = 0

    @property
    def heights(self) -> list[float]:
        return [*self.left, *self.right, *self.down]

    @property
    def span(self) -> tuple[float, float]:
        return min(self.heights), max(self.heights)


@dataclass
class Route:
    """A relation's way: its legs in order, and how it leaves and arrives."""

    start: float
    end: float
    legs: list[Leg]
    gutters: list[int]
    track: float | None = None


class Router:
    """Finds the ways of all relations between boxes."""

    def __init__(self, boxes: list[Box], columns: int, floor: float) -> None:
        self.boxes = boxes
        self.gutters: list[list[Leg]] = [[] for _ in range(columns + 1)]
        self.floor = floor  # below it run the tracks
        self._taken: list[list[float]] = [[] for _ in range(columns + 1)]

    def route(self, pairs: Sequence[tuple[int, int]]) -> list[Route]:
        """The way of each relation, given as (from, to)."""
        sides = [self._gutters_of(pair) for pair in pairs]
        ports = self._ports(pairs, sides)
        routes = []
        for number, (pair, gutters) in enumerate(zip(pairs, sides, strict=True)):
            start, end = ports[number, 0], ports[number, 1]
            routes.append(self._route(number, pair, gutters, start, end))
        for legs in self.gutters:
            _order(legs)
        return routes

    def width(self, gutter: int, least: float) -> float:
        """How wide a gutter must be for its lanes."""
        lanes = len(self.gutters[gutter])
        return 2 * SIDE + (lanes - 1) * LANE if lanes else least

    def _gutters_of(self, pair: tuple[int, int]) -> tuple[int, int]:
        """The gutters in which a relation leaves and arrives; one and the same for neighbours."""
        first, second = (self.boxes[one].column for one in pair)
        if first <= second:
            return first + 1, second if second > first else second + 1
        return first, second + 1

    def _ports(
        self, pairs: Sequence[tuple[int, int]], sides: Sequence[tuple[int, int]]
    ) -> dict[tuple[int, int], float]:
        """The height at which each end of each relation meets its box: spread along the side."""
        at: dict[tuple[int, int], list[tuple[float, int, int]]] = {}
        for number, (pair, gutters) in enumerate(zip(pairs, sides, strict=True)):
            for end in (0, 1):
                other = self.boxes[pair[1 - end]]
                key = (pair[end], gutters[end])
                at.setdefault(key, []).append((other.top, number, end))
        found = {}
        for (box, gutter), ends in sorted(at.items()):
            place = self.boxes[box]
            for index, (_, number, end) in enumerate(sorted(ends), start=1):
                wish = place.top + place.height * index / (len(ends) + 1)
                found[number, end] = self._free(gutter, wish, place)
        return found

    def _free(self, gutter: int, wish: float, box: Box) -> float:
        """The height nearest to the wish at which no other line enters the gutter."""
        steps = [wish + sign * step for step in range(int(box.height)) for sign in (1, -1)]
        inside = [y for y in steps if box.top + 5 <= y <= box.bottom - 5] or [wish]
        taken = self._taken[gutter]
        free = [y for y in inside if all(abs(y - other) >= PORT for other in taken)]
        height = (free or inside)[0]
        taken.append(height)
        return height

    def _route(
        self, number: int, pair: tuple[int, int], gutters: tuple[int, int], start: float, end: float
    ) -> Route:
        columns = [self.boxes[one].column for one in pair]
        # A box lies to the left of the gutter that has the next number.
        from_left, to_left = (
            column + 1 == gutter for column, gutter in zip(columns, gutters, strict=True)
        )
        if gutters[0] == gutters[1]:
            leg = Leg(number)
            (leg.left if from_left else leg.right).append(start)
            (leg.left if to_left else leg.right).append(end)
            self.gutters[gutters[0]].append(leg)
            return Route(start, end, [leg], [gutters[0]])
        track, self.floor = self.floor, self.floor + LANE
        first, last = Leg(number, down=[track]), Leg(number, down=[track])
        (first.left if from_left else first.right).append(start)
        (last.left if to_left else last.right).append(end)
        self.gutters[gutters[0]].append(first)
        self.gutters[gutters[1]].append(last)
        return Route(start, end, [first, last], list(gutters), track)


def _order(legs: list[Leg]) -> None:
    """Give each leg its lane, so that few stubs cross other lanes."""
    legs.sort(key=lambda leg: sum(leg.span))
    orders: Iterable[Sequence[Leg]] = [legs]
    if len(legs) <= ALL_ORDERS:
        orders = permutations(legs)
    for lane, leg in enumerate(min(orders, key=_crossings)):
        leg.lane = lane


def _crossings(given: Iterable[Leg]) -> int:
    order, crossed = list(given), 0
    for place, leg in enumerate(order):
        low, high = leg.span
        crossed += sum(low < y < high for other in order[place + 1 :] for y in other.left)
        crossed += sum(low < y < high for other in order[:place] for y in other.right)
    return crossed
