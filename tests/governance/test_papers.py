"""The assessment's draft and the Word files: from the same settings and the same templates."""

import io
import subprocess
import zipfile
from xml.etree import ElementTree as ET

import pypandoc
import pytest

from cop.governance.models import Governance
from cop.governance.selectors import current_notice
from cop.members.models import Community
from tests.pages import parse, select, texts
from tests.people import Cast

PAPERS = "/in/c/northern/governance/papers"
DRAFT = "/in/c/northern/governance/assessment/"


def back_to_text(file: bytes) -> str:
    """What pandoc reads in the Word file, as one line."""
    command = [pypandoc.get_pandoc_path(), "--from=docx", "--to=plain", "--wrap=none"]
    done = subprocess.run(command, input=file, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.mark.parametrize("paper", ["notice", "assessment"])
def test_the_word_file_opens_and_says_what_the_page_says(cast: Cast, as_, paper: str) -> None:
    Governance.objects.update(controller_name="Łódź & Sons <Trust>")
    response = as_("dana").get(f"{PAPERS}/{paper}.docx")
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            if name.endswith(".xml"):
                ET.fromstring(file.read(name))
        assert (
            b"en-gb" in file.read("word/styles.xml").lower()
            or b"en-gb" in file.read("word/document.xml").lower()
        )
    words = back_to_text(response.content)
    lines = {line.key: line.text for line in current_notice(cast.community).lines}
    assert "Answers are not stored with a name. Once sent," in words
    assert lines["thresholds"] in words
    if paper == "notice":
        assert "Łódź & Sons <Trust> answers for the data" in words
        assert all(line in words for line in lines.values())
    else:
        assert "Tickets are signed unseen (RFC 9474)" in words
        assert "Data protection officer: name, advice, day" in words


def test_there_is_no_other_paper(cast: Cast, as_) -> None:
    assert as_("dana").get(f"{PAPERS}/passwords.docx").status_code == 404


def points(as_, section: str) -> list[str]:
    page = parse(as_("dana").get(DRAFT).content)
    return texts(select(page, f"#{section} + ul > li"))


def test_the_draft_follows_the_settings(cast: Cast, as_, settings) -> None:
    settings.BACKUPS_KEPT_DAYS = 35
    Community.objects.update(t_figures=7)
    Governance.objects.update(lawful_basis="consent", dpia_reference="DPIA-77")
    assert any("kept for 35 days" in point for point in points(as_, "nature"))
    assert any("Fewer than 7" in point for point in points(as_, "feedback"))
    assert any("because you agreed" in point for point in points(as_, "necessity"))
    assert points(as_, "scope")[0] == "5 members from 0 organisations today."
    assert b"DPIA-77" in as_("dana").get(DRAFT).content


def test_every_risk_says_what_remains(cast: Cast, as_) -> None:
    page = parse(as_("dana").get(DRAFT).content)
    table = select(page, "[aria-labelledby=risks-caption] tbody tr")
    rows = [texts(select(row, "th, td")) for row in table]
    assert len(rows) >= 8
    assert all(all(cells) for cells in rows)
    remains = " ".join(row[2] for row in rows)
    for honest in ("changed program", "recognise a voice", "Older backups", "meeting tool"):
        assert honest in remains


def test_certificates_of_deletion_are_reached_from_governance(cast: Cast, as_) -> None:
    link = b'/in/c/northern/deletion/"'
    assert link in as_("dana").get("/in/c/northern/governance/").content
