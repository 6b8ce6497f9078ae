"""Organisations are suggested while somebody types, by key, by finger and without a script."""

from typing import Any

import pytest
from playwright.sync_api import expect

from cop.members.models import Member
from cop.members.selectors import system_actor
from cop.members.services import create_community, save_organisation
from tests.e2e.test_pages import assert_accessible, assert_fits, listen

ME = "/in/c/northern/me/"
LABEL = "Where I work or study"


@pytest.fixture
def trusts(cast: Any) -> None:
    save_organisation(actor=cast.system, name="Northern <b>Trust</b>", aliases=["Pennine Care"])
    save_organisation(actor=cast.system, name="North Hospice")
    other = system_actor(create_community(slug="other", name="Other"))
    save_organisation(actor=other, name="North Secret")


def organisation_of(cast: Any, name: str) -> str:
    return str(Member.objects.get(pk=cast.members[name].pk).organisation)


def test_one_is_chosen_with_keys_alone(cast: Any, trusts: None, visitor: Any):
    tab = visitor(cast.rosa, width=1280)
    complaints: list[str] = []
    listen(tab, complaints)
    tab.goto(ME)
    field = tab.get_by_role("combobox", name=LABEL)
    field.focus()
    tab.keyboard.type("nor")
    options = tab.get_by_role("option")
    expect(options).to_have_text(["North Hospice", "Northern <b>Trust</b>"])
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(tab.locator(".circle-suggestions [role=status]")).to_have_text(
        "Suggestions: 2. Use the up and down arrows to choose."
    )
    assert_accessible(tab)
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    expect(tab.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    expect(tab.locator(f"#{active}")).to_have_text("Northern <b>Trust</b>")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowUp")  # round and back
    tab.keyboard.press("Enter")
    expect(field).to_have_value("Northern <b>Trust</b>")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.get_attribute("aria-activedescendant") is None
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Saved.")).to_be_visible()
    assert organisation_of(cast, "rosa") == "Northern <b>Trust</b>"
    assert complaints == []


def test_escape_shuts_the_list_and_what_was_typed_counts(cast: Any, trusts: None, visitor: Any):
    tab = visitor(cast.rosa, width=1280)
    tab.goto(ME)
    field = tab.get_by_role("combobox", name=LABEL)
    field.focus()
    tab.keyboard.type("North")
    expect(tab.get_by_role("option").first).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("North")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Saved.")).to_be_visible()
    assert organisation_of(cast, "rosa") == "North"


def test_one_is_chosen_by_finger_and_the_alias_is_said(cast: Any, trusts: None, visitor: Any):
    tab = visitor(cast.rosa, width=390)
    tab.goto(ME)
    field = tab.get_by_role("combobox", name=LABEL)
    field.press_sequentially("penn")
    option = tab.get_by_role("option")
    expect(option).to_have_text("Northern <b>Trust</b> Pennine Care")
    assert option.bounding_box()["height"] >= 44
    assert_accessible(tab)
    option.click()
    expect(field).to_have_value("Northern <b>Trust</b>")
    expect(field).to_be_focused()
    expect(tab.get_by_role("listbox")).to_be_hidden()
    assert_fits(tab)


def test_nothing_found_is_said_and_leaving_the_field_shuts_the_list(
    cast: Any, trusts: None, visitor: Any
):
    tab = visitor(cast.bilal, width=1280)
    tab.goto("/in/c/northern/members/add/")
    field = tab.get_by_role("combobox", name="Organisation")
    field.press_sequentially("zzz")
    expect(tab.locator(".circle-suggestions [role=status]")).to_have_text(
        "No suggestions. What you type counts as it is."
    )
    field.fill("")
    field.press_sequentially("north")
    expect(tab.get_by_role("option")).to_have_count(2)
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("listbox")).to_be_hidden()


def test_without_a_script_it_is_a_field_like_any_other(cast: Any, trusts: None, visitor: Any):
    tab = visitor(cast.rosa, javascript=False)
    tab.goto(ME)
    tab.get_by_role("textbox", name=LABEL).fill("pennine care")
    tab.get_by_role("button", name="Save what I say about me").click()
    expect(tab.get_by_text("Saved.")).to_be_visible()
    assert organisation_of(cast, "rosa") == "Northern <b>Trust</b>"
