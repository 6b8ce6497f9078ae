"""A form drawn in one space is of no use in the next: what was half-typed there stays there."""

import functools
from unittest import mock

import pytest

from caucus import services
from caucus.models import Choice, LiveSpace, Note, Point, ShareBack
from caucus.views import board as view
from cop.core.errors import Refused
from tests.at_once import while_somebody_else
from tests.caucus.board import act, board, filled, note, open_board, seat, words
from tests.caucus.world import MINORITISED, WHITE, choose, space_in
from tests.pages import parse, select

pytestmark = pytest.mark.django_db
__all__ = ["filled"]

SAID = "Kwame said that he was threatened"
THEIRS = "The draft of the others"


@pytest.fixture
def as_(as_):
    """Everybody keeps the browser they have."""
    return functools.cache(as_)


@pytest.fixture
def unmarked():
    """What would happen if every space's forms were marked alike."""
    with mock.patch.object(view, "_mark", return_value="alike"):
        yield


def state() -> list[object]:
    """Everything the two spaces hold."""
    models = (Choice, LiveSpace, Note, Point, ShareBack)
    return [sorted(map(repr, model.objects.values_list())) for model in models]


def caucus_of(session, key: str):
    return space_in(session, key).caucus


def two_drafts(session) -> None:
    """With the same number, as happens in two spaces that are about as busy."""
    for key, said in ((MINORITISED, SAID), (WHITE, THEIRS)):
        Point.objects.create(
            session=session, caucus=caucus_of(session, key), place="first", words=said, revision=3
        )


def rewords_in_the_next_space(as_, cast, session):
    """Amara has the draft of one space open, moves by her telephone, and saves."""
    two_drafts(session)
    old = seat(as_("amara"), session)
    choose(cast.members["amara"], session, WHITE)
    sent = {"place": "first", "revision": 3, "heading": "", "words": f"{SAID}, twice"}
    return act(as_("amara"), session, "write_point", seat=old, **sent)


def edits_in_the_next_space(as_, cast, session):
    """Rosa has a note open that is taken away meanwhile, moves, and saves."""
    open_one = note(cast, session, "amara", SAID)
    old = seat(as_("rosa"), session)
    choose(cast.members["rosa"], session, WHITE)
    Note.objects.all().delete()
    sent = {"note_id": open_one.pk, "revision": open_one.revision, "words": f"{SAID}, twice"}
    return act(as_("rosa"), session, "change_note", seat=old, **sent)


def test_a_draft_is_not_overwritten_from_another_space(as_, cast, filled):
    answer = rewords_in_the_next_space(as_, cast, filled)
    assert set(Point.objects.values_list("words", flat=True)) == {SAID, THEIRS}
    assert not Note.objects.exists()
    # The words are there to be read, and in no box from which they could be sent.
    assert "Nothing was sent; what you typed is still here:" in words(answer)
    assert f"{SAID}, twice" in words(answer)
    boxes = select(parse(answer.content), "textarea, input")
    assert not any(SAID in (box.text or "") + (box.get("value") or "") for box in boxes)


@pytest.mark.usefixtures("unmarked")
def test_without_the_mark_the_draft_of_the_others_would_be_gone(as_, cast, filled):
    rewords_in_the_next_space(as_, cast, filled)
    assert set(Point.objects.values_list("words", flat=True)) == {SAID, f"{SAID}, twice"}


def test_an_edited_note_does_not_come_along(as_, cast, filled):
    answer = edits_in_the_next_space(as_, cast, filled)
    assert not Note.objects.exists()
    assert f"{SAID}, twice" in words(answer)
    assert SAID not in words(open_board(as_, "will", filled))


@pytest.mark.usefixtures("unmarked")
def test_without_the_mark_it_would(as_, cast, filled):
    edits_in_the_next_space(as_, cast, filled)
    assert f"{SAID}, twice" in words(open_board(as_, "will", filled))


def test_nor_does_the_service_bring_a_note_of_another_space(cast, filled):
    theirs = note(cast, filled, "rosa", SAID)
    sent = {"note_id": theirs.pk, "revision": theirs.revision, "words": f"{SAID}, twice"}
    with pytest.raises(Refused):
        services.change_note(actor=cast.actor("will"), session=filled, **sent)
    assert [one.words for one in Note.objects.all()] == [SAID]


def every_act(session) -> dict[str, dict[str, object]]:
    """What each form sends, so that it would be taken where the mark is right."""
    mine = Note.objects.get(space=space_in(session, WHITE))
    of = {"note_id": mine.pk, "revision": mine.revision}
    return {
        "add_note": {"words": "Another"},
        "change_note": {**of, "words": "Reworded"},
        "mark_note": {**of, "stays": "on"},
        "put_note": {**of, "place": "second"},
        "write_point": {"place": "first", "revision": 3, "heading": "Said", "words": "Anew"},
        "strike_point": {"place": "first"},
        "offer_to_speak": {"speaks": "on"},
        "share_nothing": {},
        "give_aloud": {"aloud": "on"},
    }


@pytest.mark.parametrize("name", view.ACTS)
def test_nothing_that_is_pressed_does_anything_in_another_space(as_, cast, filled, name):
    who = "will" if name == "offer_to_speak" else "tom"
    two_drafts(filled)
    note(cast, filled, "will", "Ours")
    here = seat(as_(who), filled)
    choose(cast.members[who], filled, MINORITISED)
    old = seat(as_(who), filled)
    choose(cast.members[who], filled, WHITE)
    before = state()
    sent = every_act(filled)[name]
    for wrong in (old, "x", here[:-1]):
        answer = act(as_(who), filled, name, seat=wrong, **sent)
        assert (answer.status_code, state()) == (200, before)
        assert "You are in another space now" in words(answer)
    unmarked = as_(who).post(board(filled), {"act": name, **sent})
    assert (unmarked.status_code, state()) == (200, before)
    assert act(as_(who), filled, name, seat=here, **sent).status_code == 302
    assert state() != before


def test_nor_is_anything_released_there(as_, cast, filled):
    for key in (MINORITISED, WHITE):
        Point.objects.create(
            session=filled, caucus=caucus_of(filled, key), place="first", heading="Who is heard"
        )

    def read() -> dict[str, str]:
        page = parse(as_("amara").get(board(filled) + "?read=1").content)
        return dict(select(page, "main form")[0].form_values())

    drawn = read()
    choose(cast.members["amara"], filled, WHITE)
    before = state()
    answer = as_("amara").post(board(filled), drawn)
    assert "You are in another space now" in words(answer)
    assert state() == before
    assert as_("amara").post(board(filled), read()).status_code == 302
    assert ShareBack.objects.get().caucus.key == WHITE


def test_a_new_note_stays_in_its_box_and_is_added_by_another_press(as_, cast, filled):
    old = seat(as_("rosa"), filled)
    choose(cast.members["rosa"], filled, WHITE)
    answer = act(as_("rosa"), filled, "add_note", seat=old, words="Half of it")
    assert not Note.objects.exists()
    (form,) = select(parse(answer.content), "[data-item=add_note] form")
    typed = dict(form.form_values())
    assert typed["words"].strip() == "Half of it"
    assert as_("rosa").post(board(filled), typed).status_code == 302
    assert [one.space.caucus.key for one in Note.objects.all()] == [WHITE]


def test_the_mark_is_on_every_form_and_says_nothing_of_the_space(as_, cast, filled):
    two_drafts(filled)
    note(cast, filled, "rosa", "Ours")
    found = {}
    for name in ("amara", "rosa", "tom", "will"):
        found[name] = seat(as_(name), filled)
        for at in ("", "?read=1") if name == "amara" else ("",):
            page = parse(as_(name).get(board(filled) + at).content)
            forms = [dict(form.form_values()) for form in select(page, "main form")]
            assert {form.get("seat") for form in forms} == {found[name]}
    assert len(set(found.values())) == 4, "two in the same space have nothing to compare"
    assert {len(mark) for mark in found.values()} == {32}
    # It leads back to the same space, also where a crash has emptied the tables meanwhile.
    for model in (Choice, LiveSpace, Note, Point):
        model.objects.all().delete()
    choose(cast.members["rosa"], filled, MINORITISED)
    assert act(as_("rosa"), filled, "add_note", seat=found["rosa"], words="Y").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_whoever_moves_at_the_same_moment_is_seen_to_have_moved(as_, cast, filled):
    """The press waits for the choice, and is looked at once that stands."""
    two_drafts(filled)
    browser = as_("amara")
    sent = {"act": "write_point", "seat": seat(browser, filled), "place": "first", "revision": 3}

    move = lambda: choose(cast.members["amara"], filled, WHITE)  # noqa: E731
    answer = while_somebody_else(move, lambda: browser.post(board(filled), sent | {"words": "X"}))
    assert "You are in another space now" in words(answer)
    assert set(Point.objects.values_list("words", flat=True)) == {SAID, THEIRS}
