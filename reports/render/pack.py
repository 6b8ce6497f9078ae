"""The data pack of a report: what it prints, for people who count on.

A zip file with a text that explains every file, the tables as spreadsheets, the drawings, and the
whole report as data. It holds what the report says and nothing besides: what was not released is
not in the report's data either.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.template.loader import render_to_string
from django.utils.text import slugify

from cop.core.files import as_file
from reports.render.document import Document
from reports.render.tables import CellView, TableView
from reports.render.zips import zipped
from reports.schema import TABLE_IDS, ReportData, Table

NAMED = 60  # letters of a caption that a file is named after


def data_pack(data: ReportData, document: Document) -> bytes:
    """The zip file; the same report gives the same bytes."""
    printed = {f"tables/{_name('table', one)}.csv": one for one in document.tables}
    frozen = {f"frozen/{key}.csv": table for key, table in _frozen(data)}
    drawn = {f"figures/{_name('figure', one)}.svg": one for one in document.figures}
    context = {"document": document, "data": data, "edition": data.get("edition")}
    readme = render_to_string(
        "reports/document/readme.txt",
        context | {"printed": printed, "frozen": frozen, "drawn": drawn},
    )
    files: dict[str, bytes] = {"README.txt": readme.encode()}
    files |= {name: as_file("csv", _printed_rows(one)) for name, one in printed.items()}
    files |= {name: as_file("csv", [one["columns"], *one["rows"]]) for name, one in frozen.items()}
    files |= {name: str(one.svg).encode() for name, one in drawn.items()}
    # The list of works is printed, what else was pasted with it is its authors' own; and what
    # members signed for the briefing they signed for nothing else.
    told = {key: value for key, value in data.items() if key not in {"references", "for_leaders"}}
    files["report.json"] = json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True).encode()
    return zipped(files, document.day)


def _frozen(data: ReportData) -> Iterator[tuple[str, Table]]:
    """The tables as they were frozen, in their order: no cell is split or joined."""
    for key in TABLE_IDS:
        if key in data["tables"]:
            yield key, data["tables"][key]
    counted = cast(Mapping[str, Any] | None, data.get("accountability"))
    if counted:
        rows: list[list[str | int]] = [[what, counted[what]] for what in sorted(counted)]
        yield (
            "asks_and_commitments",
            {"title": "", "columns": ["what", "number"], "rows": rows, "total": None, "notes": []},
        )


def _name(kind: str, one: Any) -> str:
    return f"{kind}-{one.number:02d}-{slugify(one.caption)[:NAMED].strip('-')}".rstrip("-")


def _printed_rows(table: TableView) -> list[list[str]]:
    """Cells as the report prints them."""
    heads = [_cell(one) for one in table.columns]
    return [heads, *([_cell(one) for one in (row.head, *row.cells)] for row in table.rows)]


def _cell(cell: CellView) -> str:
    return "; ".join(filter(None, (cell.text, *cell.more, cell.detail)))
