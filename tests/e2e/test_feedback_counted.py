"""After the count every browser looks at the same list, and keeps to itself what it finds."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from feedback.models import Collected
from tests.e2e.test_feedback import begin, landing, rate
from tests.feedback import ballots


@pytest.fixture
def survey(cast: Any, tmp_path: Any, live_server: Any) -> Any:
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


def inside(survey: Any) -> str:
    return reverse("feedback:survey_detail", args=[survey.community.slug, survey.pk])


def answer(tab: Any, survey: Any) -> None:
    begin(tab, survey)
    rate(tab, "a", "4")
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()


def fetched(tab: Any) -> list[Any]:
    """Every request for a list from here on."""
    seen: list[Any] = []
    tab.on("request", lambda one: seen.append(one) if one.url.endswith("/counted/") else None)
    return seen


def test_whoever_sent_reads_that_it_was_counted(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa)
    answer(tab, survey)
    expect(tab.get_by_text("Your browser has kept a receipt")).to_be_visible()
    ballots.count(survey)
    for address in (landing(survey), inside(survey)):
        tab.goto(address)
        expect(tab.get_by_text("Your feedback was counted.")).to_be_visible()
        expect(tab.get_by_text("no receipt in this browser")).to_be_hidden()
        assert Axe().run(tab).violations_count == 0, Axe().run(tab).generate_report()


def test_whoever_did_not_fetches_the_same_list_in_the_same_way(
    survey: Any, cast: Any, visitor: Any
):
    sender, other = visitor(cast.rosa), visitor(cast.will)
    answer(sender, survey)
    ballots.count(survey)
    requests = []
    for tab in (sender, other):
        seen = fetched(tab)
        tab.goto(landing(survey))
        expect(
            tab.get_by_text("no receipt" if tab is other else "feedback was counted.")
        ).to_be_visible()
        [request] = seen
        headers = request.all_headers()
        assert not {"cookie", "referer"} & set(headers)
        requests.append((request.method, request.url, headers))
    assert requests[0] == requests[1]


def test_a_receipt_that_is_not_on_the_list_is_taken_seriously(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa)
    tab.goto(landing(survey))
    tab.evaluate(
        "key => localStorage.setItem(key, JSON.stringify(['ab'.repeat(32)]))",
        f"receipt:{survey.pk}",
    )
    ballots.count(survey)
    tab.reload()
    expect(tab.get_by_text("it is not on the list of what was counted")).to_be_visible()
    expect(tab.get_by_text("Your feedback was counted.")).to_be_hidden()


def test_a_receipt_can_be_removed_and_goes_at_sign_out(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa)
    answer(tab, survey)
    tab.get_by_role("button", name="Remove the receipt").click()
    expect(tab.get_by_text("The receipt is removed.")).to_be_focused()
    assert tab.evaluate("localStorage.length") == 0
    other = visitor(cast.will)
    answer(other, survey)
    assert other.evaluate("localStorage.length") == 1
    other.goto(reverse("account_logout"))
    other.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Was yours counted?")).to_have_count(0)
    assert other.evaluate("localStorage.length") == 0


def test_two_who_share_a_device_are_both_told(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa)
    for _person in range(2):
        answer(tab, survey)
        Collected.objects.all().delete()
    [kept] = tab.evaluate("Object.values(localStorage)")
    assert kept.count(",") == 1
    ballots.count(survey)
    tab.goto(landing(survey))
    expect(tab.get_by_text("Your feedback was counted.")).to_be_visible()


def test_where_the_list_does_not_come_it_is_said(survey: Any, cast: Any, visitor: Any):
    ballots.count(survey)
    tab = visitor(None)
    tab.route("**/counted/", lambda route: route.abort())
    tab.goto(landing(survey))
    expect(tab.get_by_text("could not be fetched")).to_be_visible()
