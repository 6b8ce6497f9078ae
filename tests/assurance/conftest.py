"""An installation in order, for tests to break."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from feedback.box.tables import EMPTIED, table_names
from tests.assurance.breaking import Installation
from tests.moments import a_fixed_day


@pytest.fixture(autouse=True)
def fixed_day() -> Iterator[None]:
    with a_fixed_day():
        yield


@pytest.fixture
def in_order(settings, tmp_path) -> None:
    """What a real installation has and a test's does not: https, keys apart, a seen backup."""
    settings.KEY_DIR = tmp_path / "keys"
    settings.KEY_DIR.mkdir(mode=0o700)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_DIR.mkdir()
    (settings.BACKUP_DIR / "practice-circle-2026-11-21.dump").write_bytes(b"PGDMP")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31536000


@pytest.fixture
def installation(in_order, db, settings, tmp_path, monkeypatch, request) -> Installation:
    vacuumed()
    return Installation(settings, tmp_path, monkeypatch, request)


def vacuumed() -> None:
    """Clear away what other tests have left, on a connection of its own."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        for table in table_names(EMPTIED):
            other.execute(f"VACUUM {table}")
