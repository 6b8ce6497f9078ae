"""The PDF says what was frozen, reads nothing but the project's files, and loads late."""

import copy
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.render.document import build_document
from reports.render.pdf import NotServed, fetch_static, render_pdf, static_path
from tests.reports.report_data import EXPECTED, scenario_data

ROOT = Path(__file__).parent.parent.parent


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


@pytest.fixture(scope="module")
def made() -> bytes:
    return render_pdf(scenario_data())


@pytest.fixture(scope="module")
def text(made: bytes) -> str:
    return text_of(made)


def test_attendance_is_the_scenarios(text: str) -> None:
    attendance = EXPECTED["attendance"]
    assert f"{attendance['total']} attendances at 6 sessions" in text
    assert f"{attendance['once_only']} came once" in text
    for times, members in attendance["frequency"].items():
        assert re.search(rf"\b{times} {members} {members} of 40 \(", text)
    for key, came in attendance["by_session"].items():
        assert re.search(rf"\b{key} \d+ \w+ 20\d\d [^0-9]+ {came}\b", text)


def test_rates_are_the_scenarios(text: str) -> None:
    for key, rate in EXPECTED["response_rates"].items():
        n, came = rate.split()[0], rate.split()[2]
        assert f"{key} {n} {came} {rate}" in text
    assert EXPECTED["response_rate_year"] in text


def test_ratings_are_the_scenarios(text: str) -> None:
    for key in ("S1", "S2"):
        start = text.index(f"Ratings after session {key}")
        part = text[start : start + 2500]
        cells = EXPECTED["released_by_session"][key]
        at = 0
        for item in "abcdefg":
            for cell in ("racially_minoritised", "white"):
                given = cells[cell]["items"][item]
                words = printed(given)
                at = part.index(words, at) + 1


def printed(given: dict) -> str:
    if "at_least" in given:
        band = {"low": "low", "mid": "middle", "high": "high"}[given["band"]]
        return f"at least {given['at_least']} of {given['of']} answered {band}"
    return f"low {given['low']}, middle {given['mid']}, high {given['high']} of {given['of']}"


def test_making_it_again_changes_nothing(text: str) -> None:
    data = scenario_data()
    before = copy.deepcopy(data)
    assert text_of(render_pdf(data)) == text
    assert data == before


def test_contents_carry_the_page_numbers(made: bytes) -> None:
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(made)).pages]
    for title in ("Attendance", "Feedback", "Share backs"):
        listed = re.search(rf"(\d+) {title} (\d+)\b", pages[1])
        assert listed is not None
        assert f"{listed[1]} {title}" in pages[int(listed[2]) - 1]


def test_the_outline_of_the_file_is_its_list_of_contents(made: bytes) -> None:
    def titles(entries: list) -> list[str]:
        return [
            title
            for entry in entries
            for title in (titles(entry) if isinstance(entry, list) else [entry.title])
        ]

    document = build_document(scenario_data())
    wanted = [one for section in document.sections for one in (section, *section.parts)]
    found = titles(PdfReader(BytesIO(made)).outline)
    assert [" ".join(title.split()) for title in found] == [
        "Annual report",
        "Contents",
        *(f"{one.number} {one.title}" for one in wanted),
        "Notes",
    ]


def test_progress_moves_forward_to_the_end() -> None:
    seen: list[tuple[int, int, str]] = []
    render_pdf(scenario_data(), lambda done, total, step: seen.append((done, total, step)))
    done = [value for value, _total, _step in seen]
    assert done == sorted(done)
    assert done[0] == 0
    assert done[-1] == seen[-1][1]
    assert len(set(done)) > 5
    assert all(step for _done, _total, step in seen)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:8000/static/css/report.css",
        "https://elsewhere.example/static/css/report.css",
        "https://report.invalid/etc/passwd",
        "https://report.invalid/static/../cop/settings.py",
        "https://report.invalid/static/%2e%2e/cop/settings.py",
        "https://report.invalid/static/css/../../manage.py",
        "https://report.invalid/static//etc/passwd",
        "https://report.invalid/static/js/circle.js",
        "https://report.invalid/static/css/nothing-here.css",
        "https://report.invalid.elsewhere.example/static/css/report.css",
        "data:text/css,p%7Bcolor:red%7D",
        "static/css/report.css",
    ],
)
def test_only_the_projects_static_files_are_read(address: str) -> None:
    with pytest.raises(NotServed):
        fetch_static(address)


def test_the_style_sheet_is_read() -> None:
    assert static_path("https://report.invalid/static/css/report.css").name == "report.css"
    assert b"@page" in fetch_static("https://report.invalid/static/css/report.css").read()


def test_the_fonts_are_the_projects_own(made: bytes) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(BytesIO(made)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("Source-Sans-3" in font or "SourceSans3" in font for font in fonts), fonts


def test_a_web_process_never_loads_what_makes_files() -> None:
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'cop.settings';"
        "django.setup(); import cop.urls, reports.views.files;"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "heavy = {'weasyprint', 'pikepdf', 'docx', 'matplotlib', 'pygal', 'reports.render.files'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=60)


def test_the_style_sheet_keeps_to_blocks() -> None:
    css = re.sub(r"/\*.*?\*/", "", (ROOT / "static/css/report.css").read_text(), flags=re.DOTALL)
    assert not re.search(r"display:\s*(inline-)?(flex|grid)|\bcolumns?(-count|-width)?:", css)
    assert "http" not in css
