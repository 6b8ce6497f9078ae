"""An unused voting paper in a browser several people use."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from feedback.models import Envelope
from tests import people
from tests.feedback import ballots


@pytest.fixture
def survey(cast: Any, tmp_path: Any, live_server: Any) -> Any:
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


def start(tab: Any, survey: Any) -> None:
    tab.goto(reverse("feedback:survey_detail", args=[survey.community.slug, survey.pk]))
    tab.get_by_role("button", name="Start").click()
    tab.wait_for_url(f"**{reverse('box:envelope', args=[survey.pk])}")


def kept(tab: Any, survey: Any) -> str | None:
    return tab.evaluate(f"window.localStorage.getItem('paper:{survey.pk}')")


def sign_in(tab: Any, person: Any) -> None:
    """The same browser, somebody else in front of it, and nobody signed out."""
    client = Client()
    people.sign_in(client, person)
    [cookie] = [one for one in tab.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME]
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    tab.context.add_cookies([{**cookie, "value": value}])


def test_signing_out_leaves_no_paper(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa)
    start(tab, survey)
    assert kept(tab, survey)
    tab.evaluate("window.localStorage.setItem('other', 'stays')")
    tab.goto(reverse("account_logout"))
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url(lambda url: reverse("account_logout") not in url)
    assert tab.evaluate("Object.keys(window.localStorage)") == ["other"]


def test_the_next_person_collects_a_paper_of_their_own(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa)
    start(tab, survey)
    first = kept(tab, survey)
    sign_in(tab, cast.will)
    start(tab, survey)
    assert kept(tab, survey) not in (None, first)
    # Both could collect, and only Will's is there to be used.
    tab.locator("input[name=a][value='5']").check()
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
    assert Envelope.objects.filter(survey=survey).count() == 1


def test_the_same_person_signed_in_anew_keeps_theirs(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa)
    start(tab, survey)
    first = kept(tab, survey)
    sign_in(tab, cast.rosa)
    start(tab, survey)
    assert kept(tab, survey) == first


def test_what_tells_papers_apart_says_nothing_and_is_never_sent(
    survey: Any, cast: Any, visitor: Any
):
    tab = visitor(cast.rosa)
    bodies: list[str] = []
    tab.on("request", lambda request: bodies.append(request.post_data or ""))
    start(tab, survey)
    mark = tab.evaluate(f"JSON.parse(window.localStorage.getItem('paper:{survey.pk}')).mark")
    assert len(mark) == 32
    tab.locator("input[name=a][value='5']").check()
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
    assert any('"answers"' in body for body in bodies)
    assert not any(mark in body or '"mark"' in body for body in bodies)
