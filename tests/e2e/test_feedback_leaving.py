"""Leaving the form, and mending it: nothing somebody has written is lost without a word."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.test_feedback import begin, box, rate
from tests.feedback import ballots


@pytest.fixture
def tab(cast: Any, visitor: Any, tmp_path: Any, live_server: Any) -> Any:
    """A phone with the form open."""
    survey = ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])
    tab = visitor(cast.rosa)
    begin(tab, survey)
    tab.form_url = f"**{box(survey)}"
    return tab


@pytest.fixture
def asked(tab: Any) -> list[str]:
    """The kinds of questions the browser has asked; each is answered with "stay"."""
    seen: list[str] = []

    def stay(dialog: Any) -> None:
        seen.append(dialog.type)
        dialog.dismiss()

    tab.on("dialog", stay)
    return seen


def test_support_opens_beside_the_form(tab: Any, asked: list[str]):
    rate(tab, "a", "3")
    with tab.context.expect_page() as opened:
        tab.get_by_role("link", name="support (opens in a new tab)").click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    assert tab.locator("input[name=a][value='3']").is_checked()
    assert asked == []


def test_leaving_with_answers_is_asked_about_once_sent_no_more(tab: Any, asked: list[str]):
    about = tab.get_by_role("link", name="About Practice Circle")
    rate(tab, "a", "3")
    about.click(no_wait_after=True)
    for _again in range(100):
        tab.wait_for_timeout(100)
        if asked:
            break
    assert asked == ["beforeunload"]
    assert tab.locator("input[name=a][value='3']").is_checked()
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
    tab.get_by_role("link", name="Back to your community").click()
    tab.wait_for_url("**/in/**")
    assert asked == ["beforeunload"]


def test_an_empty_form_and_the_quick_exit_leave_at_once(tab: Any, asked: list[str]):
    tab.route("**/weather", lambda route: route.fulfill(body="Sunny"))
    rate(tab, "a", "3")
    tab.locator("[data-circle-exit]").click()
    tab.wait_for_url("**/weather")
    assert asked == []


def test_a_comment_that_is_too_long_is_named_and_led_to(tab: Any):
    tab.locator("textarea[name='3']").fill("a" * 2001)
    tab.get_by_role("button", name="Send feedback").click()
    summary = tab.locator("[data-say=long]")
    expect(summary).to_be_focused()
    assert Axe().run(tab).violations_count == 0, Axe().run(tab).generate_report()
    group = tab.locator(".govuk-form-group--error")
    expect(group).to_have_count(1)
    expect(group).to_contain_text("This comment has more than 2000 characters. Shorten it.")
    summary.get_by_role("link").click()
    expect(tab.locator("textarea[name='3']")).to_be_focused()
    tab.locator("textarea[name='3']").fill("short")
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
