"""The boards of two caucuses, for tests of what is written together there."""

from typing import Any

import pytest
from django.urls import reverse

from caucus import services
from caucus.models import Note
from sessions_app.models import Session
from tests.caucus.world import MINORITISED, WHITE, choose, fill
from tests.pages import parse, select, texts
from tests.people import Cast


@pytest.fixture
def filled(cast: Cast, session: Session) -> Session:
    """Rosa is with Amara, who looks after the first caucus; Will is with Tom in the second."""
    fill(cast, session, racially_minoritised=3, white=4)
    for key, names in ((MINORITISED, ("amara", "rosa")), (WHITE, ("tom", "will"))):
        for name in names:
            choose(cast.members[name], session, key)
    return session


def board(session: Session, name: str = "board") -> str:
    return reverse(f"caucus:{name}", args=[session.community.slug, session.pk])


def open_board(as_: Any, name: str, session: Session) -> Any:
    return as_(name).get(board(session))


def seat(browser: Any, session: Session) -> str:
    """The mark of the space the forms of a board are drawn for; none where there is no board."""
    drawn = select(parse(browser.get(board(session)).content), "[data-board]")
    return str(drawn[0].get("data-seat")) if drawn else ""


def act(browser: Any, session: Session, name: str, **sent: Any) -> Any:
    """Press a button of the board as it stands now, or, with ``seat``, as it was drawn before."""
    drawn_for = sent.pop("seat", None) or seat(browser, session)
    return browser.post(board(session), {"act": name, "seat": drawn_for, **sent})


def words(response: Any) -> str:
    return " ".join(texts(select(parse(response.content), "main")))


def note(cast: Cast, session: Session, name: str, text: str) -> Note:
    services.add_note(actor=cast.actor(name), session=session, words=text)
    return Note.objects.get(words=text)


def write(cast: Cast, session: Session, place: str = "first", **changes: Any) -> bool:
    """Amara words a point of the first caucus."""
    sent = {"revision": 0, "heading": "Who is heard", "words": "In meetings."} | changes
    if place == "slot":
        sent["heading"] = ""
    return services.write_point(actor=cast.actor("amara"), session=session, place=place, **sent)
