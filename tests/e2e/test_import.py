"""Bilal moves a spreadsheet of two hundred rows in, without reading anything but the pages."""

import os
from typing import Any

import pytest
from playwright.sync_api import expect

from cop.members.models import Member
from sessions_app.models import RegisterUpload
from tests.imports.messy import PEOPLE, messy_members

PATIENCE = 60_000


def look(tab: Any, name: str) -> None:
    """A picture of the page, for whoever asked for pictures."""
    folder = os.environ.get("IMPORT_PICTURES")
    if folder:
        tab.screenshot(path=f"{folder}/{name}-{tab.viewport_size['width']}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_messy_spreadsheet_moves_in(cast, visitor, worker, tmp_path, width):
    file = tmp_path / "CoP members 2026 (updated).xlsx"
    file.write_bytes(messy_members())
    tab = visitor(cast.bilal, width=width)
    tab.goto("/in/c/northern/members/")
    look(tab, "roster")
    tab.get_by_role("button", name="Import").click()
    tab.get_by_label("Members", exact=True).check()
    tab.get_by_label("Spreadsheet").set_input_files(str(file))
    look(tab, "start")
    tab.get_by_role("button", name="Upload and match columns").click()
    expect(tab.get_by_role("heading", name="Match the columns")).to_be_visible()
    # Every column is guessed; the one that tells of ethnicity cannot be chosen at all.
    guesses = {
        "First name": "first_name",
        "Surname": "last_name",
        "E-mail": "email",
        "Trust": "organisation",
        "Job title": "profession",
        "Date joined": "joined_on",
    }
    for heading, key in guesses.items():
        expect(tab.get_by_label(f"What “{heading}” holds")).to_have_value(key)
    expect(tab.get_by_label("What “Ethnicity” holds")).to_have_count(0)
    expect(tab.get_by_text("Never read and not kept")).to_be_visible()
    look(tab, "columns")
    tab.get_by_role("button", name="See what would happen").click()
    expect(tab.locator(".circle-figures")).to_contain_text(f"{PEOPLE}")
    expect(tab.get_by_text("M06 · First1 Last1", exact=False)).to_contain_text("3 September 2026")
    expect(tab.get_by_text("There is no such day")).to_be_visible()
    expect(tab.get_by_text("Cell D205 holds a formula")).to_be_visible()
    look(tab, "check")
    assert Member.objects.count() == 5
    tab.get_by_role("button", name="Leave 3 rows out and import the rest").click()
    expect(tab.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=PATIENCE)
    look(tab, "done")
    assert Member.objects.count() == 5 + PEOPLE
    assert bytes(RegisterUpload.objects.get().cells) == b""
    with tab.expect_download() as loaded:
        tab.get_by_role("link", name="Download the rows that were left out, and why").click()
    left_out = loaded.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in left_out] == ["Row", "203", "204", "205"]
    tab.get_by_role("button", name="Members", exact=True).click()
    expect(tab.get_by_text(f"{5 + PEOPLE} members")).to_be_visible()
    tab.get_by_role("button", name="Export").click()
    look(tab, "export")


def test_without_javascript_it_works_by_reload(cast, visitor, worker, tmp_path):
    file = tmp_path / "new.csv"
    file.write_text("Name,Email\nNew Person,new@example.org\n")
    tab = visitor(cast.bilal, javascript=False)
    tab.goto("/in/c/northern/import/")
    tab.get_by_label("Members", exact=True).check()
    tab.get_by_label("Spreadsheet").set_input_files(str(file))
    tab.get_by_role("button", name="Upload and match columns").click()
    tab.get_by_role("button", name="See what would happen").click()
    tab.get_by_role("button", name="Import", exact=True).click()
    for _again in range(60):
        if tab.get_by_role("heading", name="Imported", exact=True).count():
            break
        tab.wait_for_timeout(1000)
        tab.reload()
    expect(tab.get_by_text("The uploaded cells are erased")).to_be_visible()
    assert Member.objects.filter(email="new@example.org").exists()
