"""What the files of a report cost: against bare WeasyPrint, as the report grows, and in memory."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO

import outloud  # type: ignore[import-untyped]
import page
import pdfua
from pypdf import PdfReader

from bench import cpu
from bench.gates import Results
from bench.long_report import grown
from cop.core.charts import CountBar, attendance_bars
from reports.render.document import build_document
from reports.render.files import render_files
from reports.render.html import paper_page
from reports.render.pdf import draw, lay_out, pdf_file
from tests.people import Cast
from tests.reports.report_data import stress_data

TIMES = 20  # a report of about 30 pages, and one of about 300 of the same kind
SESSIONS = 370  # the stress report of the tests on about 300 pages
MOST = 200  # megabytes for 40 pages
BARS = 12


def measure(cast: Cast, results: Results) -> None:
    """Ratios of CPU time on the same HTML; memory in a process of its own."""
    data = grown(1)
    html = paper_page(build_document(data))
    compared = cpu.compare(
        {
            "bare WeasyPrint": lambda: bare(html),
            "untagged PDF": lambda: lay_out(html).write_pdf(),
            "PDF/UA": lambda: draw(lay_out(html)),
            "PDF from the data": lambda: pdf_file(build_document(data)),
        },
        floor="bare WeasyPrint",
        times=1,
    )
    pages = pages_of(pdf_file(build_document(data)))
    results.gate(
        f"report of {pages} pages against bare WeasyPrint",
        compared.ratio("PDF from the data", "bare WeasyPrint"),
        1.3,
        " ×",
    )
    results.gate("PDF/UA against untagged", compared.ratio("PDF/UA", "untagged PDF"), 1.25, " ×")
    for what, cost in compared.costs.items():
        results.cost(f"{what}, {pages} pages", cost, None)
    results.cost("all files of it", cpu.once(lambda: render_files(data)), None)
    _growth(pages, compared.costs["PDF from the data"].cpu, results)
    _checked(results)
    _memory(results)
    _charts(results)


def bare(html: str) -> bytes:
    """What WeasyPrint alone makes of the HTML."""
    from weasyprint import HTML  # noqa: PLC0415  as the program does

    from reports.render.pdf import ORIGIN, fetch_static  # noqa: PLC0415

    return bytes(HTML(string=html, base_url=f"{ORIGIN}/", url_fetcher=fetch_static).write_pdf())


def pages_of(pdf: bytes) -> int:
    """How many there are."""
    return len(PdfReader(BytesIO(pdf)).pages)


def _growth(pages: int, each: float, results: Results) -> None:
    """CPU for a page of a long report, against one of a short one."""
    made: list[bytes] = []
    data = grown(TIMES)
    cost = cpu.once(lambda: made.append(pdf_file(build_document(data))))
    many = pages_of(made[0])
    results.cost(f"PDF from the data, {many} pages", cost, None)
    found = (cost.cpu / many) / (each / pages)
    results.gate(f"CPU of a page, {many} pages against {pages}", found, 1.3, " ×")


def _checked(results: Results) -> None:
    """The checkers on the stress report; the tests have them on a shorter one."""
    pdf = pdf_file(build_document(stress_data(SESSIONS)))
    pages = pages_of(pdf)
    found = page.validate_pdf_bytes(pdf, profile="ua1")
    results.gate(f"failures by page-validation, {pages} pages", len(found.failures), 0)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        errors = outloud.check(file.name).errors
        findings = sum(len(rule.findings) for rule in pdfua.validate(file.name).outcomes)
    results.gate(f"errors by outloud, {pages} pages", errors, 0)
    results.gate(f"findings by pdfua, {pages} pages", findings, 0)


def _memory(results: Results) -> None:
    """All files of a report of about 40 pages, in a process like a worker's."""
    command = [sys.executable, "-m", "bench.memory"]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    pages, begins, ends = map(int, found.stdout.split())
    results.tell("memory of a process before it makes files", f"{begins} MB")
    results.gate(f"memory for all files of {pages} pages", ends - begins, MOST, " MB")


def _charts(results: Results) -> None:
    """Against a library for charts."""
    import pygal  # type: ignore[import-untyped]  # noqa: PLC0415  only here

    def theirs() -> None:
        chart = pygal.Bar()
        chart.add("came", list(range(BARS)))
        chart.render()

    bars = [CountBar(f"S{at}", at) for at in range(BARS)]
    actions: dict[str, Callable[[], object]] = {
        "pygal": theirs,
        "chart": lambda: attendance_bars(bars, name="b", title="t", description="d"),
    }
    compared = cpu.compare(actions, floor="pygal", times=5)
    results.gate("a chart against pygal", compared.ratio("chart", "pygal"), 0.1, " ×")
