"""R3 and D8 after a whole session: nowhere is left who was in which space, or what was said there.

Each place that is searched is also shown something left behind, and finds it.
"""

from collections.abc import Iterator
from logging import getLogger
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.contrib.sessions.models import Session as Login
from django.core import mail
from django.core.cache import cache
from django.db import connection

from caucus.models import LIVE, Signal
from tests.caucus.world import MINORITISED, WHITE, session_with_spaces, space_in
from tests.conftest import database_url
from tests.privacy import places
from tests.privacy.live_day import DEBRIEF, SHARED, Day
from tests.privacy.remains import (
    Heard,
    heard_at_debug,
    names_of,
    rare_numbers,
    restored,
    tells,
    words_of,
    world,
)
from tests.privacy.walk import World, rows_with_both
from tests.sessions_app.plans import DOORS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(DOORS, tick=False) as traveller:
        yield traveller


@pytest.fixture
def day(db, request, settings, tmp_path, clock) -> Day:
    settings.KEY_DIR = tmp_path / "keys"
    rare_numbers()
    cast = request.getfixturevalue("cast")
    return Day(cast, session_with_spaces(cast), clock)


@pytest.fixture
def log() -> Iterator[Heard]:
    with heard_at_debug() as heard:
        connection.force_debug_cursor = True
        try:
            yield heard
        finally:
            connection.force_debug_cursor = False


def by_the_disk(folder: Path) -> float:
    """Now, by the clock of the files: the program's stands on the session's day."""
    (folder / "now").touch()
    return (folder / "now").stat().st_mtime


def remembered(found: World, day: Day) -> list[str]:
    """Tables with a row in which somebody stands beside their space."""
    return sorted(
        {
            table
            for key, members in day.where.items()
            for member in members
            for table in rows_with_both(
                found, words_of(member), names_of(space_in(day.session, key))
            )
        }
    )


def private_in(content: object, day: Day) -> list[str]:
    """What was private and stands there."""
    searched = content if isinstance(content, bytes) else str(content).encode()
    return [words for words in day.private() if words.encode() in searched]


def test_nothing_is_left_of_who_was_where_or_of_what_was_said_apart(day, log, tmp_path):
    since = by_the_disk(tmp_path)
    day.live(tmp_path)

    # In the database, in a dump of it, and in what it wrote before it changed its tables.
    left = world()
    assert remembered(left, day) == []
    assert {model.__name__: model.objects.count() for model in LIVE if model.objects.exists()} == {
        "Signal": 1  # Will would like to be called; it says nothing of his space
    }
    assert str(Signal.objects.get().member) == "Will Turner"
    database = places.in_the_database(since)
    assert {place: private_in(content, day) for place, content in database.items()} == {
        place: [] for place in database
    }
    for kept in (SHARED, DEBRIEF):
        assert kept in database["dump"].decode(), "the same search finds what may stay"

    # In the backup from the middle, restored elsewhere.
    copy = restored(str(day.backup))
    assert remembered(copy, day) == []
    assert private_in(copy, day) == []
    assert len(copy["public.members_member"]) == 13
    careless = restored(str(day.careless))
    assert remembered(careless, day) == ["public.caucus_choice"]
    assert len(private_in(careless, day)) == len(day.private())

    # In the cache and the queue, in logins, mails, and the log at its loudest.
    broker = places.in_valkey().decode(errors="replace")
    logins = [str(login.get_decoded()) for login in Login.objects.all()]
    mails = [str(sent.message()) for sent in mail.outbox]
    for content in (broker, *logins, *mails, *log.lines):
        assert private_in(content, day) == []
    assert logins
    getLogger("anything").debug("a line, so that the handler is known to hear")
    assert len(log.lines) > 0
    assert tells([broker, *logins, *mails, *log.lines], day.session) == []


def test_each_search_finds_what_a_careless_program_leaves(day, log, tmp_path):
    since = by_the_disk(tmp_path)
    day.come()
    day.talk()
    space = space_in(day.session, MINORITISED)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE leaky (words text)")
        try:
            cursor.execute("INSERT INTO leaky VALUES (%s)", [f"Rosa Delgado {space.pk} {day.note}"])
            assert remembered(world(), day) == ["public.caucus_choice", "public.leaky"]
            found = places.in_the_database(since)
        finally:
            cursor.execute("DROP TABLE leaky")
    for place in ("rows", "dump", "files", "log of changes"):
        assert day.note in private_in(found[place], day), place
    cache.set("careless", f"{space.pk}: {day.note}")
    try:
        broker = places.in_valkey().decode(errors="replace")
        assert private_in(broker, day) == [day.note]
        assert tells([broker], day.session) == [broker]
    finally:
        cache.delete("careless")
    getLogger("careless").debug("Rosa wrote %s in %s", day.note, space.caucus.name)
    assert len(tells(log.lines, day.session)) == 1
    assert sum(bool(private_in(line, day)) for line in log.lines) == 1


def test_what_the_database_is_doing_says_nothing_of_notes(day):
    with psycopg.connect(database_url(connection.settings_dict["NAME"]), autocommit=True) as other:

        def seen() -> list[str]:
            rows = other.execute("SELECT query FROM pg_stat_activity").fetchall()
            return private_in(rows, day)

        def write() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s", [day.note])

        write()
        assert seen() == []
        with connection.cursor() as cursor:
            cursor.execute("SET track_activities = on")
        write()
        assert seen() == [day.note], "it would, where the server is set as it comes"
    connection.close()
    connection.close_pool()


def test_a_new_process_in_the_middle_loses_nothing(day, tmp_path):
    """All of a session's life is in the database: nothing rests in the memory of a process."""
    day.come()
    day.talk()
    pages = ("sessions_app:session_live_pulse", "sessions_app:session_desk_pulse")
    tom = day.cast.members["tom"]
    before = [day.browser(tom).get(day.url(page)).json()["pieces"] for page in pages]
    connection.close()
    connection.close_pool()
    assert [day.browser(tom).get(day.url(page)).json()["pieces"] for page in pages] == before
    day.meet()
    day.end()
    assert space_in(day.session, WHITE).people is None, "nobody in reflection: no number is kept"
    assert remembered(world(), day) == []
