"""Bands, and the figures made of them (L2, L4): sealed counts, and figures that are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    LOW = "low"
    MID = "mid"
    HIGH = "high"


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

    low: int = 0
    mid: int = 0
    high: int = 0

    def __post_init__(self) -> None:
        if min(self.low, self.mid, self.high) < 0:
            raise ValueError("a count is never negative")

    def __repr__(self) -> str:
        return "Counts(sealed)"

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.low + other.low, self.mid + other.mid, self.high + other.high)

    @classmethod
    def of(cls, bands: Iterable[Band]) -> "Counts":
        held = [str(band) for band in bands]
        return cls(held.count("low"), held.count("mid"), held.count("high"))

    @property
    def n(self) -> int:
        return self.low + self.mid + self.high

    def largest(self) -> tuple[Band, int]:
        """The fullest band and its count; which of two equal ones does not matter to L4."""
        band = max(Band, key=lambda one: getattr(self, one))
        return band, getattr(self, band)


@dataclass(frozen=True, slots=True)
class Exact:
    """Three band counts that may be shown."""

    low: int
    mid: int
    high: int

    @property
    def n(self) -> int:
        return self.low + self.mid + self.high

    def bounds(self, band: Band) -> tuple[int, int]:
        count: int = getattr(self, band)
        return count, count


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``at_least`` of ``n`` are in ``band``; where the others are is not told."""

    band: Band
    at_least: int
    n: int

    def __post_init__(self) -> None:
        if not self.n < 2 * self.at_least < 2 * self.n:
            raise ValueError("a lower bound names more than half of the answers, never all")

    def bounds(self, band: Band) -> tuple[int, int]:
        return (self.at_least, self.n) if band is self.band else (0, self.n - self.at_least)


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower bounds by band and ``apart`` answers not shown apart, added up over releases."""

    low: int
    mid: int
    high: int
    apart: int

    @property
    def n(self) -> int:
        return self.low + self.mid + self.high + self.apart

    def bounds(self, band: Band) -> tuple[int, int]:
        least: int = getattr(self, band)
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
    """L4. The three bands exactly only if more than K answers lie outside the fullest one."""
    band, most = counts.largest()
    if counts.n - most <= coarseness:
        return AtLeast(band=band, at_least=counts.n - coarseness, n=counts.n)
    return Exact(counts.low, counts.mid, counts.high)


def as_text(figure: YearFigure) -> str:
    """The figure as machines read it: ``at least 6 of 8 high``, ``low 1–5, mid 2–6, high 8–12``."""
    if isinstance(figure, AtLeast):
        return f"at least {figure.at_least} of {figure.n} {figure.band}"
    parts = []
    for band in Band:
        least, most = figure.bounds(band)
        parts.append(f"{band} {least}" if least == most else f"{band} {least}–{most}")
    return ", ".join(parts)


def as_value(figure: Figure) -> dict[str, int | str]:
    """The figure as stored beside its n: ``{band, at_least}`` or ``{low, mid, high}``."""
    if isinstance(figure, AtLeast):
        return {"band": str(figure.band), "at_least": figure.at_least}
    return {"low": figure.low, "mid": figure.mid, "high": figure.high}


def figure_from_value(value: Mapping[str, int | str], n: int) -> Figure:
    """The figure stored as ``value`` beside ``n``; ``ValueError`` if the two contradict."""
    figure: Figure
    if "at_least" in value:
        figure = AtLeast(Band(str(value["band"])), int(value["at_least"]), n)
    else:
        figure = Exact(int(value["low"]), int(value["mid"]), int(value["high"]))
    if figure.n != n:
        raise ValueError("the bands of a released figure do not add up to its n")
    return figure


def may_compare(one: YearFigure, other: YearFigure, band: Band) -> bool:
    """Whether the shares in ``band`` differ for certain: their ranges do not overlap."""
    (low_one, high_one), (low_other, high_other) = one.bounds(band), other.bounds(band)
    below = high_one * other.n < low_other * one.n
    above = high_other * one.n < low_one * other.n
    return below or above
