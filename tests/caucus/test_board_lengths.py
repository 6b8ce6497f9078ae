"""The length of a board tells neither which space it is of nor how much is written there."""

import pytest

from caucus.models import Note, ShareBack
from caucus.services import MOST_NOTES, release_share_back
from cop.core.errors import Refused
from sessions_app.models import Run
from tests.caucus.board import act, board, filled, open_board, words, write
from tests.caucus.world import AFTER, MINORITISED, WHITE, choose, space_in

pytestmark = pytest.mark.django_db
__all__ = ["filled"]

USUAL = "Who takes the minutes is who is asked to, and it is never the same three. " * 2


def lengths(as_, session) -> set[int]:
    """Of boards in both caucuses, and of somebody in no space and in individual reflection."""
    return {
        len(open_board(as_, name, session).content) for name in ("rosa", "tom", "will", "bilal")
    }


def test_every_answer_has_one_length_whatever_is_written_where(as_, cast, filled):
    write(cast, filled)
    choose(cast.members["will"], filled, "reflection")
    found = lengths(as_, filled)
    for number in (8, MOST_NOTES):
        for key in (MINORITISED, WHITE):
            space = space_in(filled, key)
            have = Note.objects.filter(space=space).count()
            Note.objects.bulk_create(
                Note(session=filled, space=space, position=at, words=f"{at} {USUAL}")
                for at in range(have, number)
            )
        found |= lengths(as_, filled)
    read = as_("amara").get(board(filled) + "?read=1")
    assert found == {len(read.content)} == {len(act(as_("rosa"), filled, "add_note").content)}
    told = {
        len(as_(name).get(board(filled, "board_pulse")).content)
        for name in ("rosa", "will", "bilal")
    }
    assert len(told) == 1


def test_without_a_dialogue_nothing_is_carried_between_spaces(as_, cast, filled):
    write(cast, filled)
    Run.objects.create(session=filled, is_apart=True)
    for name in ("amara", "tom"):
        page = open_board(as_, name, filled)
        assert "so nothing is shared from any" in words(page)
        assert b"release" not in page.content
        assert b"speaks" not in page.content
    assert "This is what the others will read" not in words(
        as_("amara").get(board(filled) + "?read=1")
    )
    for attempt in (
        lambda: release_share_back(actor=cast.actor("amara"), session=filled),
        lambda: write(cast, filled, "second"),
    ):
        with pytest.raises(Refused):
            attempt()
    assert not ShareBack.objects.exists()
    Run.objects.update(is_apart=False)
    release_share_back(actor=cast.actor("amara"), session=filled)


def test_the_board_says_where_the_session_is(as_, cast, filled, clock):
    page = words(open_board(as_, "rosa", filled))
    assert "Now: " in page
    assert "To the session" in page
    told = as_("rosa").get(board(filled, "board_pulse")).json()["revision"]
    Run.objects.create(session=filled, is_apart=True)
    assert as_("rosa").get(board(filled, "board_pulse")).json()["revision"] != told
    clock.move_to(AFTER)
    page = words(open_board(as_, "rosa", filled))
    assert "This session is over" in page
    assert "You are not in a space" not in page


def test_before_the_dialogue_nobody_has_spoken(as_, cast, filled):
    write(cast, filled)
    assert "A facilitator speaks for the caucus" in words(
        as_("amara").get(board(filled) + "?read=1")
    )
    act(as_("rosa"), filled, "offer_to_speak", speaks="on")
    read = as_("amara").get(board(filled) + "?read=1")
    assert "A member speaks for the caucus" in words(read)
    assert b'href=""' not in read.content
    release_share_back(actor=cast.actor("amara"), session=filled)
    page = words(open_board(as_, "rosa", filled))
    assert "What we shared" in page
    assert "A member speaks for the caucus" in page
    assert "I would rather not speak" not in page
