"""The commands people run over years of spreadsheets, against figures worked out by hand."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from cop.audit.models import Entry
from reports.enums import FileFormat, RenderingState
from reports.models import Edition, RenderedFile, Rendering
from reports.render.document import build_document
from reports.render.html import html_file
from tests.factories.registers import scenario_register
from tests.people import Cast
from tests.reports.editions import YEAR, full_report, published

SCENARIO = Path(__file__).parent.parent / "data" / "scenario"
EXPECTED = json.loads((SCENARIO / "expected.json").read_text())
ITEMS = "abcdefg"


@pytest.fixture
def community(db: None, tmp_path: Path) -> str:
    """A community with the scenario's register."""
    call_command("create_community", "northern", "--name", "Northern CoP")
    call_command("import_register", "northern", **scenario_register(tmp_path).options)
    return "northern"


@pytest.fixture
def responses(tmp_path: Path) -> Path:
    """The scenario's ratings in the columns of the command."""
    words = {"rm": "Racially-minoritised", "w": " white ", "": ""}
    path = tmp_path / "responses.csv"
    with (SCENARIO / "ratings.csv").open() as source, path.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["session", "caucus", *ITEMS])
        for session, caucus, *ratings in list(csv.reader(source))[1:]:
            writer.writerow([session, words[caucus], *ratings])
    return path


def report(slug: str, output: Path, *options: str) -> Any:
    """Run the command over the scenario's whole time."""
    dates = ["--from", "2020-01-01", "--to", "2026-11-21"]
    call_command("annual_report", slug, *dates, "--output", str(output), *options)
    return json.loads(output.read_text()) if output.suffix == ".json" else output


def figure_text(figure: dict[str, Any]) -> str:
    """A figure of expected.json as the report prints it."""
    if "at_least" in figure:
        return f"at least {figure['at_least']} of {figure['of']} {figure['band']}"
    return f"low {figure['low']}, mid {figure['mid']}, high {figure['high']}"


def test_scenario_comes_out_exactly(community: str, responses: Path, tmp_path: Path):
    call_command("import_responses", community, str(responses), "--release", "session")
    tables = report(community, tmp_path / "report.json")["tables"]

    attendance = tables["attendance_by_session"]
    by_session = EXPECTED["attendance"]["by_session"]
    assert {row[0]: row[-1] for row in attendance["rows"][:-1]} == by_session
    assert [row[0] for row in attendance["rows"]] == [*by_session, "Total"]
    assert attendance["total"] == EXPECTED["attendance"]["total"]

    frequency = tables["attendance_frequency"]["rows"]
    assert {str(row[0]): row[1] for row in frequency[:-1]} == EXPECTED["attendance"]["frequency"]
    assert frequency[0][2] == EXPECTED["attendance"]["once_only"]

    rates = tables["responses_by_session"]["rows"]
    assert {row[0]: row[3] for row in rates[:-1]} == EXPECTED["response_rates"]
    assert rates[-1] == ["Total", 57, 99, EXPECTED["response_rate_year"]]

    released = {
        (session, cell, given["n"], item): figure_text(figure)
        for session, cells in EXPECTED["released_by_session"].items()
        for cell, given in cells.items()
        for item, figure in given["items"].items()
    }
    printed = {
        tuple(row[:4]): row[4]
        for row in tables["ratings_by_session"]["rows"]
        if row[0] in EXPECTED["released_by_session"]
    }
    assert printed == released


def test_scenario_stands_in_the_text_of_the_pdf(community: str, responses: Path, tmp_path: Path):
    call_command("import_responses", community, str(responses), "--release", "session")
    pages = PdfReader(report(community, tmp_path / "report.pdf")).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for rate in EXPECTED["response_rates"].values():
        assert rate in text
    for sentence in (
        f"{EXPECTED['attendance']['once_only']} came once",
        f"{EXPECTED['response_rate_year']} of those who came answered",
        "99 attendances over 6 sessions, from 11 to 22 members at each",
        "at least 3 of 5 answered high",
    ):
        assert sentence in text


def test_the_same_figures_stand_in_word_and_in_the_data_pack(
    community: str, responses: Path, tmp_path: Path
):
    call_command("import_responses", community, str(responses), "--release", "session")
    word = docx.Document(str(report(community, tmp_path / "report.docx")))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert set(EXPECTED["response_rates"].values()) <= cells
    with zipfile.ZipFile(report(community, tmp_path / "report.zip")) as pack:
        rows = list(csv.reader(io.StringIO(pack.read("frozen/responses_by_session.csv").decode())))
    assert {row[0]: row[3] for row in rows[1:-1]} == EXPECTED["response_rates"]


def test_the_usual_rhythm_prints_no_session_and_one_period(
    community: str, responses: Path, tmp_path: Path
):
    span = ["--from", "2020-01-01", "--to", "2026-11-21"]
    call_command("import_responses", community, str(responses), "--release", "period", *span)
    tables = report(community, tmp_path / "report.json")["tables"]
    assert tables["ratings_by_session"]["rows"] == []
    cells = {(row[0], row[1]) for row in tables["ratings_by_period"]["rows"]}
    # Counted by hand in ratings.csv: 23 and 32 stated, 2 not stated.
    assert cells == {("racially_minoritised", 23), ("white", 32)}


def test_all_tables_stand_in_the_report_of_a_community_without_data(db: None, tmp_path: Path):
    call_command("create_community", "quiet", "--name", "Quiet CoP")
    data = report("quiet", tmp_path / "report.json")
    assert list(data["tables"]) == [
        "members_by_organisation",
        "members_by_profession",
        "members_by_joining",
        "attendance_by_session",
        "attendance_frequency",
        "responses_by_session",
        "ratings_by_session",
        "ratings_by_period",
    ]
    assert all(table["rows"] == [] for table in data["tables"].values())
    assert data["community"] == "Quiet CoP"
    assert data["period"] == {"from": "2020-01-01", "to": "2026-11-21"}


def test_report_so_far_says_so(community: str, tmp_path: Path):
    output = tmp_path / "report.html"
    dates = ["--from", "2026-01-01", "--to", "2199-12-31"]
    call_command("annual_report", community, *dates, "--output", str(output))
    assert "so far" in output.read_text()


def test_commands_are_in_the_record_as_the_system(community: str, tmp_path: Path):
    report(community, tmp_path / "report.json")
    export = Entry.objects.get(verb="export")
    assert export.actor_key is None
    assert export.fields == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["nowhere", "--from", "2026-01-01", "--to", "2026-01-31"], "There is no community"),
        (["northern", "--from", "2026-02-01", "--to", "2026-01-31"], "must not lie before"),
        (["northern", "--from", "2026-02-30", "--to", "2026-03-01"], "This day does not exist"),
    ],
)
def test_bad_input_is_told_and_writes_nothing(
    community: str, tmp_path: Path, options: list[str], problem: str
):
    output = tmp_path / "report.json"
    with pytest.raises(CommandError, match=problem):
        call_command("annual_report", *options, "--output", str(output), stderr=io.StringIO())
    assert not output.exists()


def test_an_ending_that_is_no_kind_of_report_is_refused(community: str, tmp_path: Path):
    with pytest.raises(CommandError, match="one of these endings"):
        report(community, tmp_path / "report.odt")


DAYS = ["--from", YEAR["from_on"].isoformat(), "--to", YEAR["to_on"].isoformat()]


def printed(cast: Cast, output: Path, *options: str) -> tuple[bytes, str]:
    """The file, and what was said beside it."""
    said = io.StringIO()
    call_command(
        "annual_report", cast.community.slug, *options, "--output", str(output), stderr=said
    )
    return output.read_bytes(), said.getvalue()


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return published(full_report(cast, kind="summary"))


def test_what_is_published_is_printed_and_not_made_anew(cast: Cast, edition: Edition, tmp_path):
    report = edition.report
    report.sections.update(body="Changed behind the edition.")
    report.data["sentences"] = {}
    report.save()
    html, said = printed(cast, tmp_path / "report.html", *DAYS)
    assert html == html_file(build_document(edition.content)).encode()
    assert "Edition 1 of “Our first year”, as it was published." in said
    tables, _said = printed(cast, tmp_path / "report.json", "--report", str(report.pk))
    assert json.loads(tables)["tables"] == edition.content["tables"]


def test_the_files_of_the_site_are_printed_byte_for_byte(cast: Cast, edition: Edition, tmp_path):
    made = Rendering.objects.filter(edition=edition).get()
    Rendering.objects.update(state=RenderingState.DONE)
    RenderedFile.objects.create(rendering=made, format=FileFormat.PDF, body=b"%PDF", digest="x")
    assert printed(cast, tmp_path / "report.pdf", *DAYS)[0] == b"%PDF"


def test_it_is_asked_which_of_several_reports_is_meant(cast: Cast, edition: Edition, tmp_path):
    draft = full_report(cast, kind="summary")
    output = tmp_path / "report.html"
    assert "as it was published" in printed(cast, output, *DAYS)[1]
    assert "data of today" in printed(cast, output, "--report", str(draft.pk))[1]
    published(draft)
    output.unlink()
    with pytest.raises(CommandError, match=f"by its number: {edition.report_id}, {draft.pk}"):
        printed(cast, output, *DAYS)
    for options, problem in (
        ([], "Say which report"),
        (["--report", "99999"], "has no report 99999"),
        (["--report", str(draft.pk), "--from", "2020-01-01"], "is about other days"),
        (["--report", str(draft.pk), "--organisations", "full"], "organisations printed otherwise"),
    ):
        with pytest.raises(CommandError, match=problem):
            printed(cast, output, *options)
    assert not output.exists()
