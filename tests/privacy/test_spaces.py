"""R3 against the database, the log, the cache and the backup: who was in which space dies.

Every attack here comes with a leaky variant it wins against.
"""

import logging
from collections.abc import Callable, Iterator

import psycopg
import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session as Login
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caucus import services
from caucus.models import Choice
from cop.members.models import Member
from cop.members.selectors import actor_in
from sessions_app.models import Session
from sessions_app.services import end_session
from tests.caucus.world import DURING, MINORITISED, WHITE, session_with_spaces, space_in
from tests.conftest import database_url
from tests.people import Cast
from tests.privacy.live_day import Day
from tests.privacy.remains import (
    BACKUP,
    Heard,
    everything_in_the_broker,
    heard_at_debug,
    rare_numbers,
    restored,
    run,
    tells,
    words_of,
    world,
)
from tests.privacy.walk import World, differences, rows_with_both


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(DURING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(cast: Cast) -> Session:
    return session_with_spaces(cast)


def enter(member: Member, session: Session, key: str) -> None:
    actor = actor_in(member.person, session.community)
    services.choose_space(actor=actor, session=session, space_id=space_in(session, key).pk)


def leaky_table() -> None:
    """What a careless program would have kept."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE leaky (who text, note text)")


def leak(who: str, note: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO leaky VALUES (%s, %s)", [who, note])


# After the close


@pytest.fixture
def rare(db: None, request: pytest.FixtureRequest) -> tuple[Cast, Session]:
    rare_numbers()
    cast: Cast = request.getfixturevalue("cast")
    return cast, session_with_spaces(cast)


def test_after_the_close_no_row_holds_a_member_and_a_space(rare):
    cast, session = rare
    space = space_in(session, MINORITISED)
    where = [str(space.pk), str(space.caucus_id), space.caucus.key, space.caucus.name]
    for name in ("rosa", "will", "bilal", "amara"):
        enter(cast.members[name], session, MINORITISED)
    live = world()
    end_session(actor=cast.actor("amara"), session=session)
    closed = world()
    for name in ("rosa", "will", "bilal", "amara"):
        who = words_of(cast.members[name])
        assert rows_with_both(live, who, where) == ["public.caucus_choice"]
        assert rows_with_both(closed, who, where) == []


def test_the_walk_finds_a_leak_however_it_is_spelt(rare):
    cast, session = rare
    space = space_in(session, MINORITISED)
    where = [str(space.pk), str(space.caucus_id), space.caucus.key, space.caucus.name]
    rosa = cast.members["rosa"]
    leaky_table()
    for word in words_of(rosa):
        for place in where:
            leak(word, f"chose {place} today")
            assert rows_with_both(world(), words_of(rosa), where) == ["public.leaky"]
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM leaky")


def day_out(day: Day, places: dict[str, list[Member]], also: Callable[[Day], None]) -> World:
    """What the database holds after a session lived over its pages, with people in these places.

    Everything is rolled back, the counters too, so that two days can be held side by side.
    """
    before = world()["sequences"]
    day.where = places
    with transaction.atomic():
        day.come()
        also(day)
        day.talk()
        day.meet()
        day.see_to("")
        day.post("amara", "sessions_app:session_end")
        after = world()
        transaction.set_rollback(True)
    assert len(after["public.caucus_closing"]) == 1
    assert len(after["public.caucus_sharedtheme"]) == 1
    with connection.cursor() as cursor:
        for name, value in (line.split() for line in before):
            if value == "None":  # nothing was ever counted
                cursor.execute("SELECT setval(%s::regclass, 1, false)", [name])
            else:
                cursor.execute("SELECT setval(%s::regclass, %s)", [name, value])
    return after


@pytest.fixture
def day(cast: Cast, session: Session, clock: time_machine.Traveller) -> Day:
    """With logins from before, since each has a random key."""
    day = Day(cast, session, clock)
    for members in day.where.values():
        for member in members:
            day.browser(member)
    return day


def two_days(day: Day, also: Callable[[Day], None]) -> list[str]:
    """Tables that differ where everybody was in one caucus, or everybody in the other."""
    this = dict(day.where)
    that = dict(zip(this, reversed(this.values()), strict=True))
    return differences(day_out(day, this, also), day_out(day, that, also))


def test_two_days_with_people_elsewhere_leave_the_same_database(day):
    """Byte for byte, in every table: whatever it is one reads, it cannot tell who was where."""
    assert two_days(day, lambda _day: None) == []


def test_the_comparison_finds_one_remembered_choice(day):
    leaky_table()

    def remember(day: Day) -> None:
        for key, (member, *_others) in day.where.items():
            leak(
                member.reference, str(space_in(day.session, key).pk * 17)
            )  # in a code only we know

    assert two_days(day, remember) == ["public.leaky"]


# In the database itself


def pairs_by_lock(session: Session) -> set[tuple[str, int]]:
    """Members and spaces whose rows were last locked by one and the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.name, s.id FROM members_member m, caucus_space s"
            " WHERE m.xmax = s.xmax AND m.xmax <> '0' AND s.session_id = %s",
            [session.pk],
        )
        return set(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_no_transaction_number_marks_a_member_and_a_space(cast, session):
    """A foreign key would: checking it locks both rows, and the lock stays to be read."""
    enter(cast.members["rosa"], session, MINORITISED)
    enter(cast.members["will"], session, WHITE)
    assert pairs_by_lock(session) == set()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE leaky (member bigint REFERENCES members_member,"
            " space bigint REFERENCES caucus_space)"
        )
        try:
            place = space_in(session, WHITE)
            cursor.execute("INSERT INTO leaky VALUES (%s, %s)", [cast.members["will"].pk, place.pk])
            cursor.execute("DELETE FROM leaky")
            assert pairs_by_lock(session) == {("Will Turner", place.pk)}
        finally:
            cursor.execute("DROP TABLE leaky")


def bytes_on_disk() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('caucus_choice')")
        (size,) = cursor.fetchone()
    return int(size)


def places_on_disk() -> list[str]:
    """Where in the table's file its rows lie; a deleted row keeps its place until it is wiped."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text FROM caucus_choice ORDER BY 1")
        return [place for (place,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_closing_leaves_no_deleted_rows_on_the_disk(cast, session):
    enter(cast.members["rosa"], session, MINORITISED)
    Choice.objects.all().delete()
    assert bytes_on_disk() > 0, "a deleted row is still there to be read"
    enter(cast.members["rosa"], session, MINORITISED)
    end_session(actor=cast.actor("amara"), session=session)
    assert bytes_on_disk() == 0


@pytest.mark.django_db(transaction=True)
def test_wiping_leaves_other_sessions_and_waits_for_nobody(cast, session):
    other = session_with_spaces(cast)
    with connection.cursor() as cursor:  # rows of tests before have left places
        cursor.execute("TRUNCATE caucus_choice")
    for member, one in (("rosa", session), ("will", other)):
        enter(cast.members[member], one, WHITE)
    assert places_on_disk() == ["(0,1)", "(0,2)"]
    end_session(actor=cast.actor("amara"), session=session)
    assert list(Choice.objects.values_list("session_id", flat=True)) == [other.pk]
    assert places_on_disk() == ["(0,1)"], "written anew, without what was deleted"
    with psycopg.connect(database_url(connection.settings_dict["NAME"])) as backup:
        backup.execute("LOCK TABLE caucus_choice IN ACCESS SHARE MODE")
        with CaptureQueriesContext(connection) as asked:
            assert not services.wipe_live(), "while a backup runs, it is left for the next hour"
        locks = [one["sql"] for one in asked if one["sql"].startswith("LOCK")]
        assert locks, "it was tried"
        assert all(one.endswith("NOWAIT") for one in locks), "and nobody who reads waits behind it"
    end_session(actor=cast.actor("amara"), session=other)
    assert bytes_on_disk() == 0


# In the backup

THIS = {"rosa": MINORITISED, "bilal": WHITE, "will": "reflection", "amara": MINORITISED}


@pytest.mark.django_db(transaction=True)
def test_a_backup_made_during_the_session_knows_no_choice(cast, session, tmp_path):
    for name, key in THIS.items():
        enter(cast.members[name], session, key)
    url = database_url(connection.settings_dict["NAME"])
    shipped = run("sh", str(BACKUP), str(tmp_path), DATABASE_URL=url)
    careless = str(tmp_path / "careless.dump")
    run("pg_dump", "--format=custom", "--dbname", url, "--file", careless)

    assert len(restored(careless)["public.caucus_choice"]) == 4, "there was something to leave out"
    copy = restored(shipped)
    assert copy["public.caucus_choice"] == []
    assert len(copy["public.members_member"]) == 5
    assert len(copy["public.caucus_space"]) == 3


# On the way


@pytest.fixture
def heard() -> Iterator[Heard]:
    with heard_at_debug() as handler:
        yield handler


def visit(browser: Client, session: Session, key: str) -> list[str]:
    """Choose, look, change and look again; returns every address that was asked for or given."""
    kwargs = {"slug": session.community.slug, "session_id": session.pk}
    url = reverse("caucus:space_choose", kwargs=kwargs)
    asked = [url]
    for place in ("reflection", key):
        answer = browser.post(url, {"space": space_in(session, place).pk})
        asked.append(answer["Location"])
        assert browser.get(url).status_code == 200
    return asked


@pytest.fixture
def visited(rare: tuple[Cast, Session], as_) -> Callable[[], list[str]]:
    cast, session = rare
    space = space_in(session, MINORITISED)
    services.set_doors(
        actor=cast.actor("amara"),
        session=session,
        doors={space.pk: "https://meet.example/aside"},
    )
    browser = as_("rosa")
    return lambda: visit(browser, session, MINORITISED)


def test_no_log_line_tells_a_space(rare, visited, heard):
    connection.force_debug_cursor = True  # what DEBUG does: every statement is offered to the log
    try:
        visited()
    finally:
        connection.force_debug_cursor = False
    logging.getLogger("anything").debug("a line, so that the handler is known to hear")
    assert heard.lines
    assert tells(heard.lines, rare[1]) == []


@pytest.mark.parametrize("name", ["django.db.backends", "django.template"])
def test_without_the_settings_guard_the_log_would_tell(rare, visited, heard, name):
    guarded = logging.getLogger(name)
    assert guarded.level == logging.INFO
    guarded.setLevel(logging.DEBUG)
    connection.force_debug_cursor = True
    try:
        visited()
    finally:
        connection.force_debug_cursor = False
        guarded.setLevel(logging.INFO)
    assert tells(heard.lines, rare[1])


def test_every_address_is_the_same_wherever_somebody_goes(rare, visited):
    assert len(set(visited())) == 2, "the page of the choice, and the one of the session"
    assert tells(visited(), rare[1]) == []


def test_neither_cache_nor_queue_tells_a_space(rare, visited):
    visited()
    assert tells(everything_in_the_broker(), rare[1]) == []
    cache.set("careless", f"space {space_in(rare[1], MINORITISED).caucus.key}")
    assert len(tells(everything_in_the_broker(), rare[1])) == 1
    cache.delete("careless")


def test_the_login_remembers_nothing_of_it(rare, visited):
    before = [login.get_decoded() for login in Login.objects.all()]
    visited()
    assert [login.get_decoded() for login in Login.objects.all()] == before


def test_no_cookie_tells_a_space(rare, as_):
    _cast, session = rare
    browser = as_("rosa")
    visit(browser, session, MINORITISED)
    assert set(browser.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert tells([cookie.OutputString() for cookie in browser.cookies.values()], session) == []
