"""On a slow way to the server nothing that is pressed or typed on a board is lost."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from caucus.models import Note, Point
from caucus.services import add_note
from sessions_app.models import Session
from tests.caucus.world import MINORITISED, choose, more_members
from tests.sessions_app.plans import on_since

SLOW = 1500  # milliseconds


@pytest.fixture
def session(cast: Any) -> Session:
    session = on_since(cast, 12, facilitators=(cast.amara, cast.tom))
    for member in (cast.members["amara"], *more_members(cast, 3)):
        choose(member, session, MINORITISED)
    return session


@pytest.fixture
def amara(cast: Any, visitor: Any, session: Session) -> Page:
    for words in ("How soon we answer", "We defend ourselves"):
        add_note(actor=cast.actor("amara"), session=session, words=words)
    page: Page = visitor(cast.amara)
    page.goto(f"/in/c/{session.community.slug}/sessions/{session.pk}/live/board/")

    def slowly(route: Route) -> None:
        if route.request.method == "POST":
            page.wait_for_timeout(SLOW)
        route.continue_()

    page.route("**/live/board/", slowly)
    return page


def test_presses_that_overtake_each_other_all_count(amara: Page, session: Session):
    for words, place in (
        ("How soon we answer", "First theme"),
        ("We defend ourselves", "Second theme"),
    ):
        card = amara.locator("#board-notes [data-item]").filter(has_text=words)
        card.get_by_text("Change it, or say where it goes").click()
        card.get_by_role("button", name=place, exact=True).click(no_wait_after=True)
    expect(amara.locator('[data-item="first"]')).to_contain_text("How soon we answer")
    expect(amara.locator('[data-item="second"]')).to_contain_text("We defend ourselves")
    assert Point.objects.filter(session=session).count() == 2


def test_the_same_press_twice_is_one_and_what_is_typed_meanwhile_stays(
    amara: Page, session: Session
):
    box = amara.locator("[data-item=add_note] textarea")
    box.fill("A first note")
    press = "() => document.querySelector('[data-item=add_note] button').click()"
    amara.evaluate(press)
    amara.evaluate(press)
    box.fill("A second, half typed")
    expect(amara.locator("#board-notes")).to_contain_text("A first note")
    expect(box).to_have_value("A second, half typed")
    assert Note.objects.filter(words="A first note").count() == 1
