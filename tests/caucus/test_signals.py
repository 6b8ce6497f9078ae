"""Quiet words to the facilitators: who sends and sees them, and what nobody can learn from them."""

import datetime as dt
import re
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from caucus import live_pieces, selectors, services
from caucus.models import Choice, Signal
from caucus.panels import panels
from caucus.services.signals import MOST_NAMELESS
from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.services import appoint
from sessions_app.models import Session
from sessions_app.selectors import moment_of
from tests.access.matrix import EVERYBODY, MEMBERS
from tests.caucus.live import address
from tests.caucus.world import (
    AFTER,
    BEFORE,
    MINORITISED,
    WHITE,
    choose,
    end,
    more_members,
    session_with_spaces,
    space_in,
    visited_by_grace,
)
from tests.live import piece, revision
from tests.pages import parse, select, texts
from tests.sessions_app.plans import scheduled

pytestmark = pytest.mark.django_db
KINDS = ("moment", "come", "call")


def send(cast, session, name: str, kind: str, **how) -> uuid.UUID:
    return services.send_signal(actor=cast.actor(name), session=session, kind=kind, **how)


def said_on_desk(as_, session, name: str = "amara") -> list[str]:
    page = parse(piece(as_(name), session, "signals", "session_desk").encode())
    return texts(select(page, ".circle-plan__title"))


def press(browser, session, **typed):
    return browser.post(address(session, "caucus:signal_send"), typed)


def words(response) -> str:
    return " ".join(texts(select(parse(response.content), "main")))


# Who sends what: guests no more than that somebody needs a moment, appointees nothing.
SENDS = {name: {"moment"} for name in ("grace",)} | {name: {"moment", "call"} for name in MEMBERS}


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_who_sends_what_from_no_space(cast, session, name):
    visited_by_grace(cast, session)
    sent = set()
    for kind in KINDS:
        try:
            send(cast, session, name, kind)
        except (PermissionDenied, Refused):
            continue
        sent.add(kind)
    assert sent == SENDS.get(name, set())
    assert set(Signal.objects.values_list("kind", flat=True)) == sent


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_who_sees_them(cast, as_, session, name):
    """Tom runs it; Amara is a co-chair and may stand in for him at any moment."""
    own = scheduled(cast, facilitators=(cast.tom,))
    visited_by_grace(cast, own)
    send(cast, own, "rosa", "call")
    page = as_(name).get(address(own, "sessions_app:session_desk"))
    sees = page.status_code == 200 and "Rosa Delgado would like to be called" in words(page)
    assert sees == (name in {"amara", "tom"})
    live = as_(name).get(address(own, "sessions_app:session_live"))
    assert "Rosa Delgado" not in words(live), "nobody reads it anywhere else"


def test_a_secretary_or_a_facilitator_of_another_session_sees_none(cast, session):
    appoint(actor=cast.system, email="will@example.org", role="facilitator", name="Will Turner")
    send(cast, session, "rosa", "call")
    (signal,) = Signal.objects.all()
    for name in ("will", "bilal", "rosa"):
        with pytest.raises(PermissionDenied):
            services.see_to_signals(actor=cast.actor(name), session=session, ids=[signal.pk])
    assert Signal.objects.exists()


def test_a_moment_has_no_name_unless_one_says_so(cast, as_, session):
    press(as_("rosa"), session, kind="moment")
    assert said_on_desk(as_, session) == ["Somebody needs a moment"]
    press(as_("will"), session, kind="moment")
    assert said_on_desk(as_, session) == ["Some people need a moment"]
    press(as_("bilal"), session, kind="moment", with_name="on")
    assert "Bilal Rahman needs a moment" in said_on_desk(as_, session)
    assert list(Signal.objects.exclude(member=None).values_list("member__name", flat=True)) == [
        "Bilal Rahman"
    ]


def test_come_shows_the_space_and_no_person(cast, as_, session):
    choose(cast.members["rosa"], session, WHITE)
    response = press(as_("rosa"), session, kind="come")
    assert "White" not in response.content.decode(), "the answer is the same from every space"
    assert said_on_desk(as_, session) == ["White Caucus: somebody asks you to come"]
    assert "Rosa" not in piece(as_("tom"), session, "signals", "session_desk")


def test_what_is_seen_and_by_whom_is_said_before_pressing(cast, as_, session):
    choose(cast.members["rosa"], session, WHITE)
    drawn = " ".join(texts([parse(piece(as_("rosa"), session, "signals").encode())]))
    for sentence in (
        "Only whoever runs this session sees it",
        "They see that somebody needs a moment, and not who, unless you say so.",
        "If you are there alone, it tells them that somebody is.",
        "They see your name, since nobody could call you otherwise.",
    ):
        assert sentence in drawn
    assert "come to our space" not in piece(as_("will"), session, "signals"), "he is in none"
    choose(cast.members["rosa"], session, "reflection")
    assert "come to our space" not in piece(as_("rosa"), session, "signals"), "nobody comes there"
    visited_by_grace(cast, session)
    guest = piece(as_("grace"), session, "signals")
    assert "I need a moment" in guest
    assert not any(more in guest for more in ("our space", "call me", "with_name"))


def test_each_has_one_of_a_kind_at_a_time(cast, session):
    choose(cast.members["rosa"], session, WHITE)
    choose(cast.members["will"], session, WHITE)
    first = send(cast, session, "rosa", "come")
    second = send(cast, session, "will", "come")
    assert Signal.objects.count() == 1
    services.take_back_signal(actor=cast.actor("will"), session=session, key=second)
    assert Signal.objects.count() == 1, "his key opens nothing: the first asker is still heard"
    services.take_back_signal(actor=cast.actor("rosa"), session=session, key=first)
    assert not Signal.objects.exists()
    for _again in range(3):
        send(cast, session, "rosa", "call")
        send(cast, session, "rosa", "moment", with_name=True)
    assert Signal.objects.count() == 2


def test_the_answer_to_the_second_who_asks_is_that_to_the_first(cast, as_, session):
    choose(cast.members["rosa"], session, WHITE)
    choose(cast.members["will"], session, WHITE)
    answers = [
        press(as_(name), session, kind="come").content.decode().partition("<main")[2]
        for name in ("rosa", "will")
    ]
    bare = [re.sub(r'value="[^"]+"', "", each.partition("</main>")[0]) for each in answers]
    assert bare[0] == bare[1]


def test_a_flood_without_names_ends(cast, as_, session):
    for _press in range(MOST_NAMELESS + 5):
        send(cast, session, "rosa", "moment")
    assert Signal.objects.count() == MOST_NAMELESS
    assert said_on_desk(as_, session) == ["Some people need a moment"]


def test_taking_back_with_the_key_of_the_answer(cast, as_, session):
    rosa = as_("rosa")
    answer = press(rosa, session, kind="moment")
    (key,) = (field.get("value") for field in select(parse(answer.content), "input[name=key]"))
    other = session_with_spaces(cast)
    press(rosa, other, key=key)
    assert Signal.objects.count() == 1, "a key is of its session"
    press(as_("will"), session, key=str(uuid.uuid4()))
    assert Signal.objects.count() == 1
    assert "It is taken back" in words(press(rosa, session, key=key))
    assert not Signal.objects.exists()


def test_the_answer_leads_back_and_so_does_its_address_opened_by_hand(cast, as_, session):
    rosa = as_("rosa")
    live = address(session, "sessions_app:session_live")
    page = parse(press(rosa, session, kind="call").content)
    assert "Now: " in texts(select(page, "main"))[0]
    links = select(page, "main a.govuk-button")
    assert [link.get("href") for link in links] == [live]
    opened = rosa.get(address(session, "caucus:signal_send"))
    assert (opened.status_code, opened.url) == (302, live)
    assert Signal.objects.count() == 1


def test_taking_back_what_one_said_with_a_name(cast, as_, session):
    rosa = as_("rosa")
    before = revision(rosa, session, "signals")
    press(rosa, session, kind="call")
    assert "you would like to be called" in piece(rosa, session, "signals")
    assert revision(rosa, session, "signals") != before
    press(as_("will"), session, back="call")
    assert Signal.objects.count() == 1, "one's own, and nobody else's"
    press(rosa, session, back="call")
    assert not Signal.objects.exists()
    assert revision(rosa, session, "signals") == before


def test_seen_to_is_one_tap_and_gone_for_both(cast, as_, session):
    press(as_("rosa"), session, kind="moment")
    press(as_("will"), session, kind="call")
    amara, tom = as_("amara"), as_("tom")
    before = revision(tom, session, "signals", "session_desk")
    page = parse(piece(amara, session, "signals", "session_desk").encode())
    ids = [field.get("value") for field in select(page, "input[name=signal]")]
    other = session_with_spaces(cast)
    amara.post(address(other, "caucus:signal_seen"), {"signal": ids})
    assert Signal.objects.count() == 2, "signals of another session are none of this one's"
    amara.post(address(session, "caucus:signal_seen"), {"signal": [ids[0], "nonsense"]})
    assert said_on_desk(as_, session, "tom") == ["Will Turner would like to be called afterwards"]
    assert revision(tom, session, "signals", "session_desk") != before


def test_one_that_arrives_meanwhile_is_not_seen_to_unseen(cast, as_, session):
    send(cast, session, "rosa", "moment")
    seen = list(Signal.objects.values_list("pk", flat=True))
    send(cast, session, "will", "moment")
    services.see_to_signals(actor=cast.actor("tom"), session=session, ids=seen)
    assert said_on_desk(as_, session) == ["Somebody needs a moment"]


def test_no_signal_outside_the_hours_and_nothing_is_drawn(cast, as_, session, clock):
    for instant in (BEFORE, AFTER):
        clock.move_to(instant)
        assert "Tell the facilitators" not in piece(as_("rosa"), session, "signals")
        assert "Nothing was sent" in words(press(as_("rosa"), session, kind="moment"))
    assert not Signal.objects.exists()


def test_after_the_end_only_who_wants_a_call_is_left_for_a_day(cast, as_, session, clock):
    choose(cast.members["rosa"], session, WHITE)
    for kind in KINDS:
        send(cast, session, "rosa", kind)
    clock.move_to(dt.datetime(2027, 1, 14, 14, 50, tzinfo=dt.UTC))
    session = end(cast, session)
    assert list(Signal.objects.values_list("kind", flat=True)) == ["call"]
    assert said_on_desk(as_, session) == ["Rosa Delgado would like to be called afterwards"]
    assert "call" in {card.key for card in panels(cast.actor("tom"), session)}
    for name in ("rosa", "bilal", "ines"):
        assert "call" not in {card.key for card in panels(cast.actor(name), session)}
    clock.shift(dt.timedelta(hours=23))
    services.forget_what_is_over()
    assert Signal.objects.exists()
    clock.shift(dt.timedelta(hours=2))
    services.forget_what_is_over()
    assert not Signal.objects.exists()
    assert "call" not in {card.key for card in panels(cast.actor("tom"), session)}


def test_nothing_is_on_record(cast, as_, session):
    choose(cast.members["rosa"], session, WHITE)
    before = Entry.objects.count()
    for kind in KINDS:
        press(as_("rosa"), session, kind=kind)
    as_("tom").post(address(session, "caucus:signal_seen"), {"signal": "x"})
    assert Entry.objects.count() == before


# Attack: does any row, or any transaction, tie a person to a space?

BESIDE = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relname LIKE 'caucus_%' AND NOT a.attisdropped
GROUP BY c.relname
HAVING bool_or(a.attname IN ('member_id', 'person_id'))
   AND bool_or(a.attname IN ('space_id', 'caucus_id'))
"""


def rows_with_both() -> int:
    both = "member_id IS NOT NULL AND space_id IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM caucus_signal WHERE {both}")
        return cursor.fetchone()[0]


def raw_signal(session: Session, member: int | None, space: int | None, kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO caucus_signal (id, session_id, kind, member_id, space_id)"
            " VALUES (%s, %s, %s, %s, %s)",
            [uuid.uuid4(), session.pk, kind, member, space],
        )


def test_the_database_refuses_a_person_beside_a_space(cast, session):
    rosa, space = cast.members["rosa"].pk, space_in(session, WHITE).pk
    for kind in KINDS:
        with pytest.raises(IntegrityError), transaction.atomic():
            raw_signal(session, rosa, space, kind)
    assert rows_with_both() == 0
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE caucus_signal DROP CONSTRAINT signal_never_person_and_space")
    raw_signal(session, rosa, space, "come")
    assert rows_with_both() == 1, "a build without it would be found out"


def test_no_other_table_holds_both():
    with connection.cursor() as cursor:
        cursor.execute(BESIDE)
        found = {name for (name,) in cursor.fetchall()}
    # The choice itself; R8's published names, and who holds everyone's space, on purpose.
    known = {"caucus_choice", "caucus_signal", "caucus_publishedfacilitator", "caucus_holder"}
    assert found == known


def numbers(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text FROM {table}")
        return {number for (number,) in cursor.fetchall()}


def pressed_in_one(cast, session) -> None:
    """What must not be: the choice and the word in one transaction."""
    space = space_in(session, WHITE)
    with transaction.atomic():
        Choice.objects.create(session=session, member=cast.members["rosa"], space=space)
        raw_signal(session, None, space.pk, "come")


@pytest.mark.django_db(transaction=True)
def test_no_transaction_ties_a_word_to_a_choice_or_to_a_person(cast, session):
    choose(cast.members["rosa"], session, WHITE)
    for kind in KINDS:
        send(cast, session, "rosa", kind)
    words, choices = numbers("caucus_signal"), numbers("caucus_choice")
    assert len(words) == len(KINDS), "each stands in its own"
    assert not words & choices
    logged = ("members_member", "members_user", "caucus_space", "sessions_app_session")
    assert not words & set().union(*map(numbers, logged))
    Signal.objects.all().delete()
    Choice.objects.all().delete()
    pressed_in_one(cast, session)
    assert numbers("caucus_signal") & numbers("caucus_choice"), "the leaky way is found"


@pytest.mark.parametrize("people", [1, 10])
def test_a_pulse_costs_the_same_for_one_as_for_ten(
    cast, session, people, django_assert_num_queries
):
    for member in more_members(cast, people):
        choose(member, session, MINORITISED)
        Signal.objects.create(session=session, kind="call", member=member)
    rosa, amara, moment = cast.actor("rosa"), cast.actor("amara"), moment_of(session)
    with django_assert_num_queries(2):
        live_pieces.signals.on_live(rosa, session, moment)
    with django_assert_num_queries(1):
        live_pieces.signals.on_desk(amara, session, moment)


def test_selectors_are_for_those_who_see(cast, session):
    send(cast, session, "rosa", "call")
    (word,) = selectors.words_to_facilitators(session)
    assert (word.kind, word.who, word.is_some) == ("call", "Rosa Delgado", False)
