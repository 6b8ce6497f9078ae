"""Drafts, versions, adoption and review."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from cop.audit.models import Entry
from cop.core import clock
from cop.core.errors import Refused
from cop.documents import services
from cop.documents.models import Version
from cop.documents.selectors import (
    adopted_texts,
    current_version,
    draft_of,
    due_for_review,
    fingerprint,
)
from cop.members.selectors import system_actor
from cop.members.services import create_community
from tests.documents.world import adopt, adopt_all, draft, in_a_year

pytestmark = pytest.mark.django_db
RULES = "ground-rules"


def test_a_draft_is_nothing_members_read_until_it_is_adopted(cast):
    amara = cast.actor("amara")
    draft(amara, RULES, "Listen.")
    assert adopted_texts(cast.community) == []
    version = adopt(amara, RULES, "Listen first.")
    assert (version.number, version.adopted_on) == (1, clock.today("Europe/London"))
    assert [text.html for text in adopted_texts(cast.community)] == ["<p>Listen first.</p>\n"]


def test_versions_are_counted_and_the_newest_holds(cast):
    amara = cast.actor("amara")
    for text in ("One.", "Two.", "Three."):
        adopt(amara, RULES, text)
    draft(amara, RULES, "Four, perhaps.")
    services.discard_draft(actor=amara, kind=RULES)
    assert draft(amara, RULES, "Four.").number == 4
    current = current_version(cast.community, RULES)
    assert current is not None
    assert current.text == "Three."


@pytest.mark.parametrize("name", ["rosa", "bilal", "ines", "okafor", "dana", "grace"])
def test_only_co_chairs_write_and_adopt(cast, name):
    draft(cast.actor("amara"), RULES, "Listen.")
    actor, day = cast.actor(name), in_a_year(cast.actor("amara"))
    for act in (
        lambda: services.save_draft(actor=actor, kind=RULES, text="No."),
        lambda: services.adopt_draft(actor=actor, kind=RULES, review_on=day, seen="x"),
        lambda: services.discard_draft(actor=actor, kind=RULES),
        lambda: services.adopt_shipped(actor=actor, review_on=day),
        lambda: services.confirm_review(actor=actor, kind=RULES, review_on=day),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Nobody listens."},
        {"adopted_on": None, "review_on": None},
        {"kind": "purpose"},
        {"number": 9},
        {"note": "Nothing."},
    ],
)
def test_an_adopted_text_cannot_be_changed(cast, change):
    version = adopt(cast.actor("amara"), RULES, "Listen.")
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Version.objects.filter(pk=version.pk).delete()
    version.refresh_from_db()
    assert version.text == "Listen."


def test_a_draft_can_be_changed_and_deleted(cast):
    """What the trigger refuses it refuses to adopted texts alone."""
    version = draft(cast.actor("amara"), RULES, "Listen.")
    assert Version.objects.filter(pk=version.pk).update(text="Hear.") == 1
    assert Version.objects.filter(pk=version.pk).delete()[0] == 1


@pytest.mark.parametrize("days", [0, -1, 3000])
def test_a_review_lies_ahead(cast, days):
    amara = cast.actor("amara")
    text = draft(amara, RULES, "Listen.").text
    day = clock.today("Europe/London") + dt.timedelta(days=days)
    with pytest.raises(Refused):
        services.adopt_draft(actor=amara, kind=RULES, review_on=day, seen=fingerprint(text))
    with pytest.raises(Refused):
        services.adopt_shipped(actor=amara, review_on=day)
    assert current_version(cast.community, RULES) is None


def test_a_text_past_its_day_is_due_until_it_is_confirmed(cast):
    amara = cast.actor("amara")
    version = adopt(amara, RULES, "Listen.")
    day = version.review_on
    assert day is not None
    current = {RULES: version}
    assert due_for_review(current, day - dt.timedelta(days=1)) == []
    assert due_for_review(current, day) == [version]
    later = day + dt.timedelta(days=30)
    assert services.confirm_review(actor=amara, kind=RULES, review_on=later).text == "Listen."
    assert current_version(cast.community, RULES).review_on == later  # type: ignore[union-attr]


def test_confirming_needs_something_that_holds(cast):
    amara = cast.actor("amara")
    draft(amara, RULES, "Listen.")
    with pytest.raises(Refused):
        services.confirm_review(actor=amara, kind=RULES, review_on=in_a_year(amara))


def test_what_says_the_same_is_not_a_new_version(cast):
    adopt(cast.actor("amara"), RULES, "Listen.")
    with pytest.raises(Refused):
        adopt(cast.actor("amara"), RULES, "Listen.  ")


@pytest.mark.parametrize("text", ["", "   \n ", "\u200b\u202e", "x" * (services.LONGEST_TEXT + 1)])
def test_an_empty_or_endless_text_is_refused(cast, text):
    with pytest.raises(Refused):
        draft(cast.actor("amara"), RULES, text)


def test_characters_that_hide_are_left_out_and_lines_stay(cast):
    version = draft(cast.actor("amara"), RULES, "# Lis\u200bten\r\n\r\n- \u202eone\n  - two\x07")
    assert version.text == "# Listen\n\n- one\n  - two"


def test_a_draft_changed_by_somebody_else_is_not_overwritten(cast):
    amara, tom = cast.actor("amara"), cast.actor("tom")
    seen = fingerprint(draft(amara, RULES, "Listen.").text)
    services.save_draft(actor=tom, kind=RULES, text="Listen first.", seen=seen)
    with pytest.raises(Refused, match="Somebody else"):
        services.save_draft(actor=amara, kind=RULES, text="Listen twice.", seen=seen)
    with pytest.raises(Refused, match="Somebody else"):
        services.adopt_draft(actor=amara, kind=RULES, review_on=in_a_year(amara), seen=seen)
    assert draft_of(cast.community, RULES).text == "Listen first."  # type: ignore[union-attr]


def test_the_record_says_that_it_was_done_and_nothing_of_the_text(cast):
    version = adopt(cast.actor("amara"), RULES, "Listen.")
    entries = Entry.objects.filter(target_kind="version", target_key=str(version.pk))
    assert sorted(entries.values_list("verb", flat=True)) == ["adopt", "change"]
    assert {field for entry in entries for field in entry.fields} == {
        "text",
        "note",
        "review_on",
    }


def test_shipped_texts_leave_what_has_begun_alone(cast):
    amara = cast.actor("amara")
    draft(amara, RULES, "Our own.")
    assert RULES not in adopt_all(amara)
    assert draft_of(cast.community, RULES).text == "Our own."  # type: ignore[union-attr]
    assert adopt_all(amara) == {}


def test_another_community_s_texts_are_its_own(cast):
    other = create_community(slug="southern", name="Southern")
    adopt(system_actor(other), RULES, "Theirs.")
    assert current_version(cast.community, RULES) is None
    assert draft(cast.actor("amara"), RULES, "Ours.").number == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_shipped", [True, False])
def test_two_co_chairs_adopt_at_once(cast, is_shipped):
    """One of them does; the other is told, or finds it done. Never two versions."""
    actors = [cast.actor("amara"), cast.actor("tom")]
    day = in_a_year(actors[0])
    seen = "" if is_shipped else fingerprint(draft(actors[0], RULES, "Listen.").text)
    ready, done = threading.Barrier(2), []

    def adopt_once(actor):
        ready.wait()
        try:
            if is_shipped:
                done.append(len(services.adopt_shipped(actor=actor, review_on=day)))
            else:
                services.adopt_draft(actor=actor, kind=RULES, review_on=day, seen=seen)
                done.append(1)
        except Refused:
            done.append(0)
        finally:
            connection.close()

    threads = [threading.Thread(target=adopt_once, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ([0, 6] if is_shipped else [0, 1])
    assert Version.objects.filter(kind=RULES).count() == 1
