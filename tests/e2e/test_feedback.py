"""Feedback on a phone: from the mail's link to the box, in a browser that carries cookies."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from feedback.models import Collected, Envelope
from tests.feedback import ballots

BODY_BYTES = 65_536


@pytest.fixture
def survey(cast: Any, tmp_path: Any, live_server: Any) -> Any:
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The answers as the server reads them, before they are sealed."""
    from feedback.services import envelopes

    seen: list[object] = []
    seal = envelopes._sealed

    def note(survey: Any, answers: object) -> bytes:
        seen.append(answers)
        return seal(survey, answers)

    monkeypatch.setattr(envelopes, "_sealed", note)
    return seen


def landing(survey: Any) -> str:
    return reverse("box:survey_landing", args=[survey.pk])


def box(survey: Any) -> str:
    return reverse("box:envelope", args=[survey.pk])


def begin(tab: Any, survey: Any) -> None:
    """The mail's link, the promise, and a paper."""
    tab.goto(landing(survey))
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("button", name="Start").click()
    tab.wait_for_url(f"**{box(survey)}")


def rate(tab: Any, item: str, value: str) -> None:
    tab.locator(f"input[name={item}][value='{value}']").check()


def test_member_gives_feedback_and_no_request_says_who(
    survey: Any, cast: Any, visitor: Any, given: list[object]
):
    tab = visitor(cast.rosa, width=390)
    requests: list[Any] = []
    tab.on("request", lambda request: requests.append(request))  # noqa: PLW0108  its arity counts
    begin(tab, survey)
    rate(tab, "a", "5")
    rate(tab, "d", "1")
    rate(tab, "f", "")
    tab.get_by_label("How did you find the experience of caucusing this time?").fill(
        "Heard, for once. Żółć & “quotes”."
    )
    tab.get_by_label("White Caucus").check()
    tab.get_by_role("button", name="Send feedback").click()
    heading = tab.get_by_role("heading", name="Thank you. It is in the box.")
    expect(heading).to_be_focused()

    sent = [one for one in requests if one.method == "POST" and one.url.endswith(box(survey))]
    assert len(sent) == 1
    headers = sent[0].all_headers()
    assert not {"cookie", "referer", "authorization"} & set(headers)
    assert len(sent[0].post_data_buffer) == BODY_BYTES
    assert int(headers["content-length"]) == BODY_BYTES
    # The browser had cookies all along, and showed them where they belong.
    collected = next(one for one in requests if one.url.endswith("/ballot"))
    assert settings.SESSION_COOKIE_NAME in collected.all_headers()["cookie"]
    form = next(one for one in requests if one.method == "GET" and one.url.endswith(box(survey)))
    assert not {"cookie", "referer"} & set(form.all_headers())

    assert Envelope.objects.filter(survey=survey).count() == 1
    assert given == [
        {
            "label": "white",
            "ratings": {"a": 5, "b": None, "c": None, "d": 1, "e": None, "f": None, "g": None},
            "texts": {"2": "Heard, for once. Żółć & “quotes”."},
            "choices": {},
        }
    ]
    # The paper is used up; what stays is a hash.
    [(name, kept)] = tab.evaluate("Object.entries(localStorage)")
    assert name == f"receipt:{survey.pk}"
    assert re.fullmatch(r'\["[0-9a-f]{64}"\]', kept)
    assert tab.evaluate("Object.entries(sessionStorage)") == []


def test_form_is_accessible_with_a_paper_and_after_sending(survey: Any, cast: Any, visitor: Any):
    for number, width in enumerate((390, 1280)):
        tab = visitor([cast.rosa, cast.will][number], width=width)
        begin(tab, survey)
        expect(tab.get_by_role("button", name="Send feedback")).to_be_visible()
        assert Axe().run(tab).violations_count == 0, Axe().run(tab).generate_report()
        row = tab.locator("[data-rating=a] label").first.bounding_box()
        assert row["height"] >= 45
        if width == 390:
            assert row["width"] > 280
            tab.set_viewport_size({"width": 320, "height": 640})
            assert tab.evaluate("document.documentElement.scrollWidth") <= 320
            tab.set_viewport_size({"width": 390, "height": 844})
        rate(tab, "a", "3")
        tab.get_by_role("button", name="Send feedback").click()
        expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
        assert Axe().run(tab).violations_count == 0, Axe().run(tab).generate_report()


def test_keyboard_alone_reaches_the_box(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa, width=1280)
    begin(tab, survey)
    tab.locator("[data-rating=a] input").first.focus()
    tab.keyboard.press("ArrowRight")
    for _stop in range(60):
        if tab.evaluate("document.activeElement.hasAttribute('data-send')"):
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_focused()


def test_a_broken_line_keeps_the_answers_and_sending_again_is_safe(
    survey: Any, cast: Any, visitor: Any, given: list[object]
):
    tab = visitor(cast.rosa)
    begin(tab, survey)
    rate(tab, "c", "4")
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.locator("[data-say=network]")).to_be_focused()
    assert given == []
    assert tab.locator("input[name=c][value='4']").is_checked()
    tab.context.set_offline(False)
    tab.get_by_role("button", name="Send again").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
    assert Envelope.objects.filter(survey=survey).count() == 1


def test_nothing_chosen_and_too_much_written_are_said_before_sending(
    survey: Any, cast: Any, visitor: Any, given: list[object]
):
    tab = visitor(cast.rosa)
    begin(tab, survey)
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.locator("[data-say=empty]")).to_be_focused()
    tab.locator("textarea[name='3']").fill("a" * 2001)
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.locator("[data-say=long]")).to_be_focused()
    expect(tab.locator("[data-say=empty]")).to_be_hidden()
    assert given == []
    # Every comment at its longest, in letters of four bytes, still fits.
    for key in "23456":
        tab.locator(f"textarea[name='{key}']").fill("🜁" * 2000)
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
    assert [len(text) for text in given[0]["texts"].values()] == [2000] * 5


def test_too_late_is_kind_and_keeps_the_answers_in_the_tab(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa)
    begin(tab, survey)
    tab.locator("textarea[name='2']").fill("I wanted to say")
    ballots.close(survey)
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.locator("[data-say=late]")).to_be_focused()
    expect(tab.locator("textarea[name='2']")).to_have_value("I wanted to say")
    assert tab.evaluate("window.localStorage.length") == 0


def test_a_second_browser_is_told_kindly_and_the_first_goes_on(
    survey: Any, cast: Any, visitor: Any
):
    first = visitor(cast.rosa)
    begin(first, survey)
    second = visitor(cast.rosa)
    second.goto(reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk]))
    second.get_by_role("button", name="Start").click()
    expect(second.locator("[data-say=elsewhere]")).to_be_focused()
    assert second.evaluate("window.localStorage.length") == 0
    first.goto(box(survey))
    expect(first.get_by_role("button", name="Send feedback")).to_be_visible()


def test_a_lost_answer_to_the_first_request_costs_nobody_their_paper(
    survey: Any, cast: Any, visitor: Any
):
    tab = visitor(cast.rosa)
    tab.goto(reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk]))

    def swallow(route: Any) -> None:
        route.fetch()  # the server has signed, and the browser never hears of it
        route.abort()

    tab.route("**/ballot", swallow)
    tab.get_by_role("button", name="Start").click()
    expect(tab.locator("[data-say=network]")).to_be_focused()
    assert Collected.objects.filter(survey=survey).count() == 1
    tab.unroute("**/ballot")
    tab.get_by_role("button", name="Start").click()
    tab.wait_for_url(f"**{box(survey)}")


def test_a_key_that_does_not_fit_the_fingerprint_stops_everything(
    survey: Any, cast: Any, visitor: Any
):
    tab = visitor(cast.rosa)
    other = ballots.opened(cast.community, [cast.members["will"]], key="S2")

    def serve_another_key(route: Any) -> None:
        route.fulfill(
            response=route.fetch(url=route.request.url.replace(str(survey.pk), str(other.pk)))
        )

    tab.goto(reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk]))
    tab.route(f"**{landing(survey)}", serve_another_key)
    tab.get_by_role("button", name="Start").click()
    expect(tab.locator("[data-say=fingerprint]")).to_be_focused()
    assert not Collected.objects.exists()


def test_without_a_paper_the_form_leads_back_to_the_beginning(survey: Any, visitor: Any):
    tab = visitor(None)
    tab.goto(box(survey))
    expect(tab.get_by_role("heading", name="First take your ticket")).to_be_visible()
    expect(tab.get_by_role("button", name="Begin")).to_have_attribute("href", landing(survey))


def test_a_page_that_is_not_secure_says_so(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa)
    tab.add_init_script("Object.defineProperty(window.crypto, 'subtle', {value: undefined})")
    tab.goto(reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk]))
    expect(tab.locator("[data-say=insecure]")).to_be_visible()
    expect(tab.get_by_role("button", name="Start")).to_be_hidden()
