"""Charts as SVG drawn by hand: one drawing for page, PDF and Word.

Presentation attributes alone (the content policy allows no style), no clip paths and no patterns
(their seams show in print): hatching is drawn line by line. All text is escaped here, so callers
pass plain words. A drawing says its title and description to those who cannot see it; the table
under every figure is the caller's. Units are pixels of the view box, 540 wide, or 360 for what a
phone shows without scrolling.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.safestring import SafeString

from cop.core.drawing import (
    CLAY,
    EDGE,
    INK,
    LINE,
    PAPER,
    SAND,
    TEAL,
    line_to,
    px,
    rect,
    svg,
    text_at,
)

WIDTH = 540
NARROW = 360
MARGIN = 10

_FILLS = {"low": (CLAY, PAPER), "mid": (SAND, INK), "high": (TEAL, PAPER)}
_CENTRE, _WHOLE, _APART_AT = 210, 200, 430
_BAR, _CAPTION_LINE, _HEADING_LINE = 14, 15, 18


@dataclass(frozen=True, slots=True)
class RatingBar:
    """One cell's answers to one item.

    ``low``, ``mid`` and ``high`` are what is certain, ``apart`` the answers not shown apart;
    ``caption`` says cell, n and figure in words.
    """

    caption: str
    low: int
    mid: int
    high: int
    apart: int = 0


@dataclass(frozen=True, slots=True)
class RatingGroup:
    """One item and its bars, both caucuses' or one for all."""

    heading: str
    bars: Sequence[RatingBar]


@dataclass(frozen=True, slots=True)
class RatingLegend:
    """The words for the three bands and for what is not shown apart, translated."""

    low: str
    mid: str
    high: str
    apart: str


@dataclass(frozen=True, slots=True)
class CountBar:
    """``printed`` stands for the number where it is not exact."""

    label: str
    number: int
    printed: str = ""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A value, or ``None`` where it is withheld; ``printed`` is the number or the word."""

    label: str
    value: float | None
    printed: str


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A share of ``whole`` by its two bounds; without ``most`` there is none.

    ``printed`` is the share in words, or why there is none.
    """

    label: str
    printed: str
    least: int = 0
    most: int | None = None
    whole: int = 1


ShareGroup = tuple[str, Sequence[ShareBar]]
"""A heading, and its bars."""


def diverging_bars(
    groups: Sequence[RatingGroup],
    *,
    name: str,
    title: str,
    description: str,
    legend: RatingLegend,
) -> SafeString:
    """Ratings by cell: low to the left, high to the right, the middle astride the line.

    What is not shown apart stands hatched in a column of its own, since it may belong anywhere.
    ``name`` makes the ids unique on the page.
    """
    y = 30.0
    parts: list[str] = []
    for group in groups:
        y = _heading(parts, group.heading, y)
        for bar in group.bars:
            y = _rating_bar(parts, bar, y)
        y += 8
    apart = any(bar.apart for group in groups for bar in group.bars)
    return svg(name, title, description, y, [_legend(legend, apart), *parts], WIDTH)


def _heading(parts: list[str], heading: str, y: float) -> float:
    for line in wrap(heading, 68) or [""]:
        y += _HEADING_LINE
        parts.append(text_at(MARGIN, y - 4, line, size=14, weight="bold"))
    return y


def _rating_bar(parts: list[str], bar: RatingBar, y: float) -> float:
    for line in wrap(bar.caption, 86):
        y += _CAPTION_LINE
        parts.append(text_at(MARGIN, y - 4, line))
    n = bar.low + bar.mid + bar.high + bar.apart
    unit = _WHOLE / n if n else 0
    x = _CENTRE - (bar.low + bar.mid / 2) * unit
    parts.append(line_to(_CENTRE, y - 2, _CENTRE, y + _BAR + 2, INK))
    for band, count in (("low", bar.low), ("mid", bar.mid), ("high", bar.high)):
        if count:
            fill, ink = _FILLS[band]
            width = count * unit
            parts.append(rect(x, y, width, _BAR, fill, stroke=EDGE if band == "mid" else ""))
            printed = f"{count}+" if bar.apart else str(count)
            if width >= 7 * len(printed) + 3:
                parts.append(
                    text_at(x + width / 2, y + 11, printed, size=11, fill=ink, at="middle")
                )
            x += width
    if bar.apart:
        width = bar.apart * unit
        parts.append(_hatched(_APART_AT, y, width, _BAR))
        parts.append(text_at(_APART_AT + width + 4, y + 11, str(bar.apart), size=11))
    return y + _BAR + 3


def _legend(legend: RatingLegend, apart: bool) -> str:
    parts, x = [], float(MARGIN)
    for band, word in (("low", legend.low), ("mid", legend.mid), ("high", legend.high)):
        parts.append(rect(x, 6, 14, 12, _FILLS[band][0], stroke=EDGE if band == "mid" else ""))
        parts.append(text_at(x + 19, 16, word))
        x += 19 + 6.6 * len(word) + 16
    if apart:
        parts.append(_hatched(x, 6, 14, 12))
        parts.append(text_at(x + 19, 16, legend.apart))
    return "".join(parts)


def attendance_bars(
    bars: Sequence[CountBar], *, name: str, title: str, description: str
) -> SafeString:
    """One upright bar per label with its number above; a zero has its number and no bar."""
    highest = max((bar.number for bar in bars), default=0)
    plot_top, plot_height = 26, 150
    left = _left([bar.label for bar in bars], 40)
    step, floor = _step(highest), plot_top + plot_height
    ceiling = max(step, -(-highest // step) * step)
    parts = []
    for mark in range(0, ceiling + 1, step):
        y = floor - mark / ceiling * plot_height
        parts.append(line_to(left, y, WIDTH - MARGIN, y, EDGE if mark == 0 else LINE))
        parts.append(text_at(left - 6, y + 4, str(mark), size=11, at="end"))
    slot = (WIDTH - MARGIN - left) / max(1, len(bars))
    for place, bar in enumerate(bars):
        centre, height = left + (place + 0.5) * slot, bar.number / ceiling * plot_height
        if bar.number:
            width = min(46, slot * 0.66)
            parts.append(rect(centre - width / 2, floor - height, width, height, TEAL))
        number = bar.printed or f"{bar.number:d}"
        parts.append(text_at(centre, floor - height - 5, number, weight="bold", at="middle"))
    labels, depth = _labels([bar.label for bar in bars], left, slot, floor)
    return svg(name, title, description, floor + depth, [*parts, *labels], WIDTH)


def trend(
    points: Sequence[TrendPoint],
    *,
    name: str,
    title: str,
    description: str,
    most: float,
    unit: str = "",
) -> SafeString:
    """A line over sessions, from 0 to ``most``, both printed at the axis with their ``unit``.

    Where a value is withheld the line breaks and the word stands in the gap: it is never drawn at
    zero and never bridged.
    """
    plot_top, plot_height = 26, 150
    left = _left([point.label for point in points], 46)
    floor = plot_top + plot_height
    slot = (WIDTH - MARGIN - left) / max(1, len(points))
    parts = [
        line_to(left, floor, WIDTH - MARGIN, floor, EDGE),
        line_to(left, plot_top, WIDTH - MARGIN, plot_top, LINE),
        text_at(left - 6, floor + 4, f"0{unit}", size=11, at="end"),
        text_at(left - 6, plot_top + 4, f"{px(most)}{unit}", size=11, at="end"),
    ]
    run: list[tuple[float, float]] = []
    marks = []
    for place, point in enumerate(points):
        x = left + (place + 0.5) * slot
        if point.value is None:
            parts.append(_polyline(run))
            run = []
            marks.append(_gap_word(x, plot_top, plot_height, slot, point.printed))
            continue
        y = floor - point.value / most * plot_height
        run.append((x, y))
        marks.append(
            f'<circle cx="{px(x)}" cy="{px(y)}" r="4.5" fill="{TEAL}" stroke="{PAPER}"'
            ' stroke-width="1.5"/>'
        )
        half = 3.4 * len(point.printed)
        marks.append(rect(x - half, y - 20, 2 * half, 13, PAPER))
        marks.append(text_at(x, y - 9, point.printed, weight="bold", at="middle"))
    parts.append(_polyline(run))
    labels, depth = _labels([point.label for point in points], left, slot, floor)
    return svg(name, title, description, floor + depth, [*parts, *marks, *labels], WIDTH)


def share_bars(
    groups: Sequence[ShareGroup], *, name: str, title: str, description: str, apart: str
) -> SafeString:
    """One bar below another, as wide as a phone: full to the least, hatched on to the most.

    ``apart`` is the legend's word for the hatching. Where there is no share its reason stands over
    a broken line: it is never drawn at zero, and nothing leads across it.
    """
    y = 4.0
    parts: list[str] = []
    drawn = [bar for _, bars in groups for bar in bars if bar.most is not None]
    if any(bar.most != bar.least for bar in drawn):
        parts = [_hatched(MARGIN, y, 14, 12), text_at(MARGIN + 20, y + 11, apart, size=14)]
        y += 20
    for heading, bars in groups:
        for line in wrap(heading, 44):
            y += 20
            parts.append(text_at(MARGIN, y - 6, line, size=15, weight="bold"))
        for bar in bars:
            y = _share_bar(parts, bar, y)
        y += 14
    return svg(name, title, description, y, parts, NARROW)


def _share_bar(parts: list[str], bar: ShareBar, y: float) -> float:
    y += 3
    for line in wrap(f"{bar.label}: {bar.printed}", 48):
        y += 18
        parts.append(text_at(MARGIN, y - 4, line, size=14))
    end = NARROW - MARGIN
    if bar.most is None:
        parts.append(line_to(MARGIN, y + 4, end, y + 4, EDGE, broken=True))
        return y + 12
    unit = (end - MARGIN) / bar.whole
    parts.append(rect(MARGIN, y, end - MARGIN, _BAR, PAPER, stroke=LINE))
    if bar.most > bar.least:
        width = (bar.most - bar.least) * unit
        parts.append(_hatched(MARGIN + bar.least * unit, y, width, _BAR))
    if bar.least:
        parts.append(rect(MARGIN, y, bar.least * unit, _BAR, TEAL))
    return y + _BAR + 6


def _gap_word(x: float, top: float, height: float, slot: float, word: str) -> str:
    middle = top + height / 2
    edges = "".join(
        line_to(x + side * slot * 0.48, top, x + side * slot * 0.48, top + height, LINE)
        for side in (-1, 1)
    )
    if 6 * len(word) <= slot * 0.86:
        return edges + text_at(x, middle, word, at="middle")
    return edges + text_at(x + 4, middle, word, at="middle", turned=-90)


def _fits(labels: Sequence[str], left: float) -> bool:
    slot = (WIDTH - MARGIN - left) / max(1, len(labels))
    return 6.6 * max((len(label) for label in labels), default=0) <= slot * 0.96


def _left(labels: Sequence[str], least: float) -> float:
    """Where a plot begins: further in where the first slanted label needs the room."""
    return least if _fits(labels, least) else max(least, 56)


def _labels(
    labels: Sequence[str], left: float, slot: float, floor: float
) -> tuple[list[str], float]:
    """Labels under an axis and the room they take: slanted and shortened where they do not fit."""
    if _fits(labels, left):
        drawn = [
            text_at(left + (place + 0.5) * slot, floor + 18, label, at="middle")
            for place, label in enumerate(labels)
        ]
        return drawn, 28
    short = [label if len(label) <= 18 else label[:17] + "…" for label in labels]
    drawn = [
        text_at(left + (place + 0.5) * slot + 4, floor + 14, label, at="end", turned=-60)
        for place, label in enumerate(short)
    ]
    return drawn, 22 + 5.8 * max(len(label) for label in short)


def _step(highest: int) -> int:
    """A distance between marks of 1, 2 or 5 times a power of ten that leaves at most five."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= 5 * step * factor:
                return step * factor
        step *= 10


def _polyline(points: Sequence[tuple[float, float]]) -> str:
    if len(points) < 2:
        return ""
    way = " ".join(f"{px(x)},{px(y)}" for x, y in points)
    return f'<polyline points="{way}" fill="none" stroke="{TEAL}" stroke-width="2.5"/>'


def _hatched(x: float, y: float, width: float, height: float) -> str:
    """A box of slanting lines, each cut where it would leave the box."""
    lines, start = [], x - height + 7
    while start < x + width:
        from_x, to_x = max(start, x), min(start + height, x + width)
        run = px(to_x - from_x)
        lines.append(f"M{px(from_x)} {px(y + height - from_x + start)}l{run}-{run}")
        start += 7
    way = f'<path d="{"".join(lines)}" stroke="{EDGE}"/>'
    return rect(x, y, width, height, PAPER, stroke=EDGE) + way
