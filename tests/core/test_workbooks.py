"""XLSX files as people and attackers make them; every file is made here, by openpyxl or by hand."""

import datetime as dt
import io
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from cop.core.errors import Refused
from cop.core.tables import Problems, read_table
from cop.core.workbooks import (
    LARGEST_WORKBOOK,
    MOST_ROWS,
    Unreadable,
    read_workbook,
    write_workbook,
)


def book(*rows, title="Roster") -> Workbook:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    return made


def moment(*time: int) -> dt.datetime:
    return dt.datetime(2026, 1, 14, *time)  # noqa: DTZ001  a spreadsheet knows no zones


def saved(made: Workbook) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def cells(content: bytes) -> list[tuple[int, list[str]]]:
    return list(read_workbook(content)[2])


def repacked(content: bytes, changed: dict[str, bytes]) -> bytes:
    """The same archive with some parts replaced or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return stream.getvalue()


def test_cells_become_the_text_a_csv_would_hold():
    made = book(
        [12, 12.0, 12.5, "  x ", True, None],
        [dt.date(2026, 9, 3), moment(13, 30), dt.time(9, 5), "=no formula"],
    )
    made.active["D2"].data_type = "s"
    made.active["B2"].value = moment(12, 59, 59, 999_900)
    assert cells(saved(made)) == [
        (1, ["12", "12", "12.5", "  x ", "TRUE"]),
        (2, ["2026-09-03", "2026-01-14T13:00", "09:05", "=no formula"]),
    ]


def test_a_formula_and_an_error_are_refused_with_sheet_row_column_and_advice(tmp_path):
    made = book(["member_id", "name", "note"], ["M01", "=A2", "=1+1"], ["M02", "#N/A", ""])
    made.active["B3"].data_type = "e"
    (tmp_path / "m.xlsx").write_bytes(saved(made))
    problems = Problems()
    table = read_table(tmp_path / "m.xlsx", problems, required=("member_id",), optional=("name",))
    first, second = map(str, problems.found)  # a column nobody reads may hold what it likes
    assert first.startswith("m.xlsx, sheet “Roster”, row 2, column name: Cell B2 holds a formula.")
    assert "values only" in first
    assert second.startswith("m.xlsx, sheet “Roster”, row 3, column name: Cell B3 holds the error")
    assert table.rows == []


def test_the_first_visible_sheet_is_read_and_the_others_are_named(tmp_path):
    made = book(["member_id"], ["hidden"], title="Archive")
    made.active.sheet_state = "hidden"
    seen = made.create_sheet("Now")
    seen.append([])
    seen.append(["member_id", "name"])
    seen.append(["M01", "Amara", "a remark on the right"])
    made.create_sheet("Later")
    (tmp_path / "m.xlsx").write_bytes(saved(made))
    problems = Problems()
    table = read_table(tmp_path / "m.xlsx", problems, required=("member_id",), optional=("name",))
    assert problems.found == []
    assert table.file == "m.xlsx, sheet “Now”"
    assert [(row.number, row["member_id"], row["name"]) for row in table.rows] == [
        (3, "M01", "Amara")
    ]
    assert table.warnings == [
        "m.xlsx, sheet “Now” was read. These sheets were not: Archive, Later."
    ]


def test_a_workbook_without_a_visible_sheet_and_one_with_a_password_are_refused():
    made = book(["member_id"])
    made.active.sheet_state = "hidden"
    made.create_sheet("Chart").sheet_state = "veryHidden"
    content = saved(book(["a"]))
    workbook = zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml")
    hidden = repacked(content, {"xl/workbook.xml": workbook.replace(b'"visible"', b'"hidden"')})
    with pytest.raises(Refused, match="no visible sheet"):
        read_workbook(hidden)
    encrypted = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := encrypted.find(mark, at + 1)) >= 0:
            encrypted[at + offset] |= 1
    with pytest.raises(Refused, match="without a password"):
        read_workbook(bytes(encrypted))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_wherever_they_are_declared(encoding):
    laughs = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bad = f'<?xml version="1.0"?><!-- x --><!DOCTYPE s [<!ENTITY e0 "ha">{laughs}]><s>&e9;</s>'
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"):
        with pytest.raises(Refused, match="no XLSX file"):
            read_workbook(repacked(saved(book(["a"])), {part: bad.encode(encoding)}))


def test_an_outer_entity_reads_no_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the key")
    bad = f'<!DOCTYPE s [<!ENTITY e SYSTEM "{secret.as_uri()}">]><worksheet>&e;</worksheet>'
    with pytest.raises(Refused, match="no XLSX file"):
        cells(repacked(saved(book(["a"])), {"xl/worksheets/sheet1.xml": bad.encode()}))


def test_a_bomb_is_refused_before_it_is_unpacked():
    content = saved(book(["a"]))
    for part, size in (("xl/worksheets/sheet1.xml", 110_000_000), ("xl/styles.xml", 3_000_000)):
        bomb = repacked(content, {part: b"<x>" + b" " * size})
        assert len(bomb) < 200_000
        tracemalloc.start()
        with pytest.raises(Refused, match="Unpacked, the file is too large"):
            read_workbook(bomb)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 5_000_000
    with pytest.raises(Refused, match="over 10 MB"):
        read_workbook(content + b" " * LARGEST_WORKBOOK)


def renamed(content: bytes, part: str, name: str, held: bytes) -> bytes:
    """The same workbook, whose sheet (or whatever it is) is said to lie under another name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        says = {
            one: archive.read(one).replace(part.encode(), name.encode())
            for one in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels")
        }
    return repacked(content, {**says, f"xl/{name}": held})


def test_a_sheet_by_another_extension_is_not_opened():
    content = saved(book(["a"]))
    cell = b'<c r="A1" t="inlineStr"><is><t>%s</t></is></c>'
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    sheet += b'<sheetData><row r="1">' + cell + b"</row></sheetData></worksheet>"
    for name in ("worksheets/sheet1.dat", "media/image1.png", "worksheets/sheet1.xml.bin"):
        small = renamed(content, "worksheets/sheet1.xml", name, sheet % b"hidden")
        with pytest.raises(Refused):
            cells(small)
    seen = renamed(content, "worksheets/sheet1.xml", "worksheets/other.xml", sheet % b"seen")
    assert cells(seen) == [(1, ["seen"])]
    large = sheet % (b"x" * 110_000_000)
    with pytest.raises(Refused, match="Unpacked, the file is too large"):
        cells(renamed(content, "worksheets/sheet1.xml", "worksheets/sheet1.dat", large))


def test_a_picture_is_left_alone():
    content = repacked(saved(book(["a"])), {"xl/media/image1.png": b"\x89PNG" + b"\0" * 3_000_000})
    assert cells(content) == [(1, ["a"])]


@pytest.mark.parametrize("cell", [b"", b'<c t="inlineStr"><is><t>x</t></is></c>'])
def test_a_row_below_all_rows_is_refused_at_once(cell):
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"/><row r="999999999999">' + cell + b"</row></sheetData></worksheet>"
    )
    far = repacked(saved(book(["a"])), {"xl/worksheets/sheet1.xml": sheet})
    begun = time.monotonic()
    with pytest.raises(Refused, match="more than 20000 rows"):
        cells(far)
    assert time.monotonic() - begun < 20


def test_a_part_that_lies_about_its_size_is_refused():
    honest = repacked(saved(book(["a"])), {"xl/worksheets/sheet1.xml": b"<x>" + b" " * 5_000_000})
    lying = honest.replace((5_000_003).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(Refused, match="no XLSX file"):
        cells(lying)


def test_too_many_rows_columns_and_a_cell_far_below_are_refused():
    many = Workbook(write_only=True)
    sheet = many.create_sheet("Many")
    for number in range(MOST_ROWS + 2):
        sheet.append([number])
    with pytest.raises(Refused, match="more than 20000 rows"):
        cells(saved(many))
    far = book(["a"])
    far.active["A1048576"] = "slip"
    with pytest.raises(Refused, match="stands below the list"):
        cells(saved(far))
    wide = book(["a"])
    wide.active["XFD1"] = "slip"
    with pytest.raises(Refused, match="more than 100 columns"):
        cells(saved(wide))


def test_what_is_written_holds_no_formula():
    hostile = ["=1+1", "+1", "-1", "@x", "\t=1", "plain"]
    content = write_workbook("Roster", iter([["Name"] * 6, [*hostile], [1, 2, 3, 4, 5, 6]]))
    sheet = load_workbook(io.BytesIO(content)).active
    assert [cell.data_type for cell in sheet[2]] == ["s"] * 6
    assert [cell.data_type for cell in sheet[3]] == ["n"] * 6
    # The same file, as it would be were the kind of a cell left to the library.
    left = Workbook(write_only=True)
    made = left.create_sheet("Roster")
    made.append([WriteOnlyCell(made, value="=1+1")])
    assert isinstance(cells(saved(left))[0][1][0], Unreadable)


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1), noise=st.binary(min_size=1, max_size=40))
def test_no_bytes_break_the_reader(place, noise):
    content = bytearray(saved(book(["member_id", "name"], ["M01", dt.date(2026, 1, 1)])))
    at = int(place * (len(content) - 1))
    content[at : at + len(noise)] = noise
    try:
        for number, texts in read_workbook(bytes(content))[2]:
            assert number > 0
            assert all(isinstance(text, str) for text in texts)
    except Refused:
        return
