"""Ratings as tables of words: every figure with its n, both caucuses side by side or neither."""

from collections.abc import Callable
from typing import TypedDict

from django.utils.translation import gettext as _

from reports.render import words
from reports.render.tables import CellView, RowView, TableView
from reports.schema import Figure, Item, RatingCell, ReportData, SessionRatings


class SessionView(TypedDict):
    """One session's ratings: a table, or the reason why there is none."""

    key: str
    date_words: str
    reason: str
    hides: bool
    table: TableView | None


def session_tables(data: ReportData) -> list[SessionView]:
    """One view for each session, in date order."""
    dates = {session["key"]: session["date"] for session in data["sessions"]}
    return [
        {
            "key": given["session"],
            "date_words": words.day(dates[given["session"]]),
            "reason": words.why_nothing(given["state"]),
            "hides": any(cell["cell"] == words.ALL for cell in given["cells"]),
            "table": _session_table(data, given, words.day(dates[given["session"]])),
        }
        for given in data["ratings"]["by_session"]
    ]


def _session_table(data: ReportData, given: SessionRatings, date: str) -> TableView | None:
    caption = _("Ratings after session %(key)s, %(date)s") % {
        "key": given["session"],
        "date": date,
    }
    return _ratings_table(data, given["cells"], caption, _one_line)


def period_table(data: ReportData) -> TableView | None:
    """The ratings of the whole period, a line for each band."""
    cells = data["ratings"]["period"]["cells"]
    return _ratings_table(data, cells, _("Ratings over the period"), _band_lines)


def _ratings_table(
    data: ReportData,
    cells: list[RatingCell],
    caption: str,
    printed: Callable[[RatingCell, str], CellView],
) -> TableView | None:
    """A row for each statement, a column for each cell; n in a column where there is one cell."""
    if not cells:
        return None
    alone = len(cells) == 1
    columns = [CellView(_("Statement"))]
    if alone:
        columns.append(CellView("n", numeric=True))
    columns += [_cell_head(data, cell, with_n=not alone) for cell in cells]
    rows = []
    for item in data["questionnaire"]["items"]:
        answers = [printed(cell, item["key"]) for cell in cells]
        if alone:
            answers.insert(0, CellView(str(cells[0]["n"]), numeric=True))
        rows.append(RowView(item_head(item), answers))
    return TableView(caption, columns, rows, _cell_notes(cells), even=not alone)


def _one_line(cell: RatingCell, item: str) -> CellView:
    given = _figure_of(cell, item)
    return CellView(words.figure(given, cell["n"]) if given else _("not shown"))


def _band_lines(cell: RatingCell, item: str) -> CellView:
    given = _figure_of(cell, item)
    lines = words.band_lines(given, cell["n"]) if given else [_("not shown")]
    return CellView(lines[0], more=tuple(lines[1:]))


def item_head(item: Item) -> CellView:
    """The statement; where agreeing is not good news it says so."""
    detail = _("Agreeing is not good news here") if item["polarity"] == "negative" else ""
    return CellView(f"{item['key']}. {item['text']}", detail=detail)


def _cell_head(data: ReportData, cell: RatingCell, *, with_n: bool) -> CellView:
    detail = f"n = {cell['n']}" if with_n else ""
    return CellView(words.cell_name(cell["cell"], data["terms"]), detail=detail)


def _cell_notes(cells: list[RatingCell]) -> list[str]:
    if any(cell["cell"] == words.ALL for cell in cells):
        return [_("A figure for all can hide everyone in a smaller caucus.")]
    return []


def _figure_of(cell: RatingCell, item: str) -> Figure | None:
    return next((figure for figure in cell["figures"] if figure["item"] == item), None)
