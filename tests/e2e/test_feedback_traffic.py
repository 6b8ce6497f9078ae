"""What a network, a server and a history see of a browser that gives feedback.

Whoever watches the line sees when somebody's browser sends its one long request, and so that they
answer, though not what. That cannot be hidden, and is said. Nothing else differs.
"""

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from tests.feedback import ballots


@pytest.fixture
def survey(cast: Any, tmp_path: Any, live_server: Any) -> Any:
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


def box(survey: Any) -> str:
    return reverse("box:envelope", args=[survey.pk])


def watched(tab: Any) -> list[Any]:
    requests: list[Any] = []
    tab.on("request", lambda request: requests.append(request))  # noqa: PLW0108  its arity counts
    return requests


def begin(tab: Any, survey: Any) -> None:
    tab.goto(reverse("box:survey_landing", args=[survey.pk]))
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("button", name="Start").click()
    tab.wait_for_url(f"**{box(survey)}")
    expect(tab.get_by_role("button", name="Send feedback")).to_be_visible()


def answer(tab: Any, *, much: bool) -> None:
    tab.locator("input[name=a][value='5']").check()
    if much:
        for key in "23456":
            tab.locator(f"textarea[name='{key}']").fill("All of it. " * 150)
        tab.get_by_label("White Caucus").check()
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()


def path_of(request: Any, live_server: Any) -> str:
    assert request.url.startswith(live_server.url), "nothing leaves for elsewhere"
    return request.url.removeprefix(live_server.url)


def test_outside_the_signed_in_addresses_no_request_carries_a_cookie(
    survey: Any, cast: Any, visitor: Any, live_server: Any
):
    tab = visitor(cast.rosa)
    requests = watched(tab)
    begin(tab, survey)
    answer(tab, much=False)
    tab.get_by_role("button", name="Support").click()
    tab.wait_for_load_state()
    inside, outside = [], []
    for one in requests:
        is_inside = path_of(one, live_server).startswith(settings.SIGNED_IN_PREFIX)
        (inside if is_inside else outside).append(one)
    static = [one for one in outside if "/static/" in one.url]
    assert len(static) >= 3, "style sheet, scripts and pictures too"
    assert [one.url for one in outside if "cookie" in one.all_headers()] == []
    # The same browser shows its cookie where it belongs: there was one to be shown.
    assert all(settings.SESSION_COOKIE_NAME in one.all_headers()["cookie"] for one in inside)
    assert inside
    # Nobody but the signed-in pages sets any.
    assert {one["path"] for one in tab.context.cookies()} == {settings.SIGNED_IN_PREFIX}


def test_a_file_asked_for_by_the_form_says_not_from_which_survey(
    survey: Any, cast: Any, visitor: Any
):
    tab = visitor(cast.rosa)
    begin(tab, survey)
    requests = watched(tab)
    tab.reload()
    expect(tab.get_by_role("button", name="Send feedback")).to_be_visible()
    told = {one.url: one.all_headers().get("referer", "") for one in requests}
    assert [url for url, referer in told.items() if str(survey.pk) in referer] == []
    # Browsers do say which style sheet a font is for: there was something to be heard.
    assert any(referer.endswith(".css") for referer in told.values())


def test_whoever_answers_sends_one_request_more_of_one_length(
    survey: Any, cast: Any, visitor: Any, live_server: Any
):
    """Opened, a little said, much said: the same requests, and one more or none."""
    tab = visitor(cast.rosa)
    requests = watched(tab)
    begin(tab, survey)
    begun = len(requests)
    answer(tab, much=False)
    [short] = requests[begun:]
    assert (short.method, path_of(short, live_server)) == ("POST", box(survey))
    other = visitor(cast.will)
    requests = watched(other)
    begin(other, survey)
    before = len(requests)
    answer(other, much=True)
    [long] = requests[before:]
    assert before == begun
    for sent in (short, long):
        assert (len(sent.post_data_buffer), sent.response().status) == (65_536, 204)
    assert set(short.all_headers()) == set(long.all_headers())


def test_the_browser_keeps_no_worker_no_copy_and_no_address_of_its_own(
    survey: Any, cast: Any, visitor: Any, live_server: Any
):
    tab = visitor(cast.rosa)
    visited: list[str] = []
    tab.on("framenavigated", lambda frame: visited.append(frame.url))
    begin(tab, survey)
    answer(tab, much=True)
    assert tab.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert tab.evaluate("caches.keys().then((all) => all.length)") == 0
    assert tab.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert tab.evaluate("JSON.stringify(history.state)") == "null"
    # Three addresses, the same for everybody who was asked.
    paths = {url.removeprefix(live_server.url) for url in visited}
    assert paths == {
        reverse("box:survey_landing", args=[survey.pk]),
        reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk]),
        box(survey),
    }
    # Back in the history there is no form with answers in it.
    tab.go_back()
    tab.go_forward()
    tab.wait_for_load_state()
    assert tab.locator("textarea:visible").count() == 0
    assert "All of it." not in tab.content()
