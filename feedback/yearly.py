"""Figures over a year, or over chosen days, in words and drawings: added up from releases alone.

Where answers are not shown apart there are two bounds, and nothing is ever said between them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.figures import percentage
from feedback.disclosure import Band, NotAsked, YearFigure, YearRow, stands_in_report
from feedback.drawn import CellHead, choice_chart, rating_chart
from feedback.questionnaire import Choice, Questionnaire
from feedback.results import NotCounted, PeriodResult, SessionResult, rows_of
from feedback.wording import band_word, cell_name, option_name


@dataclass(frozen=True, slots=True)
class YearItem:
    """A statement or a choice; ``cells`` are named and have a line of words for every band."""

    text: str
    is_negative: bool
    cells: tuple[tuple[str, tuple[str, ...]], ...]
    chart: SafeString | None = None


@dataclass(frozen=True, slots=True)
class YearPart:
    """One questionnaire's figures; ``why_not`` where there are none."""

    name: str
    asked: Questionnaire
    coverage: str
    why_not: str
    cells: tuple[CellHead, ...]
    statements: tuple[YearItem, ...]
    choices: tuple[YearItem, ...]
    chart: SafeString | None
    has_apart: bool


def year_parts(
    sessions: Sequence[SessionResult],
    periods: Sequence[PeriodResult],
    names: Mapping[str, str],
) -> list[YearPart]:
    """Every questionnaire asked, in the order in which each was asked first."""
    found: dict[str, Questionnaire] = {}
    for asked in (*(one.asked for one in sessions), *(one.asked for one in periods)):
        if asked:
            found.setdefault(asked.code, asked)
    return [
        _part(f"year-{place}", asked, sessions, periods, names)
        for place, asked in enumerate(found.values(), 1)
    ]


def coverage_words(sessions: Sequence[SessionResult]) -> str:
    """After how many of the sessions people were asked at all."""
    asked = sum(not isinstance(one.responses, NotAsked) for one in sessions)
    return ngettext(
        "Asked after %(asked)d of %(n)d session.",
        "Asked after %(asked)d of %(n)d sessions.",
        len(sessions),
    ) % {"asked": asked, "n": len(sessions)}


def breaks(sessions: Sequence[SessionResult]) -> list[str]:
    """Where a questionnaire's words changed: a new series begins."""
    said, current = [], dict[str, str]()
    for one in sessions:
        if one.asked is None:
            continue
        family = one.asked.code.rpartition("-")[0]
        before = current.get(family)
        if before and before != one.asked.code:
            said.append(
                _(
                    "From %(day)s on other words were asked: %(new)s in the place of %(old)s. A "
                    "new series begins there, and figures of the two are never added up."
                )
                % {
                    "day": date_format(one.session.held_on, "j F Y"),
                    "new": one.asked.code,
                    "old": before,
                }
            )
        current[family] = one.asked.code
    return said


def bounds_words(figure: YearFigure, band: str) -> str:
    """``8 of 20 (40.0%)``, ``8 to 12 of 20 (40.0% to 60.0%)``: no number between the two."""
    least, most = figure.bounds(band)
    words = {
        "least": least,
        "most": most,
        "n": figure.n,
        "low": percentage(least, figure.n),
        "high": percentage(most, figure.n),
    }
    if least == most:
        return _("%(least)d of %(n)d (%(low)s%%)") % words
    return _("%(least)d to %(most)d of %(n)d (%(low)s%% to %(high)s%%)") % words


def year_so_far(periods: Sequence[PeriodResult], today: dt.date) -> tuple[dt.date, dt.date]:
    """From new year until today, and the whole of every period that reaches into it."""
    new_year = today.replace(month=1, day=1)
    own = [one for one in periods if one.to_on >= new_year and one.from_on <= today]
    return (
        min([new_year, *(one.from_on for one in own)]),
        max([today, *(one.to_on for one in own)]),
    )


def inside(periods: Sequence[PeriodResult], from_on: dt.date, to_on: dt.date) -> list[PeriodResult]:
    """Periods that lie wholly inside the chosen days."""
    return [
        one
        for one in periods
        if stands_in_report(one.from_on, one.to_on, report_first=from_on, report_last=to_on)
    ]


def partly_inside(
    periods: Sequence[PeriodResult], from_on: dt.date, to_on: dt.date
) -> list[tuple[dt.date, dt.date]]:
    """Periods that reach over the chosen days: their figures are left out whole."""
    spans = {(one.from_on, one.to_on) for one in periods}
    spans -= {(one.from_on, one.to_on) for one in inside(periods, from_on, to_on)}
    return sorted((first, last) for first, last in spans if first <= to_on and last >= from_on)


def _part(
    name: str,
    asked: Questionnaire,
    sessions: Sequence[SessionResult],
    periods: Sequence[PeriodResult],
    names: Mapping[str, str],
) -> YearPart:
    rows = rows_of(asked.code, sessions, periods)
    held: dict[str, dict[str, YearFigure]] = {}
    for row in rows:
        held.setdefault(row.cell, {})[row.item] = row.figure
    cells = _cells(rows, names)
    own = [one for one in sessions if one.asked and one.asked.code == asked.code]
    return YearPart(
        name=name,
        asked=asked,
        coverage=_own_words(len(own)),
        why_not="" if rows else _why_not(own, asked.code, periods),
        cells=cells,
        statements=tuple(
            YearItem(
                one.text,
                one.polarity == "negative",
                tuple(
                    (cell_name(cell, names), _lines(figures[one.key]))
                    for cell, figures in held.items()
                ),
            )
            for one in asked.statements
            if _is_there(held, one.key)
        ),
        choices=tuple(
            _choice(f"{name}-{one.key}", one, held, names)
            for one in asked.choices
            if _is_there(held, one.key)
        ),
        chart=rating_chart(held, asked, names, name, words=_short),
        has_apart=any(_apart(row.figure) for row in rows),
    )


def _cells(rows: Sequence[YearRow], names: Mapping[str, str]) -> tuple[CellHead, ...]:
    numbers: dict[str, int] = {}
    for row in rows:
        numbers[row.cell] = max(row.n, numbers.get(row.cell, 0))
    return tuple(CellHead(cell_name(cell, names), n) for cell, n in numbers.items())


def _is_there(held: Mapping[str, Mapping[str, YearFigure]], item: str) -> bool:
    return any(item in figures for figures in held.values())


def _lines(figure: YearFigure) -> tuple[str, ...]:
    said = [f"{band_word(Band(band))} {bounds_words(figure, band)}" for band in figure.bands]
    return (*said, *_apart_line(figure))


def _choice(
    name: str,
    choice: Choice,
    held: Mapping[str, Mapping[str, YearFigure]],
    names: Mapping[str, str],
) -> YearItem:
    own = {cell: figures[choice.key] for cell, figures in held.items()}
    lines = tuple(
        (
            cell_name(cell, names),
            (
                *(f"{option_name(choice, band)}: {bounds_words(one, band)}" for band in one.bands),
                *_apart_line(one),
            ),
        )
        for cell, one in own.items()
    )
    chart = choice_chart(choice, own, names, name, words=bounds_words)
    return YearItem(choice.text, False, lines, chart)


def _apart(figure: YearFigure) -> int:
    return figure.n - sum(figure.bounds(band)[0] for band in figure.bands)


def _apart_line(figure: YearFigure) -> tuple[str, ...]:
    apart = _apart(figure)
    return (_("%d not shown apart") % apart,) if apart else ()


def _short(figure: YearFigure) -> str:
    return ngettext("%d answer", "%d answers", figure.n) % figure.n


def _own_words(number: int) -> str:
    return ngettext("Asked after %d session.", "Asked after %d sessions.", number) % number


def _why_not(own: Sequence[SessionResult], code: str, periods: Sequence[PeriodResult]) -> str:
    lie_ahead = [one.ratings for one in own] + [
        one.ratings for one in periods if one.asked.code == code
    ]
    if any(isinstance(one, NotCounted) for one in lie_ahead):
        return _("Not everything is counted yet, and there are no figures to add up so far.")
    return _(
        "There is nothing to add up. A year’s figures come from those shown for both caucuses "
        "apart, with at least 10 answers in each; figures for all together are never added up, "
        "and a period counts only where it lies wholly inside these days."
    )
