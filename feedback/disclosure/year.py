"""The annual figures: added up from releases alone, as bounds, never from answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feedback.disclosure.figures import Figure, Interval, YearFigure
from feedback.disclosure.parameters import PERIOD_CAUCUS_LEAST
from feedback.disclosure.ratings import ALL, Release
from feedback.disclosure.turnout import Rhythm


@dataclass(frozen=True, slots=True)
class YearRow:
    """One item of one cell over a report's dates; ``n`` is the answers in it."""

    cell: str
    n: int
    item: str
    figure: YearFigure


def stands_in_report(first: date, last: date, *, report_first: date, report_last: date) -> bool:
    """Whether a period's release may stand in a report: only if it lies wholly inside its dates."""
    return report_first <= first and last <= report_last


def annual_figures(releases: Sequence[Release]) -> tuple[YearRow, ...]:
    """The rows of a year, cell by cell; empty where there is nothing to show.

    A single release of a period stands as released. Otherwise the caucuses' cells are added up:
    every caucus or none, each from 10 answers on; cells for all are added to nothing.
    """
    if len(releases) == 1 and releases[0].rhythm is Rhythm.PERIOD:
        return _as_released(releases[0])
    figures = _figures_by_cell(releases)
    cells = list(dict.fromkeys(cell for cell, _ in figures))
    items = list(dict.fromkeys(item for _, item in figures))
    shown = [item for item in items if _all_have_enough(figures, cells, item)]
    return tuple(
        YearRow(cell, _answers(figures[cell, item]), item, _added_up(figures[cell, item]))
        for cell in cells
        for item in shown
    )


def _as_released(release: Release) -> tuple[YearRow, ...]:
    return tuple(
        YearRow(cell.cell, cell.n, item, figure)
        for cell in release.cells
        for item, figure in cell.items.items()
    )


def _figures_by_cell(releases: Sequence[Release]) -> dict[tuple[str, str], list[Figure]]:
    figures: dict[tuple[str, str], list[Figure]] = {}
    for release in releases:
        for cell in release.cells:
            for item, figure in cell.items.items():
                if cell.cell != ALL:
                    figures.setdefault((cell.cell, item), []).append(figure)
    return figures


def _all_have_enough(
    figures: dict[tuple[str, str], list[Figure]], cells: list[str], item: str
) -> bool:
    return all(_answers(figures.get((cell, item), [])) >= PERIOD_CAUCUS_LEAST for cell in cells)


def _answers(figures: list[Figure]) -> int:
    return sum(figure.n for figure in figures)


def _added_up(figures: list[Figure]) -> YearFigure:
    if len(figures) == 1:
        return figures[0]
    bands = figures[0].bands
    least = tuple(sum(figure.bounds(band)[0] for figure in figures) for band in bands)
    return Interval(least, _answers(figures) - sum(least), bands)
