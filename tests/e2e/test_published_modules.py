"""The public page lists every script that runs from the mail's link to the count, and no other."""

import hashlib
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cop.members.models import Community
from tests.feedback import ballots
from tests.feedback.modules import published
from tests.pages import parse

LONGEST_BEFORE_START = 2_850  # CSS pixels at a width of 390


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


@pytest.mark.parametrize("rhythm", ["session", "period"])
def test_start_is_near_enough_on_a_phone(cast: Any, visitor: Any, live_server: Any, rhythm: str):
    """All that is promised and all that cannot be hidden stands above it, in a few screens."""
    changed = {"figures_rhythm": rhythm, "comments_rhythm": rhythm}
    Community.objects.filter(pk=cast.community.pk).update(**changed)
    cast.community.refresh_from_db()
    survey = ballots.opened(cast.community, [cast.members["rosa"]])
    tab = visitor(cast.rosa, width=390)
    tab.goto(reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk]))
    start = tab.get_by_role("button", name="Start", exact=True)
    expect(start).to_be_visible()
    assert start.bounding_box()["y"] <= LONGEST_BEFORE_START
