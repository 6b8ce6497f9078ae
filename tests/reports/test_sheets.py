"""Papers of one page: one page whatever is in them, and readable by a screen reader."""

import io
from pathlib import Path
from typing import Any

import outloud
import page
import pdfua
import pytest
from pypdf import PdfReader

from reports.models import SessionSummary
from reports.render.pdf import lay_out
from reports.render.sheets import SIZES, sheet_html, sheet_pdf
from reports.selectors import words_of_summary
from reports.summaries import LONGEST, _length
from tests.reports.sheet_words import bare_words, certificate, summary_words, year

CHECKER_STUMBLES = {"UA-14-001"}  # see test_pdf_ua.py
FILLER = "what a community says when it has much to say "


def long(number: int) -> str:
    return (FILLER * 200)[:number].strip()


def full_words() -> Any:
    """As much as one page is allowed to hold, with every section in it."""
    theme = {"title": long(120), "body": ""}
    shared = [
        {
            "caucus": "Racially Minoritised Caucus",
            "themes": [theme, theme],
            "label": "What we take responsibility for",
            "slot": long(600),
        }
    ] * 2
    action = {"words": long(120), "role": long(80), "due": "1 December 2026", "is_done": False}
    return summary_words(
        share_backs=shared,
        decided=[long(200)] * 3,
        actions=[action] * 4,
        next_steps=long(100),
        notes=long(80),
    )


def of(words: Any, kind: str) -> Any:
    return words_of_summary(SessionSummary(content=words), kind)


PAPERS = {
    "summary": ("summary", lambda: of(summary_words(), "summary")),
    "bare": ("summary", lambda: of(bare_words(), "summary")),
    "full": ("summary", lambda: of(full_words(), "summary")),
    "leaders": ("leaders", lambda: of(summary_words(), "leaders")),
    "certificate": ("certificate", certificate),
    "year": ("year", year),
}


@pytest.fixture(scope="module", params=list(PAPERS))
def paper(request: pytest.FixtureRequest) -> tuple[str, Any, bytes]:
    kind, words = PAPERS[request.param]
    return kind, words(), sheet_pdf(kind, words())


def test_it_is_one_page_with_its_words_on_it(paper: tuple[str, Any, bytes]) -> None:
    kind, words, pdf = paper
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    text = " ".join(pages[0].extract_text().split())
    assert words["community"] in text
    for action in words.get("actions", []) if kind == "summary" else []:
        assert action["words"] in text
    if kind == "certificate":
        assert words["name"] in text


def test_no_checker_finds_anything(paper: tuple[str, Any, bytes], tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(paper[2])
    found = page.validate_pdf_bytes(paper[2], profile="ua1")
    assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures]
    found = pdfua.validate(str(path))
    assert [one for rule in found.outcomes for one in rule.findings] == []
    assert {r.rule_id for r in found.outcomes if r.skipped_reason} <= CHECKER_STUMBLES
    found = outloud.check(str(path))
    assert found.errors == 0, [str(one) for one in found.sorted_findings()]


def test_the_measure_is_of_the_page() -> None:
    """Nearly as much as may be approved fits; what would be refused need not."""
    words = full_words()
    assert LONGEST * 0.95 < _length(words) <= LONGEST
    assert pages_of(words) == 1
    longer = {**words, "notes": words["notes"] + "\nA short line." * 20}
    assert _length(longer) > LONGEST
    assert pages_of(longer) == 2


def test_many_short_lines_fit_as_well() -> None:
    words = summary_words(notes="A short line.\n" * 19)
    assert LONGEST * 0.9 < _length(words) <= LONGEST
    assert pages_of(words) == 1


def pages_of(words: Any) -> int:
    return len(lay_out(sheet_html("summary", of(words, "summary"), SIZES[-1])).pages)


def test_hostile_text_stays_text() -> None:
    words = summary_words(notes="<script>alert(1)</script>\n{{ words }}", topics=["<b>bold</b>"])
    html = sheet_html("summary", of(words, "summary"))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "{{ words }}" in html
    assert "&lt;b&gt;" in sheet_html("certificate", certificate("<b>Rosa"))
