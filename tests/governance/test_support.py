"""The support page of a community: open to everybody, without a cookie, linked from everywhere."""

import pytest
import time_machine
from django.urls import reverse

from cop.governance.models import Governance
from cop.governance.support import with_links
from feedback.services import open_survey
from tests.caucus.world import DURING
from tests.moments import a_fixed_day
from tests.pages import parse, select, texts
from tests.people import Cast
from tests.sessions_app.plans import scheduled

SUPPORT = "/support/northern/"


@pytest.fixture(autouse=True)
def fixed_day(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"
    with a_fixed_day():
        yield


def links_of(response) -> list[str]:
    return [a.get("href") for a in select(parse(response.content), "a")]


def test_it_opens_for_everybody_and_sets_no_cookie(cast: Cast, as_) -> None:
    Governance.objects.update(union="Unison, 0800 0 857 857")
    for name in (None, "rosa", "sam"):
        response = as_(name).get(SUPPORT)
        assert response.status_code == 200
        assert not response.cookies
    page = parse(response.content)
    assert "Marian Bell" in texts(select(page, ".govuk-inset-text"))[0]
    assert {"tel:116123", "tel:08000857857", "mailto:marian.bell@example.org"} <= set(
        links_of(response)
    )
    assert "Northern Care Trust" in texts(select(page, "main"))[0]


def test_it_is_the_same_for_everybody(cast: Cast, as_) -> None:
    assert as_(None).get(SUPPORT).content == as_("rosa").get(SUPPORT).content


def test_a_community_that_has_set_nothing_shows_the_national_numbers(cast: Cast, as_) -> None:
    Governance.objects.all().delete()
    response = as_(None).get(SUPPORT)
    assert {"tel:116123", "https://www.baatn.org.uk/"} <= set(links_of(response))
    assert "has not named an independent person yet" in response.content.decode()


def test_an_unknown_community_has_none(db: None, as_) -> None:
    assert as_(None).get("/support/nowhere/").status_code == 404


def test_pages_of_the_community_lead_there(cast: Cast, as_) -> None:
    assert SUPPORT in links_of(as_("rosa").get("/in/c/northern/"))
    assert "/support/" in links_of(as_(None).get("/"))


def test_the_feedback_form_leads_there_with_the_same_bytes_for_all(cast: Cast, as_) -> None:
    session = scheduled(cast, facilitators=(cast.amara, cast.tom))
    with time_machine.travel(DURING):
        survey = open_survey(actor=cast.actor("amara"), session=session)
        for name in ("box:envelope", "box:survey_landing"):
            url = reverse(name, args=[survey.pk])
            pages = [as_(name).get(url) for name in (None, "rosa", "sam")]
            assert SUPPORT in links_of(pages[0])
            assert len({page.content for page in pages}) == 1


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("Ring 116 123", ["tel:116123"]),
        ("+44 161 496 0000, or a@example.org.", ["tel:+441614960000", "mailto:a@example.org"]),
        ("https://example.org/a?b=c.", ["https://example.org/a?b=c"]),
        ("javascript:alert(1) room 12, since 2024", []),
        ('<a href="https://evil.example">x</a>', ["https://evil.example"]),
    ],
)
def test_what_can_be_rung_or_opened_becomes_a_link(typed: str, links: list[str]) -> None:
    html = with_links(typed)
    assert [a.get("href") for a in select(parse(html), "a")] == links
    assert " ".join(parse(html).text_content().split()) == typed
