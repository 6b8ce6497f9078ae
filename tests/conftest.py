"""Fixtures every room's tests share."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management.commands import flush as flush_command
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.people import Cast, build_cast, sign_in

# A slow machine is no mistake: no example has a deadline.
settings.register_profile("circle", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("circle")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The run's database knows that it is one of tests, which are allowed to empty it."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET circle.testing = 'on'")
    # A connection hears of it when it is opened, and some have been.
    with django_db_blocker.unblock():
        close_connections()
    yield
    # A program that a test killed may have a session still, and a database in use stays.
    with django_db_blocker.unblock():
        close_connections()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND usename = current_user"
            )
        close_connections()


def close_connections() -> None:
    """The test's own, and those the pool keeps."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


# Made by the migrations, the same for every test; nothing else than these follows a migration.
KEPT = {"django_content_type", "auth_permission"}


@pytest.fixture(scope="session", autouse=True)
def flushes_what_holds_rows() -> Iterator[None]:
    """Emptying the database after a test that committed leaves alone what is empty anyway.

    Few rows are deleted ten times as fast as a table is truncated with all that point at it; only
    tables that refuse to lose a row even to us are truncated. What Django would write again after
    each of these tests, hundreds of times a run, is kept.
    """
    ops = type(connection.ops)
    flush = ops.sql_flush

    def sql_flush(self: Any, style: Any, tables: list[str], **options: Any) -> list[str]:
        quoted = {table: self.quote_name(table) for table in tables if table not in KEPT}
        asks = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM {name})" for table, name in quoted.items()
        )
        with self.connection.cursor() as cursor:
            cursor.execute(asks)
            filled = {row[0] for row in cursor.fetchall()}
            cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgenabled = 'A'")
            guarded = filled & {row[0] for row in cursor.fetchall()}
        truncate = flush(self, style, sorted(guarded), **{**options, "allow_cascade": True})
        # Neither foreign keys nor triggers are asked about rows that all go.
        return [
            *truncate,
            "SET session_replication_role = replica",
            *(f"DELETE FROM {quoted[table]}" for table in sorted(filled - guarded)),
            "SET session_replication_role = DEFAULT",
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ops, "sql_flush", sql_flush)
        patch.setattr(flush_command, "emit_post_migrate_signal", lambda *_args, **_kwargs: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_are_listed_once() -> Iterator[None]:
    """Every ``Client()`` would list the style sheet, scripts and pictures anew: 20 ms each time."""
    listed = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, Any] = {}

    def add_files_from_finders(self: WhiteNoiseMiddleware) -> None:
        at_the_root, self.files = self.files, dict(found)
        if not found:
            listed(self)
            found.update(self.files)
        self.files = {**at_the_root, **self.files}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files_from_finders)
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """A community with everybody in it (tests/people.py)."""
    return build_cast()


@pytest.fixture
def as_(cast: Cast) -> Callable[..., Client]:
    """``as_("amara")`` is a browser signed in as that person; ``as_(None)`` is signed out.

    They took a second step a moment ago; ``second_step=False`` and ``seconds_ago=…`` say
    otherwise.
    """

    def browser(name: str | None, **how: Any) -> Client:
        client = Client()
        if name is not None:
            sign_in(client, cast.people[name], **how)
        return client

    return browser


@pytest.fixture
def demo_doors(settings: Any) -> None:
    """What ``DEMO=1`` opens: the demonstration's own addresses."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"
    settings.SIGNED_IN_OPEN_PREFIXES = [*settings.SIGNED_IN_OPEN_PREFIXES, "/in/demo/"]


@pytest.fixture
def worker(transactional_db: None) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker on the test's own database and broker."""
    env = {
        **os.environ,
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
        "EMAIL_URL": "dummymail://",
    }
    command = "celery --quiet --app cop worker --concurrency 1 --loglevel warning"
    process = subprocess.Popen(
        [sys.executable, "-m", *command.split()], env=env, start_new_session=True
    )
    yield process
    process.terminate()
    process.wait(timeout=60)


def database_url(name: str) -> str:
    """The run's database address with the test database's name in place of the first."""
    head, _slash, tail = os.environ["DATABASE_URL"].partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{tail}" if tail else "")
