"""D8: what is written together in a space, who sees it, and how it is given up."""

import json
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from caucus import services
from caucus.models import LiveSpace, Note, Point
from caucus.selectors import notes_of, seat_of
from caucus.services import MOST_NOTES
from cop.core.errors import Refused
from tests.caucus.board import act, board, filled, note, open_board, words
from tests.caucus.world import AFTER, MINORITISED, WHITE, choose, space_in
from tests.live import piece
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
__all__ = ["filled"]


def test_the_tables_are_unlogged_and_know_no_author_and_no_time():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relpersistence FROM pg_class WHERE relname IN "
            "('caucus_note', 'caucus_point', 'caucus_livespace')"
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(
            ("caucus_note", "caucus_point", "caucus_livespace"), "u"
        )
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_name IN ('caucus_note', 'caucus_point', 'caucus_livespace')"
        )
        columns = cursor.fetchall()
    assert {name for _table, name, _kind in columns} == {
        *("id", "session_id", "space_id", "position", "words", "stays", "revision"),
        *("caucus_id", "place", "heading", "is_struck", "kept_until"),
        *("is_paused", "gives_aloud"),
    }
    assert {kind for _table, _name, kind in columns if "time" in kind} == set()


def test_everybody_in_the_space_reads_and_adds_notes_and_nobody_else(as_, filled):
    act(as_("rosa"), filled, "add_note", words="The rota\nis made by three.")
    for name in ("rosa", "amara"):
        assert "is made by three." in words(open_board(as_, name, filled))
    assert "is made by three." not in words(open_board(as_, "will", filled))
    assert open_board(as_, "bilal", filled).status_code == 403
    assert open_board(as_, "ines", filled).status_code in (403, 404)


def test_whoever_changes_space_loses_one_and_gains_the_other_at_once(as_, cast, filled):
    act(as_("rosa"), filled, "add_note", words="Ours")
    act(as_("will"), filled, "add_note", words="Theirs")
    choose(cast.members["rosa"], filled, WHITE)
    page = words(open_board(as_, "rosa", filled))
    assert ("Ours" in page, "Theirs" in page) == (False, True)
    choose(cast.members["rosa"], filled, "reflection")
    page = open_board(as_, "rosa", filled)
    assert page.status_code == 403
    assert "You are not in a space that writes something together." in words(page)
    services.leave_space(actor=cast.actor("rosa"), session=filled)
    late = act(as_("rosa"), filled, "add_note", words="X")
    for response in (open_board(as_, "rosa", filled), late):
        assert (response.status_code, words(response)) == (403, words(page))
    assert not Note.objects.filter(words="X").exists()


def test_notes_of_another_space_are_of_no_use(as_, cast, filled):
    theirs = note(cast, filled, "will", "Of the others")
    for name, sent in (
        ("change_note", {"revision": theirs.revision, "words": "Taken"}),
        ("mark_note", {"stays": "on"}),
        ("put_note", {"place": "first"}),
    ):
        answer = act(as_("amara"), filled, name, note_id=theirs.pk, **sent)
        assert "Of the others" not in words(answer)
    theirs.refresh_from_db()
    assert (theirs.words, theirs.stays) == ("Of the others", False)
    assert not Point.objects.exists()


def test_an_edit_of_what_changed_meanwhile_keeps_both_and_says_so(as_, cast, filled):
    first = note(cast, filled, "rosa", "As it was")
    same = {"note_id": first.pk, "revision": first.revision}
    assert act(as_("rosa"), filled, "change_note", words="Rosa’s", **same).status_code == 302
    answer = act(as_("amara"), filled, "change_note", words="Amara’s", **same)
    assert "your words stand beside it as a note of their own" in words(answer)
    space = space_in(filled, MINORITISED)
    assert [each.words for each in notes_of(space)] == ["Rosa’s", "Amara’s"]
    act(as_("amara"), filled, "change_note", words="Amara’s", **same)  # the page sent once more
    assert len(notes_of(space)) == 2
    act(as_("amara"), filled, "change_note", words="", **same)  # takes nothing away unread
    assert len(notes_of(space)) == 2


def test_an_emptied_note_is_gone(cast, filled):
    first = note(cast, filled, "rosa", "For a moment")
    seen = {"note_id": first.pk, "revision": first.revision}
    services.change_note(actor=cast.actor("amara"), session=filled, words="", **seen)
    assert not Note.objects.exists()


def test_a_note_not_for_sharing_stays_and_takes_its_point_back(as_, cast, filled):
    kept = note(cast, filled, "rosa", "What I said of my team")
    put = {"note_id": kept.pk, "place": "first"}
    act(as_("amara"), filled, "put_note", **put)
    act(as_("rosa"), filled, "mark_note", note_id=kept.pk, stays="on")
    assert Point.objects.get().is_struck
    answer = act(as_("amara"), filled, "put_note", **{**put, "place": "second"})
    assert "it stays in this space" in words(answer)
    assert Point.objects.count() == 1


def test_short_notes_become_headings_and_the_rest_words(cast, filled):
    for text in ("Who is heard", "Meetings go on as before.", "Nobody asks."):
        made = note(cast, filled, "rosa", text)
        services.put_note(actor=cast.actor("amara"), session=filled, note_id=made.pk, place="first")
    point = Point.objects.get()
    assert point.heading == "Who is heard"
    assert point.words == "Meetings go on as before.\nNobody asks."


def test_notes_are_many_and_not_endless(as_, cast, filled):
    for number in range(MOST_NOTES):
        note(cast, filled, "rosa", f"Note {number}")
    answer = act(as_("rosa"), filled, "add_note", words="One more")
    assert "which is plenty" in words(answer)
    assert 'name="words" rows="2" aria-describedby="new-note-error">One more<' in (
        answer.content.decode()
    ), "nothing typed is lost"
    assert len(notes_of(space_in(filled, MINORITISED))) == MOST_NOTES


def test_what_is_too_long_stays_on_the_form(as_, cast, filled):
    answer = act(as_("rosa"), filled, "add_note", words="x" * 1001)
    assert "x" * 1001 in answer.content.decode()
    answer = act(as_("amara"), filled, "write_point", place="slot", revision=0, words="y" * 601)
    assert "y" * 601 in answer.content.decode()
    assert "Shorten it to 600" in words(answer)
    assert not Note.objects.exists()
    assert not Point.objects.exists()


def test_marks_are_shown_as_typed_and_nothing_turns_the_direction(as_, filled):
    act(as_("rosa"), filled, "add_note", words="<img src=x onerror=alert(1)> \u202egnol")
    page = open_board(as_, "amara", filled)
    assert b"<img src=x" not in page.content
    assert "<img src=x onerror=alert(1)> gnol" in words(page)
    assert "\u202e" not in page.content.decode()


def test_everyones_space_has_notes_and_no_share_back(as_, cast, filled):
    services.name_holder(actor=cast.actor("amara"), session=filled, person=cast.bilal)
    choose(cast.members["bilal"], filled, "everyone")
    act(as_("bilal"), filled, "add_note", words="Together")
    page = open_board(as_, "bilal", filled)
    assert "Together" in words(page)
    assert "What we may share" not in words(page)
    for name, sent in (
        ("write_point", {"place": "first", "revision": 0, "words": "W"}),
        ("strike_point", {"place": "first"}),
        ("give_aloud", {"aloud": "on"}),
        ("offer_to_speak", {"speaks": "on"}),
        ("release", {"seen": ""}),
    ):
        assert act(as_("bilal"), filled, name, **sent).status_code == 403
    assert not LiveSpace.objects.filter(gives_aloud=True).exists()


def test_the_pulse_is_as_long_for_all_and_moves_with_one_s_own_space_alone(as_, cast, filled):
    browsers = {name: as_(name) for name in ("rosa", "amara", "will", "bilal")}

    def pulse(name, told=""):
        headers = {"X-Told": told}
        return browsers[name].get(board(filled, "board_pulse"), headers=headers).content

    note(cast, filled, "rosa", "The first")
    before = {name: pulse(name) for name in browsers}
    told = {name: json.loads(said)["told"] for name, said in before.items()}
    assert {json.dumps(json.loads(pulse(name, told[name]))) for name in before} == {'{"again": 2}'}
    note(cast, filled, "rosa", "New")
    after = {name: pulse(name, told[name]) for name in before}
    moved = {name for name in before if "told" in json.loads(after[name])}
    assert moved == {"rosa", "amara"}
    assert len({len(said) for said in [*before.values(), *(after[name] for name in moved)]}) == 1
    revisions = {name: json.loads(pulse(name))["revision"] for name in before}
    assert {name for name in before if json.loads(before[name])["revision"] != revisions[name]} == {
        "rosa",
        "amara",
    }
    choose(cast.members["rosa"], filled, "reflection")
    outside = json.loads(pulse("rosa", told["rosa"]))["revision"]
    assert outside == revisions["bilal"], "outside, all are told the same"


def test_pages_are_of_a_few_lengths_and_name_no_space(as_, filled):
    pages = [open_board(as_, name, filled) for name in ("rosa", "will", "bilal")]
    assert {len(page.content) % 16384 for page in pages} == {0}
    titles = {tuple(texts(select(parse(page.content), "title"))) for page in pages}
    assert len(titles) == 1


def test_after_the_session_nobody_has_a_board(as_, cast, filled, clock):
    note(cast, filled, "rosa", "Ours")
    clock.move_to(AFTER)
    assert open_board(as_, "rosa", filled).status_code == 403
    with pytest.raises(PermissionDenied):
        services.add_note(actor=cast.actor("rosa"), session=filled, words="Late")


def test_whoever_offers_to_speak_may_draft_and_takes_it_back(as_, cast, filled):
    sent = {"place": "first", "revision": 0, "heading": "H", "words": "W"}
    assert act(as_("rosa"), filled, "write_point", **sent).status_code == 403
    act(as_("rosa"), filled, "offer_to_speak", speaks="on")
    page = words(open_board(as_, "rosa", filled))
    assert "You speak for the caucus, not for yourself." in page
    assert "Somebody here offers to speak." in words(open_board(as_, "amara", filled))
    assert act(as_("rosa"), filled, "write_point", **sent).status_code == 302
    assert not seat_of(cast.actor("rosa"), filled).may_release, "somebody looks after the space"
    act(as_("rosa"), filled, "offer_to_speak")
    assert not seat_of(cast.actor("rosa"), filled).may_write
    with pytest.raises(Refused):
        services.offer_to_speak(actor=cast.actor("amara"), session=filled, speaks=True)


@pytest.mark.parametrize("notes", [1, 10])
def test_the_board_asks_as_often_for_ten_notes_as_for_one(
    as_, cast, filled, notes, django_assert_num_queries
):
    for number in range(notes):
        note(cast, filled, "rosa", f"Note {number}")
    browser = as_("rosa")
    with django_assert_num_queries(18):
        assert browser.get(board(filled)).content.count(b"change_note") == notes
    with django_assert_num_queries(16):
        told = browser.get(board(filled, "board_pulse")).json()["told"]
    with django_assert_num_queries(4):
        nothing = browser.get(board(filled, "board_pulse"), headers={"X-Told": told})
    assert set(nothing.json()) == {"again"}


def test_the_way_to_the_board_is_the_same_for_all_and_promises_nothing(as_, cast, filled):
    """Whether the reader is in a caucus, in reflection, or has chosen nothing."""
    choose(cast.members["will"], filled, "reflection")
    pieces = [piece(as_(name), filled, "board") for name in ("rosa", "will", "bilal")]
    drawn = {re.sub(r'data-live-revision="\w+"', "", each) for each in pieces}
    [way] = drawn
    assert "your space" not in way.lower()
    assert "Without a stored choice, and in individual reflection, there is nothing" in way
    for name in ("will", "bilal"):
        page = open_board(as_, name, filled)
        assert page.status_code == 403
        assert "Please choose again" in words(page)
        assert select(parse(page.content), f"main a[href$='/{filled.pk}/space/']")
