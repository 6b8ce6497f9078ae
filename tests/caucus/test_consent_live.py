"""Consent taken back while the session runs: the choice is gone, and every open page says so."""

from typing import Any

import pytest

from caucus.models import OF_MEMBERS, Choice
from caucus.selectors import people_by_space, seat_of
from caucus.services import offer_to_speak, set_doors
from cop.documents.services import withdraw_consent
from sessions_app.models import Session
from tests.caucus.board import note
from tests.caucus.live import address
from tests.caucus.world import MINORITISED, WHITE, choose, fill, space_in
from tests.documents.world import adopt_all, consent, take_consent
from tests.live import piece, revision
from tests.pages import parse, texts
from tests.people import Cast
from tests.sessions_app.plans import came

pytestmark = pytest.mark.django_db
KIND, DOOR, WORDS = "consent-to-choice", "https://meet.example/elm", "The rota is made by three"
SAID = "What was stored because of it is deleted."


@pytest.fixture
def asking(cast: Cast, session: Session) -> Session:
    """The community takes consent. Rosa agreed, chose, and offers to speak; others are there."""
    fill(cast, session, white=3)
    take_consent(cast.community)
    adopt_all(cast.actor("amara"))
    set_doors(actor=cast.actor("amara"), session=session, doors={space_in(session, WHITE).pk: DOOR})
    consent(cast.actor("rosa"))
    choose(cast.members["rosa"], session, WHITE)
    came(session, cast.members["rosa"])
    note(cast, session, "rosa", WORDS)
    offer_to_speak(actor=cast.actor("rosa"), session=session, speaks=True)
    return session


def words_of(source: str) -> str:
    return " ".join(texts([parse(source)]))


@pytest.mark.parametrize("where", ["session", "consents"])
def test_a_page_left_open_follows_at_once_and_says_so(
    cast: Cast, asking: Session, as_: Any, where: str
):
    rosa = as_("rosa")
    pulse = address(asking, "sessions_app:session_live_pulse")
    known = rosa.get(pulse).json()
    told = {"X-Told": known["told"]}
    assert "told" not in rosa.get(pulse, headers=told).json(), "nothing has changed so far"
    space = address(asking, "caucus:space_choose")
    sent_to = space if where == "session" else f"/in/c/{cast.community.slug}/consents/"
    rosa.post(sent_to, {"kind": KIND, "withdraw": "1"})

    assert "told" in rosa.get(pulse, headers=told).json(), "the open page draws itself anew"
    drawn = piece(rosa, asking, "space")
    for shown in (drawn, rosa.get(space).content.decode()):
        assert SAID in words_of(shown)
        assert "Step out, and forget my choice" not in words_of(shown)
        # Every way in is there, as for everybody who goes without a stored choice.
        assert (DOOR in shown, "Racially Minoritised Caucus" in words_of(shown)) == (True, True)
    board = rosa.get(address(asking, "caucus:board"))
    assert board.status_code == 403
    assert WORDS not in board.content.decode()
    assert rosa.post(address(asking, "caucus:board"), {"act": "offer_to_speak"}).status_code == 403


def test_nothing_made_of_it_is_left(cast: Cast, asking: Session):
    """Nor the offer to speak, which the others in the space saw."""
    consent(cast.actor("will"))
    choose(cast.members["will"], asking, WHITE)

    def seen_by_will() -> tuple[bool, int]:
        seat = seat_of(cast.actor("will"), asking)
        assert seat is not None
        return seat.is_spoken_for, people_by_space(asking)[seat.space.pk]

    assert seen_by_will() == (True, 5)
    withdraw_consent(actor=cast.actor("rosa"), kind=KIND)
    assert seen_by_will() == (False, 4)
    for model in OF_MEMBERS:
        assert not model._default_manager.filter(member=cast.members["rosa"]).exists()


def test_a_form_to_choose_that_is_left_open_goes_too(cast: Cast, asking: Session, as_: Any):
    """Who agreed, chose nothing, and takes it back elsewhere is not asked where they would be."""
    will = as_("will")
    states = []
    for act in (None, consent, lambda actor: withdraw_consent(actor=actor, kind=KIND), consent):
        if act:
            act(cast.actor("will"))
        drawn = words_of(piece(will, asking, "space"))
        states.append((revision(will, asking, "space"), "Go there" in drawn, SAID in drawn))
    assert len({said for said, *_seen in states}) == 4, "each time the open page draws it anew"
    assert [tuple(seen) for _said, *seen in states] == [
        (False, False),
        (True, False),
        (False, True),
        (True, False),
    ]


def test_who_never_agreed_is_not_told_that_anything_was_taken_back(asking: Session, as_: Any):
    assert SAID not in words_of(piece(as_("tom"), asking, "space"))


def test_it_is_as_easy_to_agree_and_choose_again(cast: Cast, asking: Session, as_: Any):
    withdraw_consent(actor=cast.actor("rosa"), kind=KIND)
    consent(cast.actor("rosa"))
    choose(cast.members["rosa"], asking, MINORITISED)
    assert SAID not in words_of(piece(as_("rosa"), asking, "space"))
    assert not Choice.objects.get(member=cast.members["rosa"]).speaks
