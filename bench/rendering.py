"""What the files of a report cost: against bare WeasyPrint, as the report grows, and in memory."""

import importlib.util
import resource
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from bench import cpu
from bench.gates import Results
from cop.core.charts import CountBar, attendance_bars
from reports.render.document import build_document
from reports.render.files import render_files
from reports.render.html import paper_page
from reports.render.pdf import draw, lay_out, pdf_file
from reports.schema import ReportData
from tests.people import Cast
from tests.reports.report_data import scenario_data
from tests.reports.stress import stress_findings

TIMES = 10  # a report of about 30 pages, and one of about 300 of the same kind
MOST = 200  # megabytes for 40 pages
BARS = 12
TABLES = ("attendance_by_session", "responses_by_session")


def measure(cast: Cast, results: Results) -> None:
    """Ratios of CPU time on the same HTML; memory in a process of its own."""
    data = grown(1)
    page = paper_page(build_document(data))
    compared = cpu.compare(
        {
            "bare WeasyPrint": lambda: bare(page),
            "untagged PDF": lambda: lay_out(page).write_pdf(),
            "PDF/UA": lambda: draw(lay_out(page)),
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
    _memory(results)
    _charts(results)


def grown(times: int) -> ReportData:
    """The scenario's report with findings, so many times over."""
    data = scenario_data()
    data["kind"] = "full"
    data["sections"].insert(
        -2, {"key": "findings", "kind": "findings", "title": "Findings", "body": ""}
    )
    findings = stress_findings()
    parts = findings["parts"]
    findings["parts"] = [
        {
            **part,
            "key": f"{part['key']}-{at}",
            "themes": [{**one, "key": f"{one['key']}-{at}"} for one in part["themes"]],
        }
        for at in range(times)
        for part in parts
    ]
    findings["relations"] = []
    data["findings"] = findings

    def again(lines: Any) -> list[Any]:
        """Each line so many times, of a session of its own."""
        return [_renamed(line, at) for at in range(times) for line in lines]

    data["sessions"] = again(data["sessions"])
    data["ratings"]["by_session"] = again(data["ratings"]["by_session"])
    data["share_backs"] = again(data["share_backs"])
    data["decisions"] = again(data["decisions"])
    for key in TABLES:
        table = data["tables"][key]
        table["rows"] = [*again(table["rows"][:-1]), table["rows"][-1]]
    return data


def _renamed(line: Any, at: int) -> Any:
    if isinstance(line, list):
        return [f"{line[0]}-{at}", *line[1:]]
    return {
        key: f"{value}-{at}" if key in {"key", "session"} else value for key, value in line.items()
    }


def bare(page: str) -> bytes:
    """What WeasyPrint alone makes of the HTML."""
    from weasyprint import HTML  # noqa: PLC0415  as the program does

    from reports.render.pdf import ORIGIN, fetch_static  # noqa: PLC0415

    return bytes(HTML(string=page, base_url=f"{ORIGIN}/", url_fetcher=fetch_static).write_pdf())


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


def _memory(results: Results) -> None:
    """All files of a report of about 40 pages, in a process like a worker's."""
    command = [sys.executable, "-m", "bench.rendering"]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    pages, begins, ends = map(int, found.stdout.split())
    results.tell("memory of a process before it makes files", f"{begins} MB")
    results.gate(f"memory for all files of {pages} pages", ends - begins, MOST, " MB")


def _charts(results: Results) -> None:
    """Against a library for charts, where one is installed."""
    if importlib.util.find_spec("pygal") is None:
        results.notes.append("Charts were not compared: pygal is not installed.")
        return
    import pygal  # type: ignore[import-not-found]  # noqa: PLC0415

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


def main() -> None:
    """Pages, and the most memory in megabytes before and after."""
    import django  # noqa: PLC0415

    django.setup()

    def most() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

    begins = most()
    data = grown(1)
    files = render_files(data)
    print(pages_of(files["pdf"]), begins, most())  # type: ignore[index]


if __name__ == "__main__":
    main()
