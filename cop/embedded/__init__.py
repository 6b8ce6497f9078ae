"""PostgreSQL and Valkey for a machine that has neither: started on first need, gone with the last.

Standard library only. Nothing imports this but ``manage.py``, the demo command and the tests.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cop.embedded.programs import EmbeddedError
from cop.embedded.services import attach_all, leave_all, leave_at_the_end

__all__ = ["EmbeddedError", "Urls", "data_folder", "ensure", "running"]

SETTINGS = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}


@dataclass(frozen=True)
class Urls:
    """Where the services of a data folder answer."""

    database: str
    redis: str
    folder: Path


def data_folder() -> Path:
    """The folder this installation keeps its data in: ``COP_DATA_DIR``, or ``var``."""
    given = os.environ.get("COP_DATA_DIR")
    return Path(given) if given else Path(__file__).parents[2] / "var"


def ensure() -> bool:
    """Start or join what the environment names no address for, and leave it when we end.

    Sets ``DATABASE_URL`` and ``REDIS_URL`` where they are unset. Returns whether the database is
    an embedded one, which the caller then brings up to date. Raises EmbeddedError.
    """
    wanted = [
        service
        for service, setting in SETTINGS.items()
        if not os.environ.get(setting) and not os.environ.get(f"{setting}_FILE")
    ]
    if wanted:
        services = attach_all(wanted, data_folder())
        leave_at_the_end(services)
        os.environ.update({SETTINGS[service.name]: service.url for service in services})
    return "postgres" in wanted


@contextmanager
def running() -> Iterator[Urls]:
    """Both services with a data folder of their own, which is gone afterwards (for tests)."""
    folder = Path(tempfile.mkdtemp(prefix="circle-data-", dir="/tmp"))
    folder.chmod(0o711)  # root runs PostgreSQL as another user
    try:
        services = attach_all(["postgres", "valkey"], folder, throwaway=True)
        try:
            yield Urls(services[0].url, services[1].url, folder)
        finally:
            leave_all(services)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
