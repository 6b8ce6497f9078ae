"""Tables that do not add up, and rates that do not say of how many."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from cop.core.figures import percentage
from reports.check.draft import Draft
from reports.check.known import numbers_in, rows_of, total_row
from reports.check.problem import Problem, error
from reports.schema import Cell, Figure, RatingCell, Table

SHARE = re.compile(r"(\d+) of (\d+) \((\d+(?:\.\d+)?)%\)")


def tables_add_up(draft: Draft) -> Iterator[Problem]:
    """Every total is the sum of its rows, every share is of its row."""
    for key, table in draft.data["tables"].items():
        for words in [*_totals(table), *_shares(table)]:
            yield _wrong(draft, key, table["title"], words)


def attendance_agrees(draft: Draft) -> Iterator[Problem]:
    """How often members came makes the attendances, where everybody is known by name."""
    known = draft.known
    made = sum(times * members for times, members in known.frequency.items())
    if known.by_name and known.frequency and made != sum(known.came):
        words = _("its rows make %(made)d attendances, the sessions %(total)d") % {
            "made": made,
            "total": sum(known.came),
        }
        title = draft.data["tables"]["attendance_frequency"]["title"]
        yield _wrong(draft, "attendance_frequency", title, words)


def responses_agree(draft: Draft) -> Iterator[Problem]:
    """Nobody answers who was not there, and N is who came."""
    tables = draft.data["tables"]
    table = tables["responses_by_session"]
    came = {row[0]: row[-1] for row in rows_of(tables["attendance_by_session"])}
    for key, answered, present, *_rest in rows_of(table):
        words = ""
        if isinstance(answered, int) and isinstance(present, int) and answered > present:
            words = _("%(session)s has more responses (%(n)d) than people who came (%(whole)d)")
        elif key in came and isinstance(came[key], int) and came[key] != present:
            words = _("%(session)s has %(whole)s who came, the attendance table %(came)s")
        if words:
            facts = {"session": key, "n": answered, "whole": present, "came": came.get(key)}
            yield _wrong(draft, "responses_by_session", table["title"], words % facts)


def ratings_add_up(draft: Draft) -> Iterator[Problem]:
    """Low, middle and high are n, and n is no more than the responses."""
    ratings = draft.data["ratings"]
    answered = {row[0]: row[1] for row in rows_of(draft.data["tables"]["responses_by_session"])}
    for one in ratings["by_session"]:
        yield from _cells_add_up(draft, one["session"], one["cells"])
        rated = sum(cell["n"] for cell in one["cells"])
        responses = answered.get(one["session"])
        if isinstance(responses, int) and rated > responses:
            words = _("%(session)s has %(rated)d who rated and %(n)d responses")
            facts = {"session": one["session"], "rated": rated, "n": responses}
            yield _wrong(draft, "ratings_by_session", _("Ratings by session"), words % facts)
    # Releases added up need not all have asked the same statements; n is the highest.
    summed = ratings["period"]["source"] == "sum"
    yield from _cells_add_up(draft, _("the period"), ratings["period"]["cells"], summed=summed)


def accountability_adds_up(draft: Draft) -> Iterator[Problem]:
    """Kept, under way and not kept are what was taken on."""
    found = draft.data.get("accountability")
    if not found:
        return
    made = found["kept"] + found["under_way"] + found["not_kept"]
    if (
        made != found["taken_on"]
        or found["overdue"] > found["under_way"]
        or found["answered"] > found["posted"]
    ):
        words = _("%(made)d kept, under way or not kept, of %(taken)d taken on") % {
            "made": made,
            "taken": found["taken_on"],
        }
        yield _wrong(draft, "accountability", _("Asks and commitments"), words)


def rates_say_of_how_many(draft: Draft) -> Iterator[Problem]:
    """A share in a table stands beside its x of n."""
    for key, table in draft.data["tables"].items():
        for row in table["rows"]:
            for cell in row[1:]:
                if isinstance(cell, str) and "%" in cell and not re.search(r"\d of .*\d", cell):
                    yield error(
                        "figure_without_denominator",
                        _(
                            "“%(table)s” prints %(cell)s in the row “%(row)s” and not of how many. "
                            "Take the figures again."
                        )
                        % {"table": table["title"], "cell": cell, "row": row[0]},
                        draft.table_place(key),
                    )


def _totals(table: Table) -> Iterator[str]:
    """Columns of numbers and their sums."""
    total, rows = total_row(table), rows_of(table)
    for row in rows:
        if len(row) != len(table["columns"]):
            yield _("the row “%s” has too many cells, or too few") % row[0]
            return
    if total is None:
        return
    for column, said in enumerate(total):
        cells = [row[column] for row in rows]
        # A withheld row is left out of the whole total, and so of its other columns.
        shown = [row[column] for row in rows if _is_shown(row, total)]
        if isinstance(said, int) and cells and said != sum(numbers_in(shown)):
            if len(numbers_in(shown)) < len(shown):
                continue
            yield _("%(column)s: the rows make %(made)d, the total says %(said)d") % {
                "column": table["columns"][column],
                "made": sum(numbers_in(shown)),
                "said": said,
            }
    if table["total"] is not None and table["total"] not in total:
        yield _("its total is %(total)d, its last row says otherwise") % {"total": table["total"]}


def _is_shown(row: list[Cell], total: list[Cell]) -> bool:
    """Whether the row is in the total: the first number column says so."""
    first = next((at for at, cell in enumerate(total) if isinstance(cell, int)), None)
    return first is None or isinstance(row[first], int)


def _shares(table: Table) -> Iterator[str]:
    total = total_row(table)
    for row in table["rows"]:
        for cell in row[1:]:
            match = SHARE.search(cell) if isinstance(cell, str) else None
            if match:
                yield from _share(match, row, total)


def _share(match: re.Match[str], row: list[Cell], total: list[Cell] | None) -> Iterator[str]:
    part, whole, said = int(match[1]), int(match[2]), Decimal(match[3])
    if part > whole or not whole or percentage(part, whole) != said:
        yield _("“%s” is not what it works out to") % match[0]
        return
    numbers = numbers_in(row[1:])
    if numbers and part not in numbers:
        yield _("“%(share)s” stands in a row of %(number)d") % {
            "share": match[0],
            "number": numbers[0],
        }
    elif total and whole not in [*numbers, *numbers_in(total)]:
        yield _("“%s” is of another total than the table’s") % match[0]


def _cells_add_up(
    draft: Draft, where: str, cells: list[RatingCell], *, summed: bool = False
) -> Iterator[Problem]:
    for cell in cells:
        for figure in cell["figures"]:
            least, most = _bounds(figure, cell["n"])
            if least > cell["n"] or (most < cell["n"] and not summed):
                words = _("statement %(item)s of %(where)s does not make n = %(n)d") % {
                    "item": figure["item"],
                    "where": where,
                    "n": cell["n"],
                }
                yield _wrong(draft, "ratings", _("Ratings"), words)


def _bounds(figure: Figure, n: int) -> tuple[int, int]:
    """How many answers a figure makes, at least and at most."""
    if figure["kind"] == "exact":
        made = figure["low"] + figure["mid"] + figure["high"]
        return made, made
    if figure["kind"] == "at_least":
        return figure["at_least"], n
    bands = (figure["low"], figure["mid"], figure["high"])
    return sum(low for low, _high in bands), sum(high for _low, high in bands)


def _wrong(draft: Draft, key: str, title: str, words: str) -> Problem:
    return error(
        "table_does_not_add_up",
        _("“%(title)s” does not add up: %(words)s. Take the figures again.")
        % {"title": title, "words": words},
        draft.table_place(key),
    )


TABLE_RULES = (
    tables_add_up,
    attendance_agrees,
    responses_agree,
    ratings_add_up,
    accountability_adds_up,
    rates_say_of_how_many,
)
