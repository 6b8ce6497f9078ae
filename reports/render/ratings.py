"""Ratings as tables of words: every figure with its n, both caucuses side by side or neither."""

from collections.abc import Callable
from typing import TypedDict

from django.utils.translation import gettext as _

from reports.render import words
from reports.render.tables import CellView, RowView, TableView
from reports.schema import Figure, Item, RatingCell, ReportData, SessionLine, SessionRatings


class SessionView(TypedDict):
    """One session's ratings: a table, or the reason why there is none."""

    key: str
    date_words: str
    reason: str
    hides: bool
    table: TableView | None


def session_tables(data: ReportData) -> list[SessionView]:
    """One view for each session, in date order."""
    held = {session["key"]: session for session in data["sessions"]}
    return [
        _session_view(data, given, held[given["session"]])
        for given in data["ratings"]["by_session"]
    ]


def _session_view(data: ReportData, given: SessionRatings, session: SessionLine) -> SessionView:
    hides = words.hides(given["cells"], is_caucused=session.get("is_caucused", True))
    return {
        "key": given["session"],
        "date_words": words.day(session["date"]),
        "reason": words.why_nothing(given["state"]),
        "hides": hides,
        "table": _session_table(data, given, words.day(session["date"]), hides=hides),
    }


def _session_table(
    data: ReportData, given: SessionRatings, date: str, *, hides: bool
) -> TableView | None:
    caption = _("Ratings after session %(key)s, %(date)s") % {
        "key": given["session"],
        "date": date,
    }
    key = f"ratings_{given['session'].lower()}"
    return _ratings_table(data, given["cells"], (key, caption), _one_line, hides=hides)


def period_table(data: ReportData) -> TableView | None:
    """The ratings of the whole period, a line for each band."""
    cells = data["ratings"]["period"]["cells"]
    hides = words.hides(cells, is_caucused=words.is_caucused(data))
    named = ("ratings_by_period", _("Ratings over the period"))
    return _ratings_table(data, cells, named, _band_lines, hides=hides)


def _ratings_table(
    data: ReportData,
    cells: list[RatingCell],
    named: tuple[str, str],
    printed: Callable[[RatingCell, str], CellView],
    *,
    hides: bool,
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
    notes = [_("A figure for all can hide everyone in a smaller caucus.")] if hides else []
    key, caption = named
    return TableView(caption, columns, rows, notes, even=not alone, key=key)


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


def _figure_of(cell: RatingCell, item: str) -> Figure | None:
    return next((figure for figure in cell["figures"] if figure["item"] == item), None)
