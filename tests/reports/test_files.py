"""Every format holds the same report, complete, and comes out the same when it is made again."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import uuid
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from reports.enums import FileFormat
from reports.render.document import Document, build_document
from reports.render.files import render_files
from reports.render.html import render_html
from reports.render.pictures import UnknownShape, as_png
from reports.render.proof import Faulty, prove_html, prove_pack, prove_pdf, prove_word
from reports.render.word import word_file
from reports.render.wordfonts import scrambled
from reports.schema import ReportData
from tests.reports.report_data import (
    EXPECTED,
    empty_data,
    scenario_data,
    sections_with,
    stress_data,
)

ROOT = Path(__file__).parent.parent.parent
AGAIN = """
import hashlib, os
os.environ["DJANGO_SETTINGS_MODULE"] = "cop.settings"
import django
django.setup()
from reports.render.files import render_files
from tests.reports.report_data import scenario_data
for kind, body in render_files(scenario_data()).items():
    print(kind, hashlib.sha256(body).hexdigest())
"""
RED, GREEN = (255, 0, 0), (0, 255, 0)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" fill="#000000">'
    "<title>t</title>{}</svg>"
)


@cache
def made() -> dict[FileFormat, bytes]:
    return render_files(scenario_data())


@pytest.fixture(scope="module")
def document() -> Document:
    return build_document(scenario_data())


@pytest.fixture(scope="module")
def word() -> Any:
    return docx.Document(io.BytesIO(made()[FileFormat.WORD]))


@pytest.fixture(scope="module")
def pack() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(made()[FileFormat.DATA]))


def rows_of(pack: zipfile.ZipFile, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(pack.read(name).decode("utf-8-sig"))))


@pytest.mark.parametrize("seed", ["1", "2026"])
def test_another_process_makes_the_same_bytes(seed: str) -> None:
    found = subprocess.run(
        [sys.executable, "-c", AGAIN],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    ).stdout.split()
    wanted = {str(kind): hashlib.sha256(body).hexdigest() for kind, body in made().items()}
    assert dict(zip(found[::2], found[1::2], strict=True)) == wanted


def test_word_has_every_table_with_its_figures(word: Any, document: Document) -> None:
    assert len(word.tables) == len(document.tables)
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert set(EXPECTED["response_rates"].values()) <= cells
    captions = [p.text for p in word.paragraphs if p.style.name == "Table Caption"]
    assert captions == [f"Table {one.number}. {one.caption}" for one in document.tables]


def test_word_repeats_heads_and_keeps_rows_whole(word: Any) -> None:
    for table in word.tables:
        head, *rest = table._tbl.xpath("w:tr")
        assert head.xpath("w:trPr/w:tblHeader")
        assert all(row.xpath("w:trPr/w:cantSplit") for row in rest)
        widths = [int(one.get(qn("w:w"))) for one in table._tbl.xpath("w:tblGrid/w:gridCol")]
        assert 9000 < sum(widths) < 9400


def test_word_pictures_say_what_they_show(word: Any, document: Document) -> None:
    said = word.element.body.xpath(".//wp:docPr/@descr")
    assert len(said) == len(document.figures)
    assert all(len(one) > 30 for one in said)
    assert word.element.body.xpath(".//pic:cNvPr/@descr") == said
    kinds = {part.content_type for part in word.part.package.iter_parts()}
    assert "image/png" in kinds


def test_word_says_who_made_it_in_which_language_and_that_nothing_flows_back(word: Any) -> None:
    about = word.core_properties
    assert about.title == "Annual report, 1 July 2025 to 31 October 2026"
    assert about.author == "Northern Psychological Professions Anti-Racism CoP"
    assert (about.created.date().isoformat(), about.language) == ("2026-11-22", "en-GB")
    assert "does not flow back" in word.paragraphs[0].text
    assert word.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["en-GB"]


def test_word_headings_are_those_of_the_page(word: Any, document: Document) -> None:
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    sections = [f"{one.number} {one.title}" for one in document.sections]
    assert headings == ["Contents", *sections, "Notes"]
    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == ["Annual report"]


def test_word_contents_lead_to_the_pages_and_every_link_to_its_place(word: Any) -> None:
    body = word.element.body
    places = body.xpath("//w:bookmarkStart/@w:name")
    assert set(body.xpath("//w:hyperlink/@w:anchor")) <= set(places)
    entries = [one for one in word.paragraphs if one.style.name.startswith("Report Contents")]
    numbered = [p for p in word.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert [entry.text.split("\t")[0] for entry in entries] == [p.text for p in numbered[1:]]
    for entry in entries:
        [place] = entry._p.xpath("w:hyperlink/@w:anchor")
        assert entry._p.xpath("w:hyperlink//w:instrText/text()") == [f" PAGEREF {place} \\h "]
    # LibreOffice loses a place that begins between a table and a heading.
    assert not body.xpath("w:tbl/following-sibling::*[1][self::w:bookmarkStart]")
    assert word.settings.element.xpath("w:updateFields/@w:val") == ["true"]


def test_word_keeps_a_short_table_and_what_belongs_together_on_one_page(word: Any) -> None:
    short = next(table for table in word.tables if len(table.rows) == 8)
    kept = [bool(row._tr.xpath("w:tc/w:p/w:pPr/w:keepNext")) for row in short.rows]
    assert kept == [True] * 7 + [False]
    for name in ("Table Caption", "Image Caption", "Report Quote", "Report Leads"):
        assert word.styles[name].paragraph_format.keep_with_next


def test_word_lists_works_without_bullets() -> None:
    cited = "@article{a, title={A title}, author={Wright, Ann}, journal={J}, year={2020}}"
    data = scenario_data() | {"references": cited, "sections": sections_with(summary="See [@a].")}
    word = docx.Document(io.BytesIO(word_file(build_document(data))))
    [work] = [p for p in word.paragraphs if p.style.name == "Report Reference"]
    assert "Wright, A. (2020)" in work.text
    assert not work._p.xpath("w:pPr/w:numPr")
    assert work.style.paragraph_format.first_line_indent < 0


def test_word_carries_the_typeface_for_readers_who_do_not_have_it(word: Any) -> None:
    parts = {str(part.partname): part for part in word.part.package.iter_parts()}
    for number, style in enumerate(("Regular", "Bold", "Italic"), start=1):
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"Source Sans 3 {style}")
        whole = (ROOT / f"assets/fonts/SourceSans3-{style}.ttf").read_bytes()
        embedded = parts[f"/word/fonts/font{number}.odttf"].blob
        assert embedded != whole
        assert scrambled(embedded, key) == whole
    table = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE).blob.decode()
    assert table.count("w:fontKey") == 3


def test_findings_stand_in_word_with_the_map_and_every_quote() -> None:
    document = build_document(stress_data(2))
    word = docx.Document(io.BytesIO(word_file(document)))
    assert len(word.tables) == len(document.tables)
    styles = [p.style.name for p in word.paragraphs]
    assert styles.count("Report Quote Source") == 60
    assert len(word.element.body.xpath(".//wp:docPr/@descr")) == len(document.figures)


def test_the_pack_explains_each_of_its_files(pack: zipfile.ZipFile, document: Document) -> None:
    readme = pack.read("README.txt").decode()
    for name in pack.namelist()[1:]:
        assert name in readme
    for absence in ("not stated", "not asked", "no answers", "fewer than 5"):
        assert f"\n{absence}\n" in readme
    assert "{" not in readme
    assert "edition" not in readme.lower().split("what is here")[0]


def test_the_pack_has_a_spreadsheet_for_each_table(
    pack: zipfile.ZipFile, document: Document
) -> None:
    names = pack.namelist()
    assert sum(name.startswith("tables/") for name in names) == len(document.tables)
    attendance = rows_of(pack, "frozen/attendance_by_session.csv")
    found = {row[0]: int(row[-1]) for row in attendance[1:-1]}
    assert found == EXPECTED["attendance"]["by_session"]
    rates = rows_of(pack, "tables/table-04-responses-by-session.csv")
    assert {row[0]: row[3] for row in rates[1:-1]} == EXPECTED["response_rates"]


def test_the_pack_has_the_drawings_and_the_data(pack: zipfile.ZipFile, document: Document) -> None:
    drawings = [name for name in pack.namelist() if name.startswith("figures/")]
    assert len(drawings) == len(document.figures)
    for name in drawings:
        assert etree.fromstring(pack.read(name)).tag == "{http://www.w3.org/2000/svg}svg"
    assert json.loads(pack.read("report.json")) == json.loads(json.dumps(scenario_data()))


def test_no_cell_of_the_pack_is_a_formula() -> None:
    data = scenario_data()
    data["sessions"][0]["title"] = "=cmd()"
    data["tables"]["attendance_by_session"]["rows"][0][2] = "=cmd()"
    pack = zipfile.ZipFile(io.BytesIO(render_files_of(data)))
    for name in pack.namelist():
        if name.endswith(".csv"):
            assert not any(cell.startswith("=") for row in rows_of(pack, name) for cell in row)


def render_files_of(data: ReportData) -> bytes:
    from reports.render.files import render_file

    return render_file(data, FileFormat.DATA)


def test_an_edition_says_so_in_the_pack() -> None:
    data = scenario_data()
    data["edition"] = {"number": 2, "published_on": "2027-01-09", "erratum": "Two names."}
    pack = zipfile.ZipFile(io.BytesIO(render_files_of(data)))
    readme = pack.read("README.txt").decode()
    assert "Edition 2, published on" in readme
    assert "Two names." in readme
    assert {info.date_time[:3] for info in pack.infolist()} == {(2027, 1, 9)}


def test_a_report_about_nothing_has_all_its_files() -> None:
    assert set(render_files(empty_data())) == set(FileFormat) - {FileFormat.BRIEFING}


def test_every_drawing_of_a_report_can_be_a_picture() -> None:
    drawings = re.findall(r"<svg.*?</svg>", render_html(scenario_data()), re.DOTALL)
    assert drawings
    for drawing in drawings:
        picture = Image.open(io.BytesIO(as_png(drawing)))
        assert picture.width == 3 * 540
        assert len(picture.getcolors(256) or []) > 10


@pytest.mark.parametrize(
    ("shape", "at", "colour"),
    [
        ('<rect x="10" y="10" width="20" height="20" fill="#ff0000"/>', (20, 20), RED),
        ('<circle cx="50" cy="25" r="10" fill="#00ff00"/>', (50, 25), GREEN),
        ('<line y1="25" x2="100" y2="25" stroke="#00ff00" stroke-width="4"/>', (50, 25), GREEN),
        ('<path d="M10 10h30v30h-30z" fill="#ff0000"/>', (25, 25), RED),
        (
            '<path d="M0 0Q50 50 100 0" fill="none" stroke="#ff0000" stroke-width="6"/>',
            (50, 25),
            RED,
        ),
        ('<polygon points="10,10 40,10 40,40 10,40" fill="#00ff00"/>', (20, 20), GREEN),
        (
            '<g transform="translate(40 10)"><rect width="9" height="9" fill="#ff0000"/></g>',
            (44, 14),
            RED,
        ),
    ],
)
def test_shapes_stand_where_they_should(
    shape: str, at: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    picture = Image.open(io.BytesIO(as_png(DRAWING.format(shape)))).convert("RGB")
    assert picture.getpixel((at[0] * 3, at[1] * 3)) == colour
    assert picture.getpixel((290, 140)) == (255, 255, 255)


@pytest.mark.parametrize("shape", ["<image/>", '<path d="M0 0A5 5 0 0 1 9 9"/>'])
def test_a_shape_that_cannot_be_drawn_is_refused(shape: str) -> None:
    with pytest.raises(UnknownShape):
        as_png(DRAWING.format(shape))


def test_turned_words_run_upwards() -> None:
    words = '<text x="50" y="40" transform="rotate(-90 50 40)">iiii</text>'
    picture = Image.open(io.BytesIO(as_png(DRAWING.format(words)))).convert("L")
    left, top, right, bottom = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert bottom - top > right - left
    assert bottom <= 41 * 3


def test_incomplete_files_are_noticed(document: Document) -> None:
    empty = render_files(empty_data())
    for prove, file_format in (
        (prove_pdf, FileFormat.PDF),
        (prove_word, FileFormat.WORD),
        (prove_pack, FileFormat.DATA),
    ):
        prove(made()[file_format], document)
        with pytest.raises(Faulty):
            prove(empty[file_format], document)
    page = made()[FileFormat.HTML].decode()
    prove_html(page, document)
    for asking in ('<img src="https://elsewhere.example/">', '<script src="x"></script>'):
        with pytest.raises(Faulty):
            prove_html(page + asking, document)
