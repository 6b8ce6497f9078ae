"""Once a review is finished nobody finds the original: not in a table, not in a table's file."""

import time
from pathlib import Path

import pytest
from django.db import connection

from feedback.enums import Outcome, WithheldBecause
from feedback.models import Comment, Review, Slip
from feedback.review.operations import Kind
from feedback.services import confirming, edit_slip
from tests.feedback import slips
from tests.privacy.walk import world_of

NAMED = "Quillfeather from Oxbowside was kind"
WITHHELD = "Utterly contemptible, the whole brambling lot"
LEFT = "An answer to another question, still unreadyish"


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def rows(question: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def on_the_disk(table: str) -> bytes:
    """The table's own file."""
    ((path, data),) = rows(
        f"SELECT pg_relation_filepath('{table}'), current_setting('data_directory')"
    )
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    return (Path(data) / path).read_bytes()


def in_the_database(words: str) -> list[str]:
    """The tables with these words in any row."""
    with connection.cursor() as cursor:
        world = world_of(cursor)
    return sorted(table for table, held in world.items() if words in repr(held))


def reviewed(cast) -> list[Slip]:
    """Ready for release: one with a name cut out, one withheld; another question has not begun."""
    named, hostile = slips.findings(cast, NAMED, WITHHELD)
    slips.findings(cast, LEFT, question="3")
    edit_slip(
        actor=cast.actor("ines"),
        slip=named,
        version=0,
        spans=[(0, 12), (18, 27)],
        kind=Kind.REPLACE,
        text="somebody",
    )
    slips.propose(cast, named, Outcome.REDACTED)
    slips.propose(cast, hostile, Outcome.WITHHELD, withheld_because=WithheldBecause.HOSTILE)
    for slip in (named, hostile):
        slips.confirm(cast, slip)
    return [named, hostile]


def cleared() -> None:
    """While somebody's snapshot could still see a deleted row, it is kept: then a later run."""
    words = (b"Quillfeather", b"Oxbowside", b"brambling")
    for _try in range(200):
        if not any(word in on_the_disk("feedback_slip") for word in words):
            return
        time.sleep(0.25)
        confirming.clear_up_reviewed()


@pytest.mark.django_db(transaction=True)
def test_the_original_is_gone_with_the_release(cast):
    slip = reviewed(cast)[0]
    for word in ("Quillfeather", "Oxbowside", "brambling"):
        assert in_the_database(word) == ["public.feedback_slip"], "edits hold no word of it"
    assert b"Quillfeather" in on_the_disk("feedback_slip")
    slips.release(cast, slip)
    cleared()
    for word in ("Quillfeather", "Oxbowside", "brambling"):
        assert in_the_database(word) == []
        assert word.encode() not in on_the_disk("feedback_slip")
    assert LEFT.encode() in on_the_disk("feedback_slip"), "what is not reviewed yet stays"
    assert on_the_disk("feedback_review") == b""
    assert sorted(Comment.objects.values_list("body", flat=True)) == [
        "",
        "[somebody] from [somebody] was kind",
    ]


@pytest.mark.django_db(transaction=True)
def test_deleting_alone_would_leave_it_to_be_read(cast, monkeypatch):
    monkeypatch.setattr(confirming, "clear_up_reviewed", lambda: None)
    slips.release(cast, reviewed(cast)[0])
    assert in_the_database("Quillfeather") == []
    assert b"Quillfeather" in on_the_disk("feedback_slip")


@pytest.mark.django_db(transaction=True)
def test_what_a_release_that_was_cut_short_has_left_is_cleared_later(cast, monkeypatch):
    def killed():
        raise SystemExit

    slip = reviewed(cast)[0]
    with monkeypatch.context() as patch:
        patch.setattr(confirming, "clear_up_reviewed", killed)
        with pytest.raises(SystemExit):
            slips.release(cast, slip)
    assert not Review.objects.exists()
    assert b"Quillfeather" in on_the_disk("feedback_slip")
    rows("SELECT 1 FROM pg_stat_force_next_flush()")
    confirming.finish_release()
    assert b"Quillfeather" not in on_the_disk("feedback_slip")
    file = rows("SELECT pg_relation_filepath('feedback_slip')")
    confirming.finish_release()
    assert rows("SELECT pg_relation_filepath('feedback_slip')") == file, "and not again"
