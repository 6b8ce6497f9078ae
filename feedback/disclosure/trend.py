"""A statement over time, from releases alone: bounds and gaps, never a line through a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from feedback.disclosure.figures import Figure, may_compare
from feedback.disclosure.ratings import ALL, Release


@dataclass(frozen=True, slots=True)
class Occasion:
    """A session or a period on a trend's axis.

    ``asked`` is its questionnaire's code, empty where there was none. ``shown`` is what it
    released, or whatever says why it released nothing.
    """

    asked: str
    shown: object


@dataclass(frozen=True, slots=True)
class OtherQuestions:
    """Why there is no point: another questionnaire was asked, and that is another series."""

    asked: str


@dataclass(frozen=True, slots=True)
class OtherCells:
    """Why there is no point: it was released by caucus here, or for all together there."""


@dataclass(frozen=True, slots=True)
class Gap:
    """No point, and why: what the occasion said, OtherQuestions or OtherCells."""

    why: object


class Move(StrEnum):
    UP = "up"
    DOWN = "down"


Point = Figure | Gap


@dataclass(frozen=True, slots=True)
class Line:
    """One cell over time: a figure or a gap for every occasion, in their order."""

    cell: str
    points: tuple[Point, ...]

    def moves(self, band: str) -> tuple[Move | None, ...]:
        """For every occasion, how the band's share moved since the line's last figure.

        None where the two ranges touch: then nobody can say.
        """
        found: list[Move | None] = []
        before: Figure | None = None
        for point in self.points:
            if isinstance(point, Gap):
                found.append(None)
                continue
            found.append(_move(before, point, band) if before else None)
            before = point
        return tuple(found)


def trend(occasions: Sequence[Occasion], *, asked: str, item: str) -> tuple[Line, ...]:
    """One item of one questionnaire's code: a line for every caucus released, then one for all.

    Occasions come in order of time, all sessions or all periods. A cell for all is never continued
    by a caucus, and figures asked in other words are never continued at all. Wherever one caucus
    has a figure, every caucus released there has.
    """
    if len({one.shown.rhythm for one in occasions if isinstance(one.shown, Release)}) > 1:
        raise ValueError("a trend is drawn by session or by period, never across")
    found = [_found(one, asked, item) for one in occasions]
    cells = {cell for one in found if not isinstance(one, Gap) for cell in one}
    return tuple(
        Line(cell, tuple(_point(one, cell) for one in found))
        for cell in sorted(cells, key=lambda one: (one == ALL, one))
    )


def _found(occasion: Occasion, asked: str, item: str) -> Mapping[str, Figure] | Gap:
    if occasion.asked and occasion.asked != asked:
        return Gap(OtherQuestions(occasion.asked))
    if not isinstance(occasion.shown, Release):
        return Gap(occasion.shown)
    return {cell.cell: cell.items[item] for cell in occasion.shown.cells}


def _point(found: Mapping[str, Figure] | Gap, cell: str) -> Point:
    if isinstance(found, Gap):
        return found
    return found.get(cell) or Gap(OtherCells())


def _move(before: Figure, now: Figure, band: str) -> Move | None:
    if not may_compare(before, now, band):
        return None
    return Move.UP if now.bounds(band)[0] * before.n > before.bounds(band)[1] * now.n else Move.DOWN
