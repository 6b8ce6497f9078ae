"""The hint under a comment: by patterns alone, polite, and never sent anywhere."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.finders import find
from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.test_feedback import begin
from tests.feedback import ballots

SAID = {
    "title": ["Dr Okafor said", "thanks to Prof. Adeyemi", "as Mrs O’Neill knows", "Ms Ágnes"],
    "contact": [
        "write to a.b@nhs.example.org",
        "ring 0161 496 0000",
        "+44 (0)7700 900 123",
        "near LS1 4AP",
        "ne30 1af is where",
        "at 12 Park Road",
        "7b Old Mill Lane",
    ],
    "only": [
        "as the only Black man there",
        "I’m the only one who stayed",
        "I am the only nurse",
        "the only psychologist in my trust",
    ],
    "work": ["my manager was there", "my line manager", "My supervisor", "my old team leader"],
    "mention": ["thanks @rosa", "(@Will)"],
}
NOT_SAID = [
    "",
    "It was good to be heard, for once.",
    "We met at 3pm on the 2nd, for the 19th time; 11 of us, in 2026.",
    "b4 2nd break it dragged",
    "The only thing missing was time.",
    "Doctors and managers need this too. Drift. Mrs.",
    "5 stars @ home",
    "My way of working has changed; 10 Years On.",
    "100% of us, 5/10, 2020 2021 2022",
]


@pytest.fixture
def survey(cast: Any, tmp_path: Any, live_server: Any) -> Any:
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


@pytest.fixture
def tab(survey: Any, cast: Any, visitor: Any) -> Any:
    tab = visitor(cast.rosa)
    begin(tab, survey)
    return tab


def hints(tab: Any, text: str) -> Any:
    load = "text => import('/static/js/hints.js').then(module => module.hintsIn(text))"
    return tab.evaluate(load, text)


def test_patterns_find_what_they_should_and_leave_ordinary_sentences_alone(tab: Any):
    for kind, texts in SAID.items():
        for text in texts:
            assert hints(tab, text) == [kind], text
    for text in NOT_SAID:
        assert hints(tab, text) == [], text


def test_a_hint_is_polite_goes_away_again_and_holds_nothing_up(tab: Any):
    requests: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    area, hint = tab.locator("textarea[name='2']"), tab.locator("[data-hint='2']")
    expect(hint).to_have_attribute("role", "status")
    expect(hint).to_have_text("")
    area.fill("As the only woman from Leeds I told Dr Brown.")
    expect(hint).to_contain_text("“the only …” may tell who you are.")
    expect(hint).to_contain_text("A title often stands before a name.")
    expect(tab.locator("[data-hint='3']")).to_have_text("")
    assert Axe().run(tab).violations_count == 0, Axe().run(tab).generate_report()
    area.fill("I said what I came to say.")
    expect(hint).to_have_text("")
    assert requests == []
    area.fill("As the only woman from Leeds I told Dr Brown.")
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()


def test_the_plain_form_hints_too(survey: Any, visitor: Any):
    tab = visitor(None)
    tab.goto(reverse("box:coded_form", args=[survey.pk]))
    tab.locator("textarea[name='2']").fill("my manager said so")
    expect(tab.locator("[data-hint='2']")).to_contain_text("whoever knows you")


def test_no_person_is_named_on_the_page_or_in_the_patterns(survey: Any, cast: Any, client: Any):
    page = client.get(reverse("box:envelope", args=[survey.pk])).content.decode()
    path = find("js/hints.js")
    assert isinstance(path, str)
    page += Path(path).read_text(encoding="utf-8")
    for member in cast.members.values():
        for name in member.name.split():
            assert name not in page
