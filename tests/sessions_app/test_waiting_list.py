"""The waiting list: the last place goes to one, whoever gives up a place leaves it to the first."""

import datetime as dt
from collections.abc import Iterable
from threading import Barrier

import pytest
import time_machine

from cop.members.models import Member
from cop.members.selectors import actor_in
from cop.members.services import leave_community, save_member
from cop.post.models import Message
from sessions_app.enums import Answer
from sessions_app.models import Guest, Invitation, Session
from sessions_app.selectors import answer_counts, needs_at, place_in_queue
from sessions_app.services import (
    answer_invitation,
    answers,
    cancel_session,
    change_session,
    fill_all_places,
    note_apology,
    places,
)
from tests.at_once import at_once
from tests.people import Cast, build_cast
from tests.sessions_app.plans import START, plan, scheduled

NAMES = ("amara", "bilal", "rosa", "will")  # members who do not facilitate


def limited(cast: Cast, places: int) -> Session:
    """In a room for so many members; Tom facilitates."""
    return scheduled(cast, room_limit=places, is_in_person=True, place="Town Hall")


def say(cast: Cast, session: Session, names: Iterable[str], answer: str = Answer.COMING) -> None:
    for name in names:
        answer_invitation(actor=cast.actor(name), session=session, answer=answer)


def named(rows: Iterable[Invitation]) -> list[str]:
    return [row.member.email.partition("@")[0] for row in rows]


def have_places(session: Session) -> set[str]:
    rows = Invitation.objects.filter(session=session, answer=Answer.COMING)
    return set(named(rows.filter(waiting_since__isnull=True).select_related("member")))


def wait(session: Session) -> list[str]:
    rows = Invitation.objects.filter(session=session, waiting_since__isnull=False)
    return named(rows.select_related("member").order_by("waiting_since", "pk"))


def told() -> list[str]:
    mails = Message.objects.filter(kind="session_place").order_by("pk")
    return [mail.to.partition("@")[0] for mail in mails]


def change_limit(cast: Cast, session: Session, places: int | None) -> None:
    changed = plan(cast, room_limit=places, is_in_person=True, place="Town Hall")
    change_session(actor=cast.system, session=session, plan=changed)


@pytest.fixture
def full(cast) -> Session:
    """Two places, had by Amara and Bilal; Rosa and then Will wait."""
    session = limited(cast, 2)
    say(cast, session, NAMES)
    return session


def test_who_comes_to_a_full_room_waits_in_order(cast, full):
    assert have_places(full) == {"amara", "bilal"}
    assert wait(full) == ["rosa", "will"]
    counts = answer_counts(full)
    assert (counts.coming, counts.waiting) == (2, 2)


def test_the_first_has_the_place_at_once_and_is_told_in_neutral_words(cast, full):
    say(cast, full, ["amara"], Answer.NOT_COMING)
    assert have_places(full) == {"bilal", "rosa"}
    assert wait(full) == ["will"]
    assert told() == ["rosa"]
    mail = Message.objects.get(kind="session_place")
    assert "it is yours" in mail.text
    assert "Thursday 14 January 2027, 1pm to 3pm (GMT)" in mail.text
    assert f"/in/c/northern/sessions/{full.pk}/" in mail.text
    assert full.title not in mail.subject + mail.text
    say(cast, full, ["bilal"], Answer.NOT_SURE)
    assert have_places(full) == {"rosa", "will"}


def test_saying_it_again_moves_nobody(cast, full):
    say(cast, full, ["will", "rosa", "amara", "will"])
    assert (have_places(full), wait(full), told()) == ({"amara", "bilal"}, ["rosa", "will"], [])


def test_who_leaves_the_queue_and_comes_back_stands_last(cast, full):
    say(cast, full, ["rosa"], Answer.NOT_COMING)
    assert (wait(full), told()) == (["will"], [])
    say(cast, full, ["rosa"])
    assert wait(full) == ["will", "rosa"]


def test_a_higher_limit_lets_several_move_up_and_none_lets_all(cast):
    session = limited(cast, 1)
    say(cast, session, NAMES)
    change_limit(cast, session, 3)
    assert have_places(session) == {"amara", "bilal", "rosa"}
    assert told() == ["bilal", "rosa"]
    change_limit(cast, session, None)
    assert wait(session) == []
    assert told() == ["bilal", "rosa", "will"]


def test_with_a_lower_limit_nobody_loses_a_place_and_nobody_moves_up(cast):
    session = limited(cast, 3)
    say(cast, session, NAMES)
    change_limit(cast, session, 1)
    assert have_places(session) == {"amara", "bilal", "rosa"}
    say(cast, session, ["amara"], Answer.NOT_COMING)  # two are left in a room for one
    assert (have_places(session), wait(session)) == ({"bilal", "rosa"}, ["will"])
    say(cast, session, ["bilal", "rosa"], Answer.NOT_COMING)
    assert have_places(session) == {"will"}


def test_who_facilitates_and_guests_have_places_besides(cast):
    session = limited(cast, 1)
    Guest.objects.create(session=session, person=cast.grace)
    say(cast, session, ["tom", "rosa"])
    assert have_places(session) == {"tom", "rosa"}
    say(cast, session, ["will"])
    assert wait(session) == ["will"]
    say(cast, session, ["tom"], Answer.NOT_COMING)  # theirs was none of the room's
    assert wait(session) == ["will"]


def test_an_apology_the_secretary_notes_leaves_the_place_until_they_say_they_come(cast, full):
    bilal = cast.actor("bilal")
    note_apology(actor=bilal, session=full, member=cast.members["amara"])
    assert told() == ["rosa"]
    assert wait(full) == ["will"]
    note_apology(actor=bilal, session=full, member=cast.members["will"])
    say(cast, full, ["rosa"], Answer.NOT_COMING)
    assert told() == ["rosa"]  # whoever apologised does not move up
    say(cast, full, ["amara"])
    assert not full.apologies.filter(member=cast.members["amara"]).exists()
    assert have_places(full) == {"amara", "bilal"}
    note_apology(actor=bilal, session=full, member=cast.members["amara"])
    say(cast, full, ["rosa"])
    say(cast, full, ["amara"])
    assert have_places(full) == {"bilal", "rosa"}
    assert wait(full) == ["will", "amara"]


def test_who_leaves_the_community_leaves_the_place(cast, full):
    leave_community(actor=cast.actor("bilal"))
    assert have_places(full) == {"amara", "rosa"}
    assert told() == ["rosa"]


def test_a_place_left_without_a_word_is_found_by_the_regular_job(cast, full):
    Invitation.objects.filter(member=cast.members["amara"]).delete()
    assert fill_all_places() == 1
    assert fill_all_places() == 0
    assert (have_places(full), told()) == ({"bilal", "rosa"}, ["rosa"])


def test_once_it_has_begun_or_is_cancelled_nobody_moves_up(cast, full):
    Invitation.objects.filter(member=cast.members["amara"]).delete()
    with time_machine.travel(START, tick=False):
        assert fill_all_places() == 0
    cancel_session(actor=cast.actor("tom"), session=full, reason="Snow")
    assert (fill_all_places(), told()) == (0, [])


def test_on_another_day_everybody_is_asked_afresh(cast, full):
    moved = plan(cast, room_limit=2, is_in_person=True, place="Town Hall", day=dt.date(2027, 1, 21))
    change_session(actor=cast.system, session=full, plan=moved)
    assert (have_places(full), wait(full)) == (set(), [])
    say(cast, full, ["will"])
    assert have_places(full) == {"will"}


def test_who_waits_is_not_among_those_whose_needs_are_read(cast, full):
    Member.objects.filter(pk=cast.members["rosa"].pk).update(access_needs="captions")
    assert needs_at(full) == []
    say(cast, full, ["amara"], Answer.NOT_COMING)
    assert [member.need for member in needs_at(full)] == ["captions"]


def test_the_pages_say_so_and_give_the_place_in_the_queue_to_oneself_alone(cast, as_, full):
    url = f"/in/c/northern/sessions/{full.pk}/"
    will = as_("will").get(url).content.decode()
    assert "You are number 2 of those who wait" in will
    assert "You are on the waiting list" in as_("will").get("/in/c/northern/").content.decode()
    assert (
        "You are on the waiting list"
        in as_("will").get("/in/c/northern/sessions/").content.decode()
    )
    assert "of those who wait" not in as_("amara").get(url).content.decode()
    say(cast, full, ["rosa"], Answer.NOT_COMING)
    assert "you wait for one" in as_("rosa").get(url).content.decode()
    posted = as_("rosa").post(url + "answer/", {"answer": "coming"}, follow=True)
    assert "on the waiting list, as number 2" in posted.content.decode()


def test_the_mail_may_not_leave_and_the_place_is_theirs_all_the_same(cast, full, caplog):
    Session.objects.filter(pk=full.pk).update(place="White Caucus Hall")
    say(cast, full, ["amara"], Answer.NOT_COMING)
    assert (have_places(full), told()) == ({"bilal", "rosa"}, [])
    assert "may not leave" in caplog.text


# At once


@pytest.mark.django_db(transaction=True)
def test_two_for_the_last_place():
    cast = build_cast()
    for _round in range(5):
        session = limited(cast, 1)
        acts = [lambda name=name, at=session: say(cast, at, [name]) for name in ("rosa", "will")]
        assert at_once(*acts) == []
        assert len(have_places(session)) == 1
        assert have_places(session) | set(wait(session)) == {"rosa", "will"}


@pytest.mark.django_db(transaction=True)
def test_it_shows_where_the_session_is_not_held(monkeypatch):
    """Without the lock both find the last place free."""
    cast = build_cast()

    both = Barrier(2)

    def not_held(session_id):
        return Session.objects.select_related("community").get(pk=session_id)

    take = answers.take_place

    def slow(session, invitation):
        take(session, invitation)
        both.wait(60)

    monkeypatch.setattr(answers, "locked_session", not_held)
    monkeypatch.setattr(answers, "take_place", slow)
    session = limited(cast, 1)
    at_once(*(lambda name=name: say(cast, session, [name]) for name in ("rosa", "will")))
    assert have_places(session) == {"rosa", "will"}


@pytest.mark.django_db(transaction=True)
def test_two_give_up_while_two_wait_and_a_third_comes():
    cast = build_cast()
    nina, _changed = save_member(
        actor=cast.system, reference="M99", name="Nina", email="nina@example.org"
    )

    newcomer = actor_in(nina.person, cast.community)
    for _round in range(3):
        Message.objects.all().delete()
        session = limited(cast, 2)
        say(cast, session, NAMES)
        refused = at_once(
            lambda session=session: say(cast, session, ["amara"], Answer.NOT_COMING),
            lambda session=session: say(cast, session, ["bilal"], Answer.NOT_COMING),
            lambda session=session: answer_invitation(
                actor=newcomer, session=session, answer=Answer.COMING
            ),
        )
        assert refused == []
        assert have_places(session) == {"rosa", "will"}
        assert wait(session) == ["nina"]
        assert sorted(told()) == ["rosa", "will"]
        queued = Invitation.objects.get(session=session, member=nina)
        assert place_in_queue(queued) == 1
        assert places.fill_all_places() == 0
