"""What ``manage.py`` starts, and that an embedded database is up to date before it is used."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from manage import needs_services
from tests.embedded.conftest import processes_of

COUNT_SESSIONS = "from django.contrib.sessions.models import Session as S; print(S.objects.count())"


def test_empty_database_is_migrated_before_a_command_uses_it(manage, data_dir):
    result = manage("shell", "-v", "0", "-c", COUNT_SESSIONS)

    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "0"
    assert "Preparing the database" in result.stderr
    assert processes_of(data_dir) == []

    again = manage("shell", "-v", "0", "-c", COUNT_SESSIONS)
    assert "Preparing" not in again.stderr


def test_outdated_database_is_migrated_but_not_behind_the_back_of_migrate(manage):
    assert manage("migrate", "-v", "0").returncode == 0
    assert manage("migrate", "sessions", "zero", "-v", "0").returncode == 0
    assert "[ ] 0001_initial" in manage("showmigrations", "sessions").stdout

    result = manage("shell", "-v", "0", "-c", COUNT_SESSIONS)

    assert result.returncode == 0, result.stderr
    assert "[X] 0001_initial" in manage("showmigrations", "sessions").stdout


def test_two_commands_at_once_on_an_empty_database(manage):
    with ThreadPoolExecutor() as pool:
        jobs = [pool.submit(manage, "shell", "-v", "0", "-c", COUNT_SESSIONS) for _ in range(2)]
        results = [job.result() for job in jobs]

    assert [result.returncode for result in results] == [0, 0], [r.stderr for r in results]
    assert sum("Preparing the database" in result.stderr for result in results) == 1


@pytest.mark.parametrize(
    ("line", "needs"),
    [
        ("", False),
        ("help", False),
        ("--version", False),
        ("migrate --help", False),
        ("check", False),
        ("check --deploy", False),
        ("check --database default", True),
        ("makemessages -a", False),
        ("collectstatic --noinput", False),
        ("migrate", True),
        ("runserver", True),
        ("annual_report north --from 2026-01-01", True),
    ],
)
def test_only_commands_that_use_services_start_them(line, needs):
    assert needs_services(line.split()) is needs


def test_configured_services_are_used_and_none_started(manage, data_dir, settings):
    options = settings.DATABASES["default"]["OPTIONS"]
    given = f"postgres://circle@/postgres?host={options['host']}"

    result = manage("showmigrations", "sessions", DATABASE_URL=given, REDIS_URL=settings.REDIS_URL)

    assert result.returncode == 0, result.stderr
    assert not (data_dir / "embedded").exists()


def test_launcher_needs_nothing_but_the_standard_library():
    code = "import runpy, sys; runpy.run_path('cop/embedded/keeper.py'); print('fine')"
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "fine\n"
