"""Endnotes, references, citations and tables that people wrote, in a PDF for screen readers."""

from io import BytesIO
from pathlib import Path
from typing import Any

import outloud
import page
import pdfua
import pikepdf
import pytest

from reports.enums import SectionKind
from reports.render.pdf import render_pdf
from reports.schema import ReportData
from tests.reports.report_data import scenario_data
from tests.reports.test_citations import BIBTEX
from tests.reports.test_pdf_ua import CHECKER_STUMBLES, elements

WORDS = """
## Who came

There were {{ attendance.total }} attendances[^came]; see {{ see table.attendance_by_session }},
{{ see figure.attendance }} and {{ see section.data_protection }}. {{ nowhere }}

| Space | People |
|---|--:|
| here | {{ attendance.once }} |
| there[^there] | [**bold** words](https://example.org/) |

As @braun2006 say, themes are made [see @wenger1998, p. 3; @race2020].

[^came]: Counted at the door.

    As {{ see section.summary }} says [@tatum2004].
[^there]: Elsewhere.
"""


def written() -> ReportData:
    data = scenario_data()
    data["references"] = BIBTEX
    data["sections"] = [
        {"key": kind, "kind": kind, "title": str(kind.label), "body": ""}
        for kind in SectionKind
        if kind not in (SectionKind.TEXT, SectionKind.FINDINGS)
    ]
    data["sections"][1]["body"] = WORDS
    data["statements"] = {
        "data_protection": ["A trust answers for the data: https://example.org/ or a@example.org."],
        "kept": [["Your entry on the roster.", "Until you leave."]],
        "help": [["Samaritans", "free, day and night: 116 123"]],
        "independent": ["Marian Bell", "marian.bell@example.org"],
        "contact": "reports@example.org",
    }
    return data


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(written())


def test_the_checkers_find_nothing(pdf: bytes, tmp_path: Path) -> None:
    found = page.validate_pdf_bytes(pdf, profile="ua1")
    assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures]
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf)
    checked = pdfua.validate(str(file))
    assert [one for rule in checked.outcomes for one in rule.findings] == []
    skipped = {rule.rule_id for rule in checked.outcomes if rule.skipped_reason}
    assert skipped <= CHECKER_STUMBLES
    heard = outloud.check(str(file))
    assert heard.errors == 0, [str(one) for one in heard.sorted_findings()]


def test_links_lead_there_and_back_and_hold_words_alone(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as opened:
        said = [str(one.Contents) for sheet in opened.pages for one in sheet.get("/Annots", [])]
        for words in ("note 1", "Back from note 1", "Table 2", "Figure 1", "bold words"):
            assert words in said
        links: list[Any] = [one for one in elements(opened) if one.S == "/Link"]
        inside = [kid for one in links for kid in one.K if not isinstance(kid, int) and "/S" in kid]
        assert inside == []
