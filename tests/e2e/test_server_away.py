"""While the server restarts its proxy answers: what was typed stays, and words say so."""

from typing import Any

import pytest
from playwright.sync_api import expect

from caucus.models import Note
from sessions_app.models import Run, Session
from tests.caucus.world import WHITE, choose
from tests.sessions_app.plans import on_since

WORDS = "What we said about the rota"


@pytest.fixture
def session(cast: Any) -> Session:
    """In the caucuses; Will is in his."""
    session = on_since(cast, 12, facilitators=(cast.amara, cast.tom))
    choose(cast.members["will"], session, WHITE)
    return session


def away(route: Any) -> None:
    route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway</h1>")


def test_a_note_typed_meanwhile_stays(cast: Any, visitor: Any, session: Session):
    will = visitor(cast.will)
    will.goto(f"/in/c/{session.community.slug}/sessions/{session.pk}/live/board/")
    will.route("**/live/**", away)
    field = will.locator("[data-item=add_note] textarea")
    field.fill(WORDS)
    will.locator("[data-item=add_note] button").click()
    expect(will.locator("[data-board-status]")).to_contain_text("Your words are still here")
    expect(field).to_have_value(WORDS)
    will.unroute("**/live/**")
    will.locator("[data-item=add_note] button").click()
    expect(will.locator("#board-notes")).to_contain_text(WORDS)
    assert Note.objects.count() == 1


def test_a_press_that_did_not_arrive_is_said(cast: Any, visitor: Any, session: Session):
    tom = visitor(cast.tom, width=1280)
    tom.goto(f"/in/c/{session.community.slug}/sessions/{session.pk}/live/desk/")
    tom.route("**/live/**", away)
    tom.get_by_role("button", name="5 minutes more").click()
    expect(tom.locator("[data-press-notice]")).to_contain_text("not")
    expect(tom.get_by_role("button", name="5 minutes more")).to_be_visible()
    assert not Run.objects.filter(session=session).exists()
