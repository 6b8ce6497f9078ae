"""R3 and D8 after a whole session: nowhere is left who was in which space, or what was said there.

Each place that is searched is also shown something left behind, and finds it.
"""

from collections.abc import Iterator
from logging import getLogger
from pathlib import Path
from unittest import mock

import psycopg
import pytest
import time_machine
from django.contrib.sessions.models import Session as Login
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction

from caucus.models import LIVE, Signal
from cop.audit.services import record
from tests.caucus.world import MINORITISED, WHITE, session_with_spaces, space_in
from tests.conftest import database_url
from tests.privacy import places
from tests.privacy.live_day import DEBRIEF, SHARED, VOICE, Day
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


def outside(day: Day, log: Heard, told: list[str]) -> dict[str, list[str]]:
    """What lies outside the rows of the day itself. Messages rest in the stored logins."""
    held = [
        cookie.OutputString() for one in day.browsers.values() for cookie in one.cookies.values()
    ]
    return {
        "cache and queue": [places.in_valkey().decode(errors="replace")],
        "what they were told": told,
        "logins and messages": [str(login.get_decoded()) for login in Login.objects.all()],
        "cookies": held,
        "addresses": day.addresses,
        "mails": [str(sent.message()) for sent in mail.outbox],
        "log": log.lines,
    }


def places_that_tell(day: Day, found: dict[str, list[str]]) -> list[str]:
    """Where a space or private words can be read."""
    return [
        place
        for place, lines in found.items()
        if tells(lines, day.session) or private_in("\n".join(lines), day)
    ]


def test_nothing_is_left_of_who_was_where_or_of_what_was_said_apart(day, log, tmp_path):
    since = by_the_disk(tmp_path)
    with places.heard_by_valkey() as told:
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
    for kept in (SHARED, VOICE, DEBRIEF):
        assert kept in database["dump"].decode(), "the same search finds what may stay"

    # In the backup from the middle, restored elsewhere.
    copy = restored(str(day.backup))
    assert remembered(copy, day) == []
    assert private_in(copy, day) == []
    assert SHARED not in str(copy), "nor what was released only afterwards"
    assert len(copy["public.members_member"]) == 13
    careless = restored(str(day.careless))
    assert remembered(careless, day) == ["public.caucus_choice"]
    assert private_in(careless, day) == day.standing()

    # In the cache and the queue, in logins, messages, cookies, mails, and the log at its loudest.
    getLogger("anything").debug("a line, so that the handler is known to hear")
    found = outside(day, log, told)
    assert found["addresses"]
    assert found["log"]
    assert "Our words are saved." in str(found["logins and messages"]), "a message is found there"
    assert places_that_tell(day, found) == []


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


@pytest.mark.parametrize("leak", ["the note", "the space"])
def test_each_search_outside_finds_one_leak(day, log, leak):
    """The same words everywhere, and no place keeps them to itself."""
    day.come()
    words = {"the note": day.note, "the space": space_in(day.session, MINORITISED).caucus.name}[
        leak
    ]
    browser = day.browser(day.cast.members["rosa"])
    with places.heard_by_valkey() as told:
        mail.send_mail("Welcome", words, "circle@example.org", ["rosa@example.org"])
        assert places_that_tell(day, outside(day, log, told)) == ["mails"]
        cache.set("careless", words)
    try:
        getLogger("careless").debug("Rosa: %s", words)
        browser.cookies["careless"] = words
        login = browser.session
        login["_messages"] = words
        login.save()
        day.addresses.append(f"/in/c/northern/?q={words}")
        found = outside(day, log, told)
    finally:
        cache.delete("careless")
    assert places_that_tell(day, found) == list(found)


def marked_alike() -> set[str]:
    """Other tables with a row that carries a number of a transaction which wrote a live one."""
    live = {model._meta.db_table for model in LIVE}
    numbers: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT xmin::text, xmax::text FROM {table}")
            numbers[table] = {number for row in cursor.fetchall() for number in row} - {"0"}
    ours = set.union(*(numbers[table] for table in live))
    return {table for table in numbers.keys() - live if numbers[table] & ours}


def test_no_row_about_a_person_shares_a_transaction_with_one_of_a_space(day):
    """The session is held meanwhile, and the first choice is noted: neither names anybody."""
    held = {"sessions_app_session", "caucus_opening"}
    # Else each part of a transaction has a number of its own.
    with mock.patch.object(connection.features, "uses_savepoints", False):
        day.come()
        day.talk()
        assert marked_alike() <= held
        day.meet()
        assert marked_alike() <= held
        with transaction.atomic():
            day.press(day.where[WHITE][1], "add_note", "add_note", words="and so on")
            record(actor=day.cast.actor("will"), verb="change", target=day.session)
    assert marked_alike() - held == {"audit_entry"}


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
