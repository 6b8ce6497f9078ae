"""Feedback with a code: in a browser that runs no scripts, and on a second device."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from feedback.models import Envelope
from tests.e2e.test_feedback import begin, box, landing
from tests.feedback import ballots

COMMENT = "How did you find the experience of caucusing this time?"


@pytest.fixture
def survey(cast: Any, tmp_path: Any, live_server: Any) -> Any:
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


def get_code(tab: Any, survey: Any) -> str:
    """The mail's link, the promise, and a code in the place of a paper."""
    tab.goto(landing(survey))
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_text("get a code instead", exact=False).last.click()
    tab.get_by_role("button", name="Get a code").click()
    expect(tab.get_by_role("heading", name="Your code", level=1)).to_be_visible()
    return str(tab.locator("[data-code]").inner_text())


def rate(tab: Any, item: str, value: str) -> None:
    tab.locator(f"input[name={item}][value='{value}']").check()


def test_without_a_script_from_the_mail_to_the_thanks(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa, javascript=False)
    tab.goto(reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk]))
    expect(tab.get_by_text("If the Start button does not appear")).to_be_visible()
    expect(tab.get_by_role("button", name="Start")).to_be_hidden()
    tab.goto(box(survey))
    expect(tab.get_by_role("link", name="The plain form")).to_be_visible()
    expect(tab.locator("form")).to_be_hidden()

    code = get_code(tab, survey)
    requests: list[Any] = []
    tab.on("request", lambda request: requests.append(request))  # noqa: PLW0108  its arity counts
    tab.get_by_role("button", name="Open the plain form").click()
    rate(tab, "a", "4")
    tab.get_by_label(COMMENT).fill("Heard, for once.")
    tab.get_by_role("button", name="Send feedback").click()
    # The code was left out: everything else is still there.
    expect(tab.get_by_role("link", name="Type your code.")).to_be_visible()
    expect(tab.get_by_label(COMMENT)).to_have_value("Heard, for once.")
    assert tab.locator("input[name=a][value='4']").is_checked()
    tab.get_by_label("Your code").fill(code.lower().replace("-", " "))
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
    assert Envelope.objects.filter(survey=survey).count() == 1
    outside = [one for one in requests if "/in/" not in one.url and "/static/" not in one.url]
    assert len([one for one in outside if one.method == "POST"]) == 2
    for one in outside:
        headers = one.all_headers()
        assert not headers.get("cookie"), one.url
        assert not headers.get("referer"), one.url


def test_a_code_of_one_device_is_used_on_another(survey: Any, cast: Any, visitor: Any):
    code = get_code(visitor(cast.rosa, width=1280), survey)
    phone = visitor(None)
    phone.goto(reverse("box:coded_form", args=[survey.pk]))
    phone.get_by_label("Your code").fill(code)
    rate(phone, "d", "1")
    phone.get_by_label("I would rather not say").check()
    phone.get_by_role("button", name="Send feedback").click()
    expect(phone.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    phone.go_back()
    expect(phone.get_by_label("Your code")).to_have_value("")


def test_with_a_code_the_browser_gets_no_paper_besides_and_the_reverse(
    survey: Any, cast: Any, visitor: Any
):
    tab = visitor(cast.rosa)
    code = get_code(tab, survey)
    tab.goto(reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk]))
    tab.get_by_role("button", name="Start").click()
    expect(tab.locator("[data-say=elsewhere]")).to_be_focused()
    assert get_code(tab, survey) == code
    other = visitor(cast.will)
    begin(other, survey)
    other.goto(reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk]))
    other.get_by_text("get a code instead").last.click()
    other.get_by_role("button", name="Get a code").click()
    expect(other.get_by_role("heading", name="You cannot get a code here")).to_be_visible()


def test_every_page_of_it_is_accessible_on_a_phone(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa)
    get_code(tab, survey)
    assert Axe().run(tab).violations_count == 0, Axe().run(tab).generate_report()
    tab.get_by_role("button", name="Open the plain form").click()
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.locator(".govuk-error-summary")).to_be_focused()
    tab.set_viewport_size({"width": 320, "height": 640})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert Axe().run(tab).violations_count == 0, Axe().run(tab).generate_report()
