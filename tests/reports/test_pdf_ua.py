"""Can somebody who cannot see the pages use the PDF? Three checkers, and the tree itself."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import outloud
import page
import pdfua
import pikepdf
import pytest

from reports.render.html import render_html
from reports.render.pdf import fetch_static, render_pdf
from reports.render.pdfua import mend, structure_marked
from tests.reports.report_data import empty_data, scenario_data, stress_data

REPORTS = {"scenario": scenario_data, "stress": stress_data, "empty": empty_data}
# This rule of the checker stops on every heading of more than one piece of text, whatever the
# file; `test_no_heading_is_empty` does its work.
CHECKER_STUMBLES = {"UA-14-001"}


@pytest.fixture(scope="module", params=list(REPORTS))
def report(request: pytest.FixtureRequest) -> tuple[Any, bytes]:
    data = REPORTS[request.param]()
    return data, render_pdf(data)


@pytest.fixture
def file(report: tuple[Any, bytes], tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(report[1])
    return path


def test_page_validation_finds_no_failure(report: tuple[Any, bytes]) -> None:
    found = page.validate_pdf_bytes(report[1], profile="ua1")
    assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures]


def test_pdfua_finds_nothing(file: Path) -> None:
    found = pdfua.validate(str(file))
    assert [one for rule in found.outcomes for one in rule.findings] == []
    skipped = {rule.rule_id for rule in found.outcomes if rule.skipped_reason}
    assert skipped <= CHECKER_STUMBLES


def test_outloud_finds_no_error(file: Path) -> None:
    found = outloud.check(str(file))
    assert found.errors == 0, [str(one) for one in found.sorted_findings()]


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    """Every structure element in reading order."""

    def below(element: Any) -> Iterator[Any]:
        yield element
        for kid in element.get("/K", []):
            if not isinstance(kid, int) and "/S" in kid:
                yield from below(kid)

    return list(below(pdf.Root.StructTreeRoot.K[0]))


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in elements(pdf)]


def test_every_table_is_one_table_with_one_head(report: tuple[Any, bytes]) -> None:
    data, pdf = report
    wanted = render_html(data).count("<table")
    with pikepdf.open(BytesIO(pdf)) as opened:
        found = elements(opened)
        tables = [one for one in found if one.S == "/Table"]
        assert len(tables) == wanted
        for table in tables:
            assert [str(kid.S) for kid in table.K] == ["/Caption", "/THead", "/TBody"]
        ids = {str(one.ID) for one in found if "/ID" in one}
        assert len(ids) == len([one for one in found if "/ID" in one])
        for cell in found:
            if cell.S == "/TH":
                assert str(cell.A.Scope) in ("/Row", "/Column")
            if cell.S == "/TD":
                assert {str(name) for name in cell.A.Headers} <= ids


def test_paragraphs_and_lists_are_whole(report: tuple[Any, bytes]) -> None:
    data, pdf = report
    html = render_html(data)
    with pikepdf.open(BytesIO(pdf)) as opened:
        found = kinds(opened)
    assert found.count("/BlockQuote") == html.count("<blockquote")
    lists = html.count("<ul") + html.count("<ol") + html.count("<dl") - 1  # less the contents
    assert found.count("/L") == lists
    assert found.count("/TOC") == 1
    entries = len(re.findall(r"<(?:li|dt)[ >]", html))
    assert found.count("/LI") + found.count("/TOCI") == entries
    assert found.count("/P") == len(re.findall(r"<p[ >]", html))


def test_no_heading_is_empty(report: tuple[Any, bytes]) -> None:
    with pikepdf.open(BytesIO(report[1])) as opened:
        headings = [one for one in elements(opened) if str(one.S)[1:2] == "H"]
        assert headings
        assert all(len(one.K) for one in headings)


def test_every_figure_says_what_it_shows(report: tuple[Any, bytes]) -> None:
    data, pdf = report
    with pikepdf.open(BytesIO(pdf)) as opened:
        figures = [one for one in elements(opened) if one.S == "/Figure"]
        assert len(figures) == render_html(data).count("<svg")
        for figure in figures:
            assert len(str(figure.Alt)) > 30
            left, low, right, high = (float(value) for value in figure.A.BBox)
            assert 0 <= left < right <= 596
            assert 0 <= low < high <= 842


def test_links_print_and_say_where_they_lead(report: tuple[Any, bytes]) -> None:
    with pikepdf.open(BytesIO(report[1])) as opened:
        links = [one for sheet in opened.pages for one in sheet.get("/Annots", [])]
        assert links
        for link in links:
            assert int(link.F) & 4
            assert not str(link.Contents).startswith(("section-", "part-", "note-"))
        nested = [
            kid
            for one in elements(opened)
            if one.S == "/Link"
            for kid in one.K
            if not isinstance(kid, int) and kid.get("/S") == "/Link"
        ]
        assert nested == []


def test_running_heads_are_not_read_out(report: tuple[Any, bytes]) -> None:
    with pikepdf.open(BytesIO(report[1])) as opened:
        for number, sheet in enumerate(opened.pages):
            artifacts = [
                operands
                for operands, operator in pikepdf.parse_content_stream(sheet)
                if str(operator) == "BDC" and operands[0] == "/Artifact"
            ]
            pagination = [one for one in artifacts if one[1].get("/Type") == "/Pagination"]
            assert len(pagination) >= (2 if number else 0)


def tagged(body: str) -> pikepdf.Pdf:
    """A small document through the same two steps."""
    from weasyprint import HTML

    html = f"<!doctype html><html lang=en><head><title>T</title></head><body>{body}</body></html>"
    document = HTML(string=html, url_fetcher=fetch_static).render(pdf_variant="pdf/ua-1")
    with structure_marked():
        drawn = document.write_pdf(pdf_variant="pdf/ua-1")
    return pikepdf.open(BytesIO(mend(drawn)))


def test_the_language_of_a_part_is_kept() -> None:
    with tagged('<h1>Report</h1><p lang="cy">Croeso</p><p>See <i lang="pl">Żółć</i>.</p>') as pdf:
        languages = {str(one.Lang): str(one.S) for one in elements(pdf) if "/Lang" in one}
    assert languages == {"cy": "/P", "pl": "/Span"}


def test_a_row_cut_by_the_pages_end_is_one_row() -> None:
    tall = "word<br>" * 90
    body = (
        "<h1>Report</h1><table><thead><tr><th>A</th><th>B</th></tr></thead>"
        f"<tbody><tr><th scope=row>one</th><td>{tall}</td></tr></tbody></table>"
    )
    with tagged(body) as pdf:
        assert len(pdf.pages) > 1
        assert kinds(pdf).count("/TR") == 2
        assert kinds(pdf).count("/TD") == 1


def test_words_and_their_meanings_are_pairs() -> None:
    with tagged("<h1>R</h1><dl><dt>one</dt><dd>first</dd><dt>two</dt><dd>second</dd></dl>") as pdf:
        entries = [one for one in elements(pdf) if one.S == "/LI"]
        assert [[str(kid.S) for kid in entry.K] for entry in entries] == [["/Lbl", "/LBody"]] * 2


def test_a_link_that_wraps_is_one_link() -> None:
    with tagged(f'<h1>R</h1><p><a href="https://example.org/">{"many words " * 40}</a></p>') as pdf:
        links = [one for one in elements(pdf) if one.S == "/Link"]
        assert len(links) == 1
        assert all("many words" in str(one.Contents) for one in pdf.pages[0].Annots)
