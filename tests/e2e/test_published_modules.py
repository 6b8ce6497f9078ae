"""The public page lists every script that runs from the mail's link to the count, and no other."""

import hashlib
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.feedback import ballots
from tests.feedback.modules import published
from tests.pages import parse


@pytest.fixture
def survey(cast: Any, tmp_path: Any, live_server: Any) -> Any:
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


def test_a_browser_downloads_what_the_page_lists_and_nothing_else(
    survey: Any, cast: Any, visitor: Any, live_server: Any, client: Any
) -> None:
    tab = visitor(cast.rosa)
    got: dict[str, tuple[int, str]] = {}

    def note(answer: Any) -> None:
        if answer.request.resource_type == "script":
            body = answer.body()
            path = answer.url.removeprefix(live_server.url)
            got[path] = (len(body), hashlib.sha256(body).hexdigest())

    tab.on("requestfinished", lambda request: note(request.response()))
    tab.goto(reverse("box:survey_landing", args=[survey.pk]))
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("button", name="Start").click()
    tab.wait_for_url(f"**{reverse('box:envelope', args=[survey.pk])}")
    tab.locator("input[name=a][value='5']").check()
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_focused()
    ballots.count(survey)
    tab.goto(reverse("box:survey_landing", args=[survey.pk]))
    expect(tab.get_by_text("Your feedback was counted.")).to_be_visible()
    assert len(got) > 5
    assert got == published(parse(client.get(reverse("box:promise_page")).content))
