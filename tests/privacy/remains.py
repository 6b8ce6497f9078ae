"""What is left of a session with spaces, wherever it could be: for tests that look for traces."""

import logging
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import redis
from django.conf import settings
from django.db import connection

from caucus.models import Space
from cop.embedded.programs import postgres_programs
from cop.members.models import Member
from sessions_app.models import Session
from tests.caucus.world import MINORITISED, space_in
from tests.conftest import database_url
from tests.privacy.walk import world_of

BACKUP = settings.BASE_DIR / "deploy" / "backup.sh"
PROGRAMS = postgres_programs(None)


def world() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        return world_of(cursor)


def words_of(member: Member) -> list[str]:
    """All by which a row could mean this person; the numbers are like no others."""
    person = member.person
    return [str(member.pk), str(person.pk), str(person.audit_key), person.name, person.email]


def rare_numbers() -> None:
    """New rows get numbers that stand for themselves wherever they turn up."""
    with connection.cursor() as cursor:
        for table, number in (
            ("members_user", 70100001),
            ("members_member", 70200001),
            ("caucus_caucus", 80100001),
            ("caucus_space", 80200001),
        ):
            cursor.execute(f"ALTER SEQUENCE {table}_id_seq RESTART WITH {number}")


def names_of(space: Space) -> list[str]:
    """All by which a row could mean this space."""
    assert space.caucus is not None
    return [str(space.pk), str(space.caucus_id), space.caucus.key, space.caucus.name]


def run(program: str, *arguments: str, **env: str) -> str:
    done = subprocess.run(
        [program, *arguments],
        env={"PATH": f"{PROGRAMS}:{os.environ['PATH']}", **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def restored(file: str) -> dict[str, list[str]]:
    """What a backup holds, once restored into a database of its own."""
    name = "restored_" + str(connection.settings_dict["NAME"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        try:
            run("pg_restore", "--no-owner", "--dbname", database_url(name), file)
            with psycopg.connect(database_url(name)) as copy, copy.cursor() as cursor:
                return world_of(cursor)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Heard(logging.Handler):
    """Every line of every logger, with its traceback, as a file would have it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def heard_at_debug() -> Iterator[Heard]:
    """The log with LOG_LEVEL=DEBUG."""
    root, handler = logging.getLogger(), Heard()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def tells(lines: list[str], session: Session) -> list[str]:
    """Lines from which a space can be read."""
    space = space_in(session, MINORITISED)
    marks = (str(space.pk), space.caucus.key, space.caucus.name, "eflection", "meet.example/aside")
    return [line for line in lines if any(mark in line for mark in marks)]


def everything_in_the_broker() -> list[str]:
    """Every key of every database of the broker and cache, with its content."""
    parts = urlsplit(settings.REDIS_URL)
    found = []
    for number in range(16):
        client = redis.Redis(unix_socket_path=parts.path, db=number)
        found += [f"{key!r} {client.dump(key)!r}" for key in client.scan_iter()]
    return found
