"""Bands, and the figures made of them (L2, L4): sealed counts, and figures that are shown.

A rated statement has the three bands of L2; the options of a choice take their place (L4).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    LOW = "low"
    MID = "mid"
    HIGH = "high"


BANDS: tuple[str, ...] = tuple(Band)

UNANSWERED = "none"
"""The band of a choice that was skipped: every item has exactly n answers."""


def band_of(rating: int | None) -> Band:
    """L2. The band of a rating from 1 to 5; no view (``None``) is in the middle."""
    if rating is None or rating == 3:
        return Band.MID
    if rating in (1, 2):
        return Band.LOW
    if rating in (4, 5):
        return Band.HIGH
    raise ValueError("a rating is a whole number from 1 to 5")


@dataclass(frozen=True, slots=True, repr=False)
class Counts:
    """Answers to one item by band, **not for showing**; its ``repr`` says nothing, for logs."""

    numbers: tuple[int, ...]
    bands: tuple[str, ...] = BANDS

    def __post_init__(self) -> None:
        if len(self.numbers) != len(self.bands) or min(self.numbers) < 0:
            raise ValueError("an item has one count for each band, and none is negative")

    def __repr__(self) -> str:
        return "Counts(sealed)"

    def __add__(self, other: "Counts") -> "Counts":
        if self.bands != other.bands:
            raise ValueError("counts of different bands are never added up")
        added = (one + more for one, more in zip(self.numbers, other.numbers, strict=True))
        return Counts(tuple(added), self.bands)

    @classmethod
    def of(cls, found: Iterable[str], bands: tuple[str, ...] = BANDS) -> "Counts":
        """``ValueError`` for an answer that is none of the bands."""
        held = Counter(map(str, found))
        if not set(held) <= set(bands):
            raise ValueError("an answer in none of the bands")
        return cls(tuple(held[band] for band in bands), bands)

    @property
    def n(self) -> int:
        return sum(self.numbers)

    def largest(self) -> tuple[str, int]:
        """The fullest band and its count; which of two equal ones does not matter to L4."""
        most = max(self.numbers)
        return self.bands[self.numbers.index(most)], most


@dataclass(frozen=True, slots=True)
class Exact:
    """The counts of all bands, which may be shown."""

    numbers: tuple[int, ...]
    bands: tuple[str, ...] = BANDS

    @property
    def n(self) -> int:
        return sum(self.numbers)

    def bounds(self, band: str) -> tuple[int, int]:
        count = self.numbers[self.bands.index(band)]
        return count, count


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``at_least`` of ``n`` are in ``band``; where the others are is not told."""

    band: str
    at_least: int
    n: int
    bands: tuple[str, ...] = BANDS

    def __post_init__(self) -> None:
        if not self.n < 2 * self.at_least < 2 * self.n:
            raise ValueError("a lower bound names more than half of the answers, never all")

    def bounds(self, band: str) -> tuple[int, int]:
        return (self.at_least, self.n) if band == self.band else (0, self.n - self.at_least)


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower bounds by band and ``apart`` answers not shown apart, added up over releases."""

    least: tuple[int, ...]
    apart: int
    bands: tuple[str, ...] = BANDS

    @property
    def n(self) -> int:
        return sum(self.least) + self.apart

    def bounds(self, band: str) -> tuple[int, int]:
        least = self.least[self.bands.index(band)]
        return least, least + self.apart


Figure = Exact | AtLeast
YearFigure = Exact | AtLeast | Interval


class Reason(StrEnum):
    """Why nothing is shown. Never which caucus was small, nor by how much."""

    TOO_FEW = "too_few"
    DESTROYED_UNREAD = "destroyed_unread"


@dataclass(frozen=True, slots=True)
class Nothing:
    reason: Reason = Reason.TOO_FEW


def figure_of(counts: Counts, coarseness: int) -> Figure:
    """L4. All bands exactly only if more than K answers lie outside the fullest one."""
    band, most = counts.largest()
    if counts.n - most <= coarseness:
        return AtLeast(band, counts.n - coarseness, counts.n, counts.bands)
    return Exact(counts.numbers, counts.bands)


def as_text(figure: YearFigure) -> str:
    """The figure as machines read it: ``at least 6 of 8 high``, ``low 1–5, mid 2–6, high 8–12``."""
    if isinstance(figure, AtLeast):
        return f"at least {figure.at_least} of {figure.n} {figure.band}"
    parts = []
    for band in figure.bands:
        least, most = figure.bounds(band)
        parts.append(f"{band} {least}" if least == most else f"{band} {least}–{most}")
    return ", ".join(parts)


def as_value(figure: Figure) -> dict[str, int | str]:
    """The figure as stored beside its n: ``{band, at_least}`` or a number for each band."""
    if isinstance(figure, AtLeast):
        return {"band": str(figure.band), "at_least": figure.at_least}
    return {str(band): number for band, number in zip(figure.bands, figure.numbers, strict=True)}


def figure_from_value(
    value: Mapping[str, int | str], n: int, bands: tuple[str, ...] = BANDS
) -> Figure:
    """The figure stored as ``value`` beside ``n``; ``ValueError`` if the two contradict."""
    figure: Figure
    if "at_least" in value:
        figure = AtLeast(str(value["band"]), int(value["at_least"]), n, bands)
    else:
        figure = Exact(tuple(int(value[band]) for band in bands), bands)
    if figure.n != n or (isinstance(figure, AtLeast) and figure.band not in bands):
        raise ValueError("the bands of a released figure do not add up to its n")
    return figure


def may_compare(one: YearFigure, other: YearFigure, band: str) -> bool:
    """Whether the shares in ``band`` differ for certain: their ranges do not overlap."""
    (low_one, high_one), (low_other, high_other) = one.bounds(band), other.bounds(band)
    below = high_one * other.n < low_other * one.n
    above = high_other * one.n < low_one * other.n
    return below or above
