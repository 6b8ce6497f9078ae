"""Released figures as a page prints them: in tables, and in drawings where there are enough."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cop.core.charts import (
    RatingBar,
    RatingGroup,
    RatingLegend,
    ShareBar,
    diverging_bars,
    share_bars,
)
from feedback.disclosure import ALL, AtLeast, Band, Release, YearFigure
from feedback.questionnaire import Choice, Questionnaire
from feedback.wording import (
    band_words,
    cell_name,
    figure_words,
    heading_of,
    option_name,
    whom_words,
)

F = TypeVar("F", bound=YearFigure)

LEAST_DRAWN = 8
"""A drawing of fewer answers looks like more than it is."""


@dataclass(frozen=True, slots=True)
class CellHead:
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class StatementRow:
    text: str
    is_negative: bool
    figures: tuple[str, ...]  # one for each cell


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    name: str
    figures: tuple[str, ...]  # one for each cell


@dataclass(frozen=True, slots=True)
class ChoiceRows:
    """A choice with a row for every option and one for no answer."""

    text: str
    options: tuple[ChoiceRow, ...]
    chart: SafeString | None


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release as a page prints it; without a ``chart`` where a cell is too small to draw."""

    name: str
    cells: tuple[CellHead, ...]
    rows: tuple[StatementRow, ...]
    choices: tuple[ChoiceRows, ...]
    chart: SafeString | None
    whom: str
    hides: bool
    has_bounds: bool


def release_view(
    release: Release,
    asked: Questionnaire,
    names: Mapping[str, str],
    *,
    name: str,
    is_caucused: bool,
) -> ReleaseView:
    """``names`` are the caucuses' by key; ``name`` makes the drawing's ids unique on its page."""
    figures = [figure for cell in release.cells for figure in cell.items.values()]
    return ReleaseView(
        name=name,
        cells=tuple(CellHead(cell_name(cell.cell, names), cell.n) for cell in release.cells),
        rows=tuple(
            StatementRow(
                text=one.text,
                is_negative=one.polarity == "negative",
                figures=tuple(figure_words(cell.items[one.key]) for cell in release.cells),
            )
            for one in asked.statements
            if one.key in release.cells[0].items
        ),
        choices=tuple(
            ChoiceRows(
                text=one.text,
                options=tuple(
                    ChoiceRow(
                        option_name(one, band),
                        tuple(band_words(cell.items[one.key], band) for cell in release.cells),
                    )
                    for band in one.bands
                ),
                chart=choice_chart(
                    one,
                    {cell.cell: cell.items[one.key] for cell in release.cells},
                    names,
                    f"{name}-{one.key}",
                    words=band_words,
                ),
            )
            for one in asked.choices
            if one.key in release.cells[0].items
        ),
        chart=rating_chart(
            {cell.cell: cell.items for cell in release.cells},
            asked,
            names,
            name,
            words=figure_words,
        ),
        whom=whom_words(release, is_caucused=is_caucused),
        hides=is_caucused and release.cells[0].cell == ALL,
        has_bounds=any(isinstance(figure, AtLeast) for figure in figures),
    )


def rating_chart(
    cells: Mapping[str, Mapping[str, F]],
    asked: Questionnaire,
    names: Mapping[str, str],
    name: str,
    *,
    words: Callable[[F], str],
) -> SafeString | None:
    """The statements of every cell; None where there are none, or a cell is too small to draw."""
    rated = [one for one in asked.statements if any(one.key in held for held in cells.values())]
    drawn = [held[one.key] for one in rated for held in cells.values()]
    if not drawn or min(figure.n for figure in drawn) < LEAST_DRAWN:
        return None
    return diverging_bars(
        [
            RatingGroup(
                heading_of(one),
                [
                    _bar(f"{cell_name(cell, names)}: {words(held[one.key])}", held[one.key])
                    for cell, held in cells.items()
                ],
            )
            for one in rated
        ],
        name=name,
        title=_("Answers to each statement: low to the left, high to the right"),
        description=_("The table below holds the same figures."),
        legend=RatingLegend(
            low=_("low: 1 or 2"),
            mid=_("middle: 3 or no view"),
            high=_("high: 4 or 5"),
            apart=_("not shown apart"),
        ),
    )


def choice_chart(
    choice: Choice,
    cells: Mapping[str, F],
    names: Mapping[str, str],
    name: str,
    *,
    words: Callable[[F, str], str],
) -> SafeString | None:
    """A choice's options, a bar for each; None where a cell is too small to draw."""
    if min(figure.n for figure in cells.values()) < LEAST_DRAWN:
        return None
    return share_bars(
        [
            (
                cell_name(cell, names),
                [
                    ShareBar(
                        option_name(choice, band),
                        words(figure, band),
                        *figure.bounds(band),
                        figure.n,
                    )
                    for band in choice.bands
                ],
            )
            for cell, figure in cells.items()
        ],
        name=name,
        title=choice.text,
        description=_("The table below holds the same figures."),
        apart=_("not shown apart"),
    )


def _bar(caption: str, figure: YearFigure) -> RatingBar:
    least = {band: figure.bounds(band)[0] for band in Band}
    return RatingBar(
        caption=caption,
        low=least[Band.LOW],
        mid=least[Band.MID],
        high=least[Band.HIGH],
        apart=figure.n - sum(least.values()),
    )
