"""R6: anybody strikes a point, unseen; it is reworded or dropped, and the rest is never blocked."""

import pytest
from django.core.exceptions import PermissionDenied

from caucus import services
from caucus.models import LiveSpace, Note, Point
from cop.audit.models import Entry
from cop.core.errors import Refused
from tests.caucus.board import act, filled, note, open_board, words, write
from tests.caucus.world import choose

pytestmark = pytest.mark.django_db
__all__ = ["filled"]


def strike(cast, session, name, place="first"):
    services.strike_point(actor=cast.actor(name), session=session, place=place)


def test_one_tap_strikes_and_everybody_in_the_space_sees_it(as_, cast, filled):
    write(cast, filled)
    known = Entry.objects.count()
    assert act(as_("rosa"), filled, "strike_point", place="first").status_code == 302
    for name in ("rosa", "amara"):
        page = open_board(as_, name, filled)
        assert "Somebody here does not want this to leave" in words(page)
        assert b"strike_point" not in page.content, "nobody takes it back"
    assert Entry.objects.count() == known
    assert "_messages" not in as_("rosa").session


def test_a_point_of_another_caucus_is_not_struck(as_, cast, filled):
    write(cast, filled)
    answer = act(as_("will"), filled, "strike_point", place="first")
    assert "no longer in the draft" in words(answer)
    assert not Point.objects.get().is_struck


def test_whoever_left_strikes_nothing(cast, filled):
    write(cast, filled)
    choose(cast.members["rosa"], filled, "reflection")
    with pytest.raises(PermissionDenied):
        strike(cast, filled, "rosa")
    assert not Point.objects.get().is_struck


def test_reworded_it_is_offered_again_and_may_be_struck_again(cast, filled):
    write(cast, filled)
    strike(cast, filled, "rosa")
    struck = Point.objects.get()
    assert write(cast, filled, revision=struck.revision), "the same words change nothing"
    assert Point.objects.get().is_struck
    assert write(cast, filled, revision=struck.revision, words="In some meetings.")
    assert not Point.objects.get().is_struck
    strike(cast, filled, "rosa")
    assert Point.objects.get().is_struck


def test_whoever_rewords_without_having_seen_the_strike_does_not_undo_it(cast, filled):
    write(cast, filled)
    seen = Point.objects.get().revision
    strike(cast, filled, "rosa")
    assert not write(cast, filled, revision=seen, words="With a comma.")
    assert Point.objects.get().is_struck
    assert Note.objects.get().words == "Who is heard\nWith a comma."


def test_a_note_added_to_a_struck_point_does_not_undo_it(cast, filled):
    write(cast, filled)
    strike(cast, filled, "rosa")
    services.add_note(actor=cast.actor("rosa"), session=filled, words="More")
    note = Note.objects.get()
    services.put_note(actor=cast.actor("amara"), session=filled, note_id=note.pk, place="first")
    assert Point.objects.get().is_struck


def test_a_number_never_comes_back_after_a_point_was_emptied(cast, filled):
    write(cast, filled)
    old = Point.objects.get().revision
    write(cast, filled, revision=old, heading="", words="")
    assert not Point.objects.exists()
    write(cast, filled, words="Anew.")
    assert Point.objects.get().revision > old


def test_at_release_what_was_struck_is_dropped_and_the_rest_goes(cast, filled):
    write(cast, filled)
    write(cast, filled, "second", heading="Tiredness")
    write(cast, filled, "slot", words="Change the rota")
    strike(cast, filled, "rosa")
    strike(cast, filled, "rosa", "slot")
    shared = services.release_share_back(actor=cast.actor("amara"), session=filled)
    assert [(each.position, each.title) for each in shared.themes.all()] == [(1, "Tiredness")]
    assert shared.ask == ""
    assert not Point.objects.exists()


def test_where_all_is_struck_nothing_is_released(cast, filled):
    write(cast, filled)
    strike(cast, filled, "rosa")
    with pytest.raises(Refused):
        services.release_share_back(actor=cast.actor("amara"), session=filled)


def test_in_a_space_that_has_become_small_nothing_is_struck_or_drafted(as_, cast, filled):
    write(cast, filled)
    for member in cast.community.members.filter(reference__startswith="RAC")[:2]:
        choose(member, filled, "reflection")
    for act_ in (lambda: strike(cast, filled, "rosa"), lambda: write(cast, filled, "second")):
        with pytest.raises(Refused):
            act_()
    assert "Fewer than 3 people are here now" in words(open_board(as_, "rosa", filled))
    assert "Fewer than 3 people are here now" not in words(open_board(as_, "will", filled))
    choose(cast.members["bilal"], filled, "racially_minoritised")
    assert "In meetings." in words(open_board(as_, "rosa", filled)), "the draft waited"


def mark(cast, session, text):
    note(cast, session, "rosa", text)
    kept = Note.objects.get(words=text)
    services.mark_note(actor=cast.actor("rosa"), session=session, note_id=kept.pk, stays=True)
    return Point.objects.get().is_struck


def test_a_note_that_stays_strikes_what_took_it_in_and_nothing_that_is_like_it(cast, filled):
    write(cast, filled, words="One of us said so.\nNobody asks.\nIn meetings.")
    for text in ("e", "Nobody", "Who is", "One of us said so"):
        assert not mark(cast, filled, text), text
    assert mark(cast, filled, "Nobody asks.")


def test_a_note_that_stays_strikes_the_point_it_heads(cast, filled):
    write(cast, filled)
    assert mark(cast, filled, "Who is heard")


def test_a_note_that_stays_strikes_nothing_in_a_small_space(cast, filled):
    write(cast, filled)
    for member in cast.community.members.filter(reference__startswith="RAC")[:2]:
        choose(member, filled, "reflection")
    assert not mark(cast, filled, "Who is heard")


def test_a_long_session_has_numbers_enough(cast, filled):
    """More than 32 767 changes in a space: the next is written like any other."""
    write(cast, filled)
    LiveSpace.objects.update(revision=40_000)
    note(cast, filled, "rosa", "Late")
    strike(cast, filled, "rosa")
    assert (Note.objects.get().revision, Point.objects.get().revision) == (40_001, 40_002)
