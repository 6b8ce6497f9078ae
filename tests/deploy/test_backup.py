"""The shipped backup and restore, on a database of their own."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from cop import embedded
from cop.embedded.programs import postgres_programs
from feedback.models import Collected
from sessions_app.models import RegisterUpload

DEPLOY = Path(__file__).parents[2] / "deploy"
PROGRAMS = postgres_programs(None)


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    with embedded.running() as urls:
        yield urls.database


@pytest.fixture
def sh(database_url: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(script: str, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", DEPLOY / script, *map(str, arguments)],
            env={
                "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
                "DATABASE_URL": database_url,
                **more,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_backup_comes_back_whole_and_without_the_choices_of_the_day(sh, database_url, tmp_path):
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("CREATE UNLOGGED TABLE choice (word text)")
        connection.execute("INSERT INTO kept VALUES ('a-theme')")
        connection.execute("INSERT INTO choice VALUES ('a-canary')")

    backup = sh("backup.sh", tmp_path)

    assert backup.returncode == 0, backup.stderr
    (file,) = tmp_path.iterdir()
    assert backup.stdout == f"{file}\n"
    assert file.stat().st_mode & 0o077 == 0
    in_words = subprocess.run(
        [PROGRAMS / "pg_restore", "-f", "-", file], capture_output=True, text=True, check=True
    ).stdout
    assert "a-theme" in in_words  # the search would find a row
    assert "a-canary" not in in_words

    with psycopg.connect(database_url) as connection:
        connection.execute("DELETE FROM kept")
        connection.execute("INSERT INTO kept VALUES ('written later')")
    restored = sh("restore.sh", file)

    assert restored.returncode == 0, restored.stderr
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("a-theme",)]
        assert connection.execute("SELECT word FROM choice").fetchall() == []
        (persistence,) = connection.execute(
            "SELECT relpersistence FROM pg_class WHERE relname = 'choice'"
        ).fetchone()
        assert persistence in ("u", b"u")


def test_what_is_kept_for_a_day_or_while_signed_in_is_in_no_backup(sh, database_url, tmp_path):
    tables = [model._meta.db_table for model in (Session, UserSession, RegisterUpload, Collected)]
    with psycopg.connect(database_url) as connection:
        for table in ("other", *tables):
            connection.execute(f"CREATE TABLE {table} (word text)")
            connection.execute(f"INSERT INTO {table} VALUES ('in-{table}')")

    backup = sh("backup.sh", tmp_path)

    assert backup.returncode == 0, backup.stderr
    in_words = subprocess.run(
        [PROGRAMS / "pg_restore", "-f", "-", backup.stdout.strip()],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "in-other" in in_words
    assert [table for table in tables if f"in-{table}" in in_words] == []
    restored = sh("restore.sh", backup.stdout.strip())
    assert restored.returncode == 0, restored.stderr
    assert "python manage.py retain" in restored.stdout
    with psycopg.connect(database_url) as connection:
        for table in tables:
            assert connection.execute(f"SELECT * FROM {table}").fetchall() == []


def test_a_new_backup_deletes_those_of_30_days_ago_and_nothing_else(sh, tmp_path):
    days_old = {
        "practice-circle-2026-01-01T000000Z.dump": 31,
        "practice-circle-2026-01-03T000000Z.dump": 29,
        "accounts.dump": 400,
    }
    for name, days in days_old.items():
        file = tmp_path / name
        file.write_text("x")
        os.utime(file, (time.time() - days * 86400,) * 2)

    backup = sh("backup.sh", tmp_path)

    assert backup.returncode == 0, backup.stderr
    new = Path(backup.stdout.strip()).name
    assert {file.name for file in tmp_path.iterdir()} == {
        "practice-circle-2026-01-03T000000Z.dump",
        "accounts.dump",
        new,
    }


@pytest.mark.parametrize(("days", "stays"), [("5", False), ("7", True), ("0", True)])
def test_it_deletes_after_as_many_days_as_are_set_and_never_where_nobody_has_said(
    sh, tmp_path, days, stays
):
    file = tmp_path / "practice-circle-2026-01-01T000000Z.dump"
    file.write_text("x")
    os.utime(file, (time.time() - 6 * 86400,) * 2)
    backup = sh("backup.sh", tmp_path, BACKUPS_KEPT_DAYS=days)
    assert backup.returncode == 0, backup.stderr
    assert file.exists() is stays
    assert Path(backup.stdout.strip()).exists()


def test_restore_of_a_broken_file_changes_nothing(sh, database_url, tmp_path):
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS untouched AS SELECT 7 AS number")
    broken = tmp_path / "broken.dump"
    broken.write_bytes(b"PGDMP" + b"\0" * 40)

    assert sh("restore.sh", broken).returncode != 0

    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT number FROM untouched").fetchall() == [(7,)]


def test_a_failed_backup_leaves_no_file_that_looks_like_one(tmp_path):
    result = subprocess.run(
        ["sh", DEPLOY / "backup.sh", tmp_path],
        env={
            "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
            "DATABASE_URL": "postgres://circle@/practice_circle?host=/nowhere",
        },
        capture_output=True,
        check=False,
    )

    assert result.returncode != 0
    assert list(tmp_path.glob("*.dump")) == []
