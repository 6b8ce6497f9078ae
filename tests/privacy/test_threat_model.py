"""The threat model names tests that exist, and leaves no attacker without an answer."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCUMENT = (ROOT / "docs/threat-model.md").read_text()
SECTIONS = {
    part.partition("\n")[0]: part.partition("\n")[2] for part in DOCUMENT.split("\n## ")[1:]
}
ATTACKERS = {
    name: text for name, text in SECTIONS.items() if re.match(r"- \*\*Holds?:", text.strip())
}
EXPECTED = {
    "A colleague with the attendance list", "A facilitator", "The secretary",
    "The evaluator and the second reviewer", "A database administrator with dumps",
    "The same, with logs", "The same, with the key directory",
    "A host administrator who changes the program", "A network observer", "The mail provider",
    "Somebody with the member's phone", "A coalition of members", "The member themselves",
    "Somebody with backups or write-ahead logs", "A court order",
}  # fmt: skip


def named_tests(text: str) -> list[str]:
    return re.findall(r"`(tests/[\w/.]+)`", text)


def missing(text: str) -> set[str]:
    """Named tests that are no file, or a file without a test."""
    return {
        name
        for name in named_tests(text)
        if not (ROOT / name).is_file() or "\ndef test_" not in (ROOT / name).read_text()
    }


def test_every_attacker_has_a_section():
    assert set(ATTACKERS) == EXPECTED


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_says_what_is_held_what_is_learnt_and_by_which_test_it_is_kept(name):
    text = ATTACKERS[name]
    for part in (r"\*\*Holds?:\*\*", r"\*\*(?:Before(?:, after)?|After):\*\*", r"\*\*Held by:\*\*"):
        assert re.search(part, text), part
    assert named_tests(text.partition("**Held by:**")[2])


def test_every_named_test_exists():
    assert len(set(named_tests(DOCUMENT))) > 20
    assert missing(DOCUMENT) == set()


def test_a_test_that_is_gone_would_be_seen():
    assert missing(DOCUMENT + "`tests/privacy/test_gone.py` `tests/people.py`") == {
        "tests/privacy/test_gone.py",
        "tests/people.py",
    }


def test_the_table_and_the_sections_name_the_same_attackers():
    rows = re.findall(r"^\| ([^|]+) \|", SECTIONS["At a glance"], re.MULTILINE)[2:]
    assert len(rows) == len(EXPECTED) + 1  # coalitions have two lines
    assert all(row[0].islower() for row in rows)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["protocol", "threat-model"])
def test_page_holds_the_whole_document(client, name):
    """Every heading and table of the file is on its page; every table scrolls by itself."""
    source = (ROOT / f"docs/{name}.md").read_text()
    page = client.get(f"/feedback/{name}/").content.decode()
    for heading in re.findall(r"^## (.+)$", source, re.MULTILINE):
        assert f">{heading.replace(chr(39), '&#x27;')}</h2>" in page or f">{heading}</h2>" in page
    tables = len(re.findall(r"^\| ---", source, re.MULTILINE))
    assert page.count("<table") == page.count("circle-table-scroll ") == tables
    labels = re.findall(r'circle-table-scroll[^>]* aria-label="([^"]+)"', page)
    assert len(set(labels)) == len(labels) == tables
    assert ".md" not in re.sub(r"<code>.*?</code>", "", page, flags=re.DOTALL).partition("<main")[2]


def test_documents_are_shipped():
    """The image holds the whole folder but what is left out by name."""
    left_out = {line.strip("/") for line in (ROOT / ".dockerignore").read_text().split()}
    assert not {"docs", "*.md", "**/*.md", "docs/*"} & left_out
    assert "COPY . /app" in (ROOT / "Dockerfile").read_text()
