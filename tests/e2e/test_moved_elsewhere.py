"""Somebody moves on another device: their open board keeps nothing of the space they left."""

from typing import Any

import pytest
from playwright.sync_api import expect

from caucus.models import Note
from caucus.services import add_note
from sessions_app.models import Session
from tests.caucus.world import MINORITISED, WHITE, choose, space_in
from tests.sessions_app.plans import on_since

SAID, TYPED = "Kwame said that he was threatened", "Half of a thought"


@pytest.fixture
def session(cast: Any) -> Session:
    """In the caucuses, where Will has a note on his board."""
    session = on_since(cast, 12, facilitators=(cast.amara, cast.tom))
    choose(cast.members["will"], session, MINORITISED)
    add_note(actor=cast.actor("will"), session=session, words=SAID)
    return session


@pytest.mark.parametrize("to", [WHITE, "everyone"])
def test_only_a_new_note_stays_and_only_a_press_adds_it(
    cast: Any, visitor: Any, session: Session, to: str
):
    will = visitor(cast.will)
    will.goto(f"/in/c/{session.community.slug}/sessions/{session.pk}/live/board/")
    will.locator("#board-notes summary").click()
    will.locator("#board-notes textarea").fill(f"{SAID}, twice")
    will.locator("[data-item=add_note] textarea").fill(TYPED)
    if to == "everyone":
        session.spaces.create(kind=to)
    space = space_in(session, to)
    choose(cast.members["will"], session, to)
    expect(will.locator("[data-board-status]")).to_contain_text("You are in another space now")
    expect(will.locator("#board-notes > *")).to_have_count(0)
    assert SAID not in will.content()
    assert not Note.objects.filter(space=space).exists()
    expect(will.locator("[data-item=add_note] textarea")).to_have_value(TYPED)
    will.locator("[data-item=add_note] button").click()
    expect(will.locator("#board-notes")).to_contain_text(TYPED)
    assert [note.words for note in Note.objects.filter(space=space)] == [TYPED]


def test_a_press_that_comes_first_is_kept_on_the_screen_alone(
    cast: Any, visitor: Any, session: Session
):
    will = visitor(cast.will)
    will.goto(f"/in/c/{session.community.slug}/sessions/{session.pk}/live/board/")
    will.route("**/pulse/", lambda route: route.abort())
    will.locator("#board-notes summary").click()
    will.locator("#board-notes textarea").fill(f"{SAID}, twice")
    choose(cast.members["will"], session, WHITE)
    will.get_by_role("button", name="Save the note").click()
    expect(will.locator("[data-board-status]")).to_contain_text(f"{SAID}, twice")
    expect(will.get_by_role("heading", name="White Caucus")).to_be_visible()
    expect(will.locator("#board-notes > *")).to_have_count(0)
    assert [note.words for note in Note.objects.all()] == [SAID]
