"""Files that leave: no cell is a formula, no cache keeps one, no browser takes it for a page."""

import io

import pytest
from openpyxl import load_workbook

from cop.core.files import as_file, file_response

ROWS = [["name", "number"], ["=1+1", 3], ["@Zoë", -4], ["-", 5]]


def test_no_text_is_a_formula_in_a_csv_file():
    content = as_file("csv", ROWS)
    assert content == "\ufeffname,number\r\n'=1+1,3\r\n'@Zoë,-4\r\n'-,5\r\n".encode()


def test_no_text_is_a_formula_in_a_workbook():
    book = load_workbook(io.BytesIO(as_file("xlsx", ROWS, sheet="members")))
    assert book.sheetnames == ["members"]
    cells = [[(cell.data_type, cell.value) for cell in row] for row in book.active.rows]
    assert cells[1:3] == [[("s", "'=1+1"), ("n", 3)], [("s", "'@Zoë"), ("n", -4)]]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.pdf", "application/pdf"),
        ("my-data.zip", "application/zip"),
    ],
)
def test_a_file_is_saved_and_kept_by_no_cache(name, kind):
    response = file_response(b"x", name)
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
