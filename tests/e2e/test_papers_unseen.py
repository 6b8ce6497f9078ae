"""Collecting a paper blinded: cut short at any point, it goes on with the same value."""

import json
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Route, expect

from feedback.box import papers
from feedback.box.base64url import decode, encode
from feedback.models import Collected
from tests.feedback import ballots

BALLOT = "**/ballot"


@pytest.fixture
def survey(cast: Any, tmp_path: Any, live_server: Any) -> Any:
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


@pytest.fixture
def tab(survey: Any, cast: Any, visitor: Any) -> Any:
    """A phone on the page of the promise; ``tab.asked`` is what it has asked to have signed."""
    tab = visitor(cast.rosa)
    tab.asked = []
    tab.on(
        "request",
        lambda request: request.url.endswith("/ballot") and tab.asked.append(request.post_data),
    )
    tab.goto(page_of(survey))
    return tab


def page_of(survey: Any) -> str:
    return reverse("feedback:survey_detail", args=[survey.community.slug, survey.pk])


def start(tab: Any) -> None:
    tab.get_by_role("button", name="Start").click()


def arrives(tab: Any, survey: Any) -> dict[str, str]:
    """On the form, with a paper that holds; nothing in the browser joins it to what was signed."""
    tab.wait_for_url(f"**{reverse('box:envelope', args=[survey.pk])}")
    kept = paper(tab, survey)
    assert set(kept) == {"message", "signature", "mark"}
    message, signature = decode(kept["message"]), decode(kept["signature"])
    assert papers.is_paper(message, signature, bytes(survey.paper_public_key))
    return kept


def paper(tab: Any, survey: Any) -> dict[str, str]:
    kept = tab.evaluate(f"window.localStorage.getItem('paper:{survey.pk}')")
    return json.loads(kept or "{}")


def test_server_sees_a_value_of_one_length_and_nothing_of_the_paper(tab: Any, survey: Any):
    answers: list[str] = []

    def listen(route: Route) -> None:
        answer = route.fetch()
        answers.append(answer.text())
        route.fulfill(response=answer)

    tab.route(BALLOT, listen)
    start(tab)
    kept = arrives(tab, survey)
    [asked], [answer] = tab.asked, answers
    assert set(json.loads(asked)) == {"blinded"}
    assert len(decode(json.loads(asked)["blinded"])) == 256
    assert set(json.loads(answer)) == {"signature"}
    for own in (kept["message"], kept["signature"]):
        pieces = {own[at : at + 12] for at in range(len(own) - 11)}
        assert not any(piece in asked + answer for piece in pieces)


def test_cut_off_before_the_server_heard_of_it(tab: Any, survey: Any):
    tab.route(BALLOT, lambda route: route.abort())
    start(tab)
    expect(tab.locator("[data-say=network]")).to_be_focused()
    assert not Collected.objects.exists()
    first = paper(tab, survey)
    assert set(first) == {"message", "blinded", "secret", "mark"}
    tab.unroute(BALLOT)
    tab.reload()
    start(tab)
    assert arrives(tab, survey)["message"] == first["message"]
    assert len(tab.asked) == 2
    assert len(set(tab.asked)) == 1


def test_cut_off_after_the_server_has_signed(tab: Any, survey: Any):
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    tab.route(BALLOT, swallow)
    start(tab)
    expect(tab.locator("[data-say=network]")).to_be_focused()
    assert Collected.objects.count() == 1
    first = paper(tab, survey)
    tab.unroute(BALLOT)
    tab.reload()
    start(tab)
    assert arrives(tab, survey)["message"] == first["message"]
    assert len(set(tab.asked)) == 1


def test_reloaded_with_the_paper_in_hand(tab: Any, survey: Any):
    start(tab)
    first = arrives(tab, survey)
    tab.goto(page_of(survey))
    start(tab)
    assert arrives(tab, survey) == first
    assert len(tab.asked) == 1, "nothing is asked for twice"


@pytest.mark.parametrize("answer", ["another key", "nonsense", "nothing"])
def test_a_signature_that_does_not_hold_is_not_kept(tab: Any, survey: Any, cast: Any, answer: str):
    other = ballots.opened(cast.community, [cast.members["rosa"]], key="S2")

    def answer_wrongly(route: Route) -> None:
        blinded = decode(json.loads(route.request.post_data or "")["blinded"])
        wrong = {
            "another key": {"signature": encode(papers.sign(other.pk, b"\0" + blinded[1:]))},
            "nonsense": {"signature": "?"},
            "nothing": {},
        }
        route.fetch()
        route.fulfill(json=wrong[answer])

    tab.route(BALLOT, answer_wrongly)
    start(tab)
    expect(tab.locator("[data-say=unsigned]")).to_be_focused()
    assert "signature" not in paper(tab, survey)
    tab.unroute(BALLOT)
    start(tab)
    arrives(tab, survey)
    assert len(set(tab.asked)) == 1


def test_two_tabs_of_one_browser_collect_one_paper(tab: Any, survey: Any):
    second = tab.context.new_page()
    second.goto(page_of(survey))
    # The second has looked for a paper before the first has one, and makes its own after that.
    second.evaluate(
        """() => {
          const fetchAtOnce = window.fetch;
          window.fetch = async (...given) => {
            await new Promise((done) => setTimeout(done, 1500));
            return fetchAtOnce(...given);
          };
        }"""
    )
    for one in (tab, second):
        one.evaluate("document.querySelector('[data-start]').click()")
    assert arrives(tab, survey) == arrives(second, survey)
    assert Collected.objects.count() == 1
    assert len(tab.asked) <= 1


def test_a_paper_made_for_a_key_that_has_gone_is_made_anew(tab: Any, survey: Any):
    tab.route(BALLOT, lambda route: route.abort())
    start(tab)
    expect(tab.locator("[data-say=network]")).to_be_focused()
    kept = paper(tab, survey)
    stale = {**kept, "message": encode(decode(kept["message"])[:32] + bytes(32))}
    tab.evaluate(
        "([name, value]) => window.localStorage.setItem(name, value)",
        [f"paper:{survey.pk}", json.dumps(stale)],
    )
    tab.unroute(BALLOT)
    start(tab)
    assert arrives(tab, survey)["message"] not in {kept["message"], stale["message"]}
