"""What can be reckoned from everything ever published of a community, before more is published.

Every number that was shown is a sum of unknown ones: how many in a survey stated a label and gave a
band. ``Ledger`` takes the sums of one item, subtracts them from each other wherever one lies inside
another, and narrows every unknown until nothing moves. ``given_away`` then names what has become
certain although the rules hide it: a hidden number of responses, or the answers of a group of fewer
than T. It finds what subtraction finds; what it does not find may still be likely.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from feedback.disclosure.figures import BANDS, YearFigure
from feedback.disclosure.parameters import Parameters
from feedback.disclosure.ratings import ALL

MOST_SUMS = 2_000
"""So many sums are looked at; more of them would be differences of differences without end."""

Bounds = tuple[int, int]


class Contradiction(Exception):
    """What was published cannot all be true."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey as everybody knows it: who could answer, and the number shown, None if hidden."""

    could_answer: int
    responses: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as published: whose answers are in it, and how many at least and at most.

    ``cell`` is a caucus's key or ``all``; ``band`` None stands for the answers in all bands.
    """

    surveys: frozenset[str]
    cell: str
    band: str | None
    least: int
    most: int


def shown_of(surveys: Collection[str], cell: str, n: int, figure: YearFigure) -> list[Shown]:
    """The published sums in one item's figure, released or added up over a year."""
    inside = frozenset(surveys)
    parts = [Shown(inside, cell, band, *figure.bounds(band)) for band in figure.bands]
    return [Shown(inside, cell, None, n, n), *parts]


class Ledger:
    """One item's unknowns: responses by survey, stated label and band, and what they add up to."""

    def __init__(
        self,
        surveys: Mapping[str, Asked],
        labels: Collection[str | None],
        parameters: Parameters,
        bands: Collection[str] = BANDS,
    ) -> None:
        self.surveys, self.labels, self.bands = dict(surveys), list(labels), list(bands)
        self._t = parameters.t
        unknowns = product(self.surveys, self.labels, self.bands)
        self._place = {unknown: 1 << place for place, unknown in enumerate(unknowns)}
        self._limits = {
            bit: [0, self.surveys[survey].could_answer]
            for (survey, _, _), bit in self._place.items()
        }
        self._sums: dict[int, Bounds] = {}
        for survey, asked in self.surveys.items():
            self._note(self._mask([survey]), *self._before(asked))

    def publish(self, figures: Iterable[Shown]) -> None:
        """Take in published figures; Contradiction where they cannot be true."""
        for one in figures:
            mask = self._mask(one.surveys, one.cell, one.band)
            self._note(mask, one.least, one.most)

    def settle(self) -> None:
        """Subtract and narrow until nothing moves."""
        published = list(self._sums)
        while True:
            before = dict(self._sums), {bit: tuple(held) for bit, held in self._limits.items()}
            self._subtract(published)
            self._nest(published)
            self._narrow()
            if before == (self._sums, {bit: tuple(held) for bit, held in self._limits.items()}):
                return

    def bounds(
        self, surveys: Collection[str], cell: str | None = ALL, band: str | None = None
    ) -> Bounds:
        """Between which numbers a sum must lie; ``cell`` None: those who stated no caucus."""
        return self._bounds(self._mask(surveys, cell, band))

    def given_away(self) -> list[str]:
        """What is certain now and was meant to be hidden, in words for whoever publishes."""
        numbers = [(survey, *self.bounds([survey])) for survey in self.numbers_given_away()]
        return [
            *(
                f"{survey} had {least} to {most} responses, and their number is hidden"
                for survey, least, most in numbers
            ),
            *self.groups_given_away(),
        ]

    def numbers_given_away(self) -> list[str]:
        """The surveys of whose hidden number something is known."""
        return [
            survey
            for survey, asked in self.surveys.items()
            if asked.responses is None and self.bounds([survey]) != self._before(asked)
        ]

    def groups_given_away(self) -> Iterable[str]:
        """How people in groups of fewer than T answered."""
        every = [self._mask(self.surveys, ALL, band) for band in self.bands]
        groups = {mask for mask in self._sums if self._is_group(mask)}
        groups |= {self._mask([one], label) for one in self.surveys for label in self.labels}
        for group in groups:
            least, most = self._bounds(group)
            if not 1 <= least <= most < self._t:
                continue
            for name, band in zip(self.bands, every, strict=True):
                low, high = self._bounds(group & band)
                if low == high >= 1:
                    yield f"{low} of {most} {name} in a group of fewer than {self._t}"

    def _is_group(self, mask: int) -> bool:
        """Whether it holds its people with all their bands."""
        width, rest = len(self.bands), mask
        while rest:
            if rest % (1 << width) not in {0, (1 << width) - 1}:
                return False
            rest >>= width
        return bool(mask)

    def _before(self, asked: Asked) -> Bounds:
        if asked.responses is None:
            return 0, min(self._t - 1, asked.could_answer)
        return asked.responses, asked.responses

    def _mask(
        self, surveys: Collection[str], cell: str | None = ALL, band: str | None = None
    ) -> int:
        labels = self.labels if cell == ALL else [cell]
        bands = self.bands if band is None else [band]
        return sum(self._place[unknown] for unknown in product(surveys, labels, bands))

    def _note(self, mask: int, least: int, most: int) -> None:
        held = self._sums.get(mask, (0, most))
        least, most = max(least, held[0]), min(most, held[1])
        if least > most:
            raise Contradiction("two published sums contradict each other")
        self._sums[mask] = least, most

    def _bounds(self, mask: int) -> Bounds:
        least, most = self._reckoned(mask)
        held = self._sums.get(mask, (least, most))
        return max(least, held[0]), min(most, held[1])

    def _reckoned(self, mask: int) -> Bounds:
        inside = [held for bit, held in self._limits.items() if bit & mask]
        return sum(held[0] for held in inside), sum(held[1] for held in inside)

    def _subtract(self, published: list[int]) -> None:
        waiting = sorted(self._sums, key=int.bit_count, reverse=True)
        for whole in waiting:
            for part in published:
                if part == whole or part & whole != part:
                    continue
                rest = whole ^ part
                if rest not in self._sums:
                    if len(self._sums) >= MOST_SUMS:
                        continue
                    waiting.append(rest)
                (least, most), (low, high) = self._sums[whole], self._sums[part]
                self._note(rest, max(0, least - high), most - low)
                inside = self._sums[rest]
                self._note(whole, low + inside[0], high + inside[1])
                self._note(part, max(0, least - inside[1]), most - inside[0])

    def _nest(self, published: list[int]) -> None:
        """A part is no more than the whole it lies in."""
        for part in list(self._sums):
            for whole in published:
                if part & whole == part:
                    self._note(whole, self._sums[part][0], self._sums[whole][1])
                    self._note(part, self._sums[part][0], self._sums[whole][1])

    def _narrow(self) -> None:
        moved = True
        while moved:
            moved = sum(self._narrowed_by(mask) for mask in self._sums) > 0

    def _narrowed_by(self, mask: int) -> bool:
        """Let a sum and its unknowns narrow each other; whether an unknown moved."""
        low, high = self._reckoned(mask)
        self._note(mask, low, high)
        least, most = self._sums[mask]
        moved = False
        for bit, held in self._limits.items():
            if bit & mask:
                new = [max(held[0], least - high + held[1]), min(held[1], most - low + held[0])]
                moved = moved or new != held
                low, high = low + new[0] - held[0], high + new[1] - held[1]
                held[:] = new
        return moved
