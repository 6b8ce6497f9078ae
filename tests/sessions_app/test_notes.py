"""Notes of what was said together, and actions: roles, no names."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cop.audit.models import Entry
from cop.core.errors import Refused
from sessions_app.forms.notes import LONGEST_NOTES
from sessions_app.models import Action, PlenaryNotes, Session
from sessions_app.selectors import names_in_notes, notes_of
from sessions_app.services import remove_action, write_action, write_notes
from tests.sessions_app.plans import scheduled

ENDED = dt.date(2026, 11, 19)


@pytest.fixture
def session(cast) -> Session:
    """Three days ago, with Tom."""
    return scheduled(cast, day=ENDED)


def page(cast, session: Session, more: str = "notes/") -> str:
    return f"/in/c/{cast.community.slug}/sessions/{session.pk}/{more}"


@pytest.mark.parametrize("who", ["amara", "tom"])
def test_those_who_run_it_write_and_read_the_notes(cast, as_, session, who):
    browser = as_(who)
    browser.post(page(cast, session), {"words": "We agreed to meet  again.\r\n\r\n\r\nSoon."})
    assert notes_of(session) == "We agreed to meet again.\n\nSoon."
    assert "We agreed to meet again." in browser.get(page(cast, session)).content.decode()
    assert Entry.objects.filter(verb="record", fields=["notes"]).count() == 1


@pytest.mark.parametrize("who", ["rosa", "bilal", "ines", "grace"])
def test_nobody_else_writes_or_reads_them(cast, as_, session, who):
    with pytest.raises(PermissionDenied):
        write_notes(actor=cast.actor(who), session=session, words="x")
    PlenaryNotes.objects.create(session=session, words="the kingfisher")
    session_page = as_(who).get(page(cast, session, "")).content.decode()
    assert "the kingfisher" not in session_page


def test_an_action_is_added_changed_done_and_removed(cast, as_, session):
    browser = as_("tom")
    typed = {"words": "Send the list", "role": "the secretary", "due_on_day": "1"}
    typed |= {"due_on_month": "12", "due_on_year": "2026"}
    browser.post(page(cast, session, "actions/add/"), typed)
    action = Action.objects.get()
    assert (action.role, action.due_on, action.is_done) == (
        "the secretary",
        dt.date(2026, 12, 1),
        False,
    )
    address = page(cast, session, f"actions/{action.pk}/")
    browser.post(address, {"words": "Send the long list", "is_done": "on"})
    action.refresh_from_db()
    assert (action.words, action.is_done, action.due_on) == ("Send the long list", True, None)
    browser.post(f"{address}remove/")
    assert not Action.objects.exists()


def test_an_action_of_another_session_is_not_found(cast, as_, session):
    other = Action.objects.create(session=scheduled(cast, day=ENDED), words="Elsewhere")
    assert as_("tom").get(page(cast, session, f"actions/{other.pk}/")).status_code == 404


def test_names_are_pointed_out_and_nothing_is_refused(cast, as_, session):
    write_notes(actor=cast.actor("tom"), session=session, words="Rosa’s question stayed open.")
    write_action(actor=cast.actor("tom"), session=session, words="Ask", role="Dr Okafor")
    assert names_in_notes(session) == ["Okafor", "Rosa’s"]
    content = as_("tom").get(page(cast, session)).content.decode()
    assert "has a name like this: Okafor, Rosa’s" in content


def test_words_that_are_nobodys_name_are_left_alone(cast, session):
    words = "We will listen. The co-chairs bring a question, and hope to be bold."
    write_notes(actor=cast.actor("tom"), session=session, words=words)
    assert names_in_notes(session) == []


def test_there_is_nothing_to_write_before_it_begins_or_when_it_is_cancelled(cast, session):
    ahead = scheduled(cast)
    with pytest.raises(Refused, match="once the session has begun"):
        write_notes(actor=cast.actor("tom"), session=ahead, words="x")
    session.state = "cancelled"
    with pytest.raises(Refused, match="cancelled"):
        write_action(actor=cast.actor("tom"), session=session, words="x")
    with pytest.raises(Refused, match="cancelled"):
        remove_action(actor=cast.actor("tom"), session=session, action=Action(pk=1))


def test_there_are_at_most_eight_actions_and_notes_have_an_end(cast, as_, session):
    actor = cast.actor("tom")
    for number in range(8):
        write_action(actor=actor, session=session, words=f"Action {number}")
    with pytest.raises(Refused, match="at most 8"):
        write_action(actor=actor, session=session, words="One more")
    as_("tom").post(page(cast, session), {"words": "x" * (LONGEST_NOTES + 1)})
    assert notes_of(session) == ""


@pytest.mark.parametrize("number", [1, 8])
def test_the_page_asks_the_same_of_the_database(
    cast, as_, session, django_assert_num_queries, number
):
    Action.objects.bulk_create(Action(session=session, words=f"A {n}") for n in range(number))
    browser = as_("tom")
    with django_assert_num_queries(12):
        assert browser.get(page(cast, session)).content.decode().count("<dt") == number
