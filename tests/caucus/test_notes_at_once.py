"""Several people at once, on connections of their own: nothing anybody wrote is lost."""

from unittest import mock

import pytest

from caucus import services
from caucus.models import Note, Point, ShareBack
from caucus.services import board as writing
from cop.core.errors import Refused
from tests.at_once import at_once, while_somebody_else
from tests.caucus.board import filled, note, write
from tests.caucus.world import end

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["filled"]


def change(cast, session, name, of, words):
    return services.change_note(
        actor=cast.actor(name), session=session, note_id=of.pk, revision=of.revision, words=words
    )


def two_edit(cast, session):
    """Rosa and Amara read the same note and save other words at the same moment."""
    shared = note(cast, session, "rosa", "As it was")
    at_once(
        lambda: change(cast, session, "rosa", shared, "Rosa’s"),
        lambda: change(cast, session, "amara", shared, "Amara’s"),
    )
    return set(Note.objects.values_list("words", flat=True))


def test_two_who_edit_the_same_note_keep_both_texts(cast, filled):
    assert two_edit(cast, filled) == {"Rosa’s", "Amara’s"}


def test_without_the_rule_one_text_would_be_lost(cast, filled):
    """The same with every revision taken for the newest."""

    def overwrite(*, actor, session, note_id, revision, words):
        newest = Note.objects.values_list("revision", flat=True).get(pk=note_id)
        ruled(actor=actor, session=session, note_id=note_id, revision=newest, words=words)

    ruled = services.change_note
    with mock.patch.object(services, "change_note", overwrite):
        shared = note(cast, filled, "rosa", "As it was")
        for name in ("rosa", "amara"):
            change(cast, filled, name, shared, f"{name}’s")
    assert set(Note.objects.values_list("words", flat=True)) == {"amara’s"}


def test_many_who_add_notes_at_once_keep_them_all(cast, filled):
    at_once(
        *(
            lambda words=words: services.add_note(
                actor=cast.actor("rosa"), session=filled, words=words
            )
            for words in ("One", "Two", "Three", "Four")
        )
    )
    assert set(Note.objects.values_list("words", flat=True)) == {"One", "Two", "Three", "Four"}
    assert len(set(Note.objects.values_list("position", flat=True))) == 4


def strike(cast, session):
    services.strike_point(actor=cast.actor("rosa"), session=session, place="first")


def test_a_release_waits_for_the_strike_that_came_first_and_honours_it(cast, filled):
    write(cast, filled)
    write(cast, filled, "second", heading="Tiredness")
    while_somebody_else(
        lambda: strike(cast, filled),
        lambda: services.release_share_back(actor=cast.actor("amara"), session=filled),
    )
    assert [theme.title for theme in ShareBack.objects.get().themes.all()] == ["Tiredness"]


def test_a_strike_that_comes_second_is_told_so(cast, filled):
    write(cast, filled)

    def late():
        with pytest.raises(Refused):
            strike(cast, filled)

    while_somebody_else(
        lambda: services.release_share_back(actor=cast.actor("amara"), session=filled), late
    )
    assert ShareBack.objects.get().themes.count() == 1


def test_two_who_release_release_once(cast, filled):
    write(cast, filled)
    release = lambda: services.release_share_back(  # noqa: E731
        actor=cast.actor("amara"), session=filled
    )
    assert len(at_once(release, release)) == 1
    assert ShareBack.objects.count() == 1


def test_nothing_is_written_behind_the_close(cast, filled):
    def late():
        with pytest.raises(writing.PermissionDenied):
            services.add_note(actor=cast.actor("rosa"), session=filled, words="Late")

    while_somebody_else(lambda: end(cast, filled), late)
    assert not Note.objects.exists()
    assert not Point.objects.exists()
