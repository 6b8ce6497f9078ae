"""Start a database and a broker of their own for a run of the tests, before settings are read."""

import os
import re
import signal
import tempfile
import threading
from collections.abc import Generator
from contextlib import ExitStack
from types import FrameType
from typing import NoReturn

import pytest

from cop import embedded

SERVICES = pytest.StashKey[ExitStack]()
WITHOUT_SERVICES = frozenset({"-h", "--help", "-V", "--version", "--markers", "--fixtures"})


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, args: list[str]
) -> Generator[None, object, object]:
    """A wrapper comes before every plain hook, that of pytest-django among them."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        os.environ["REDIS_URL"] = database_of_worker(os.environ["REDIS_URL"], worker)
    elif not WITHOUT_SERVICES & set(args):
        early_config.stash[SERVICES] = start()
    return (yield)


def start() -> ExitStack:
    """Services that live as long as the run; whatever the environment names is used instead."""
    stack = ExitStack()
    # A browser's driver runs an event loop in the thread that asks the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="circle-data-"))
        else:
            urls = stack.enter_context(embedded.running())
            os.environ.setdefault("DATABASE_URL", urls.database)
            os.environ.setdefault("REDIS_URL", urls.redis)
            folder = str(urls.folder / "var")
    except embedded.EmbeddedError as problem:
        raise pytest.UsageError(str(problem)) from problem
    os.environ["COP_DATA_DIR"] = folder
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, end_the_run)
    return stack


def end_the_run(_signal: int, _frame: FrameType | None) -> NoReturn:
    """What Ctrl-C does, so that the run ends and its services with it."""
    raise KeyboardInterrupt


def database_of_worker(url: str, worker: str) -> str:
    """A Valkey database for each worker: ``gw0`` has number 1, the run itself 0."""
    number = int(worker.removeprefix("gw")) + 1
    return re.sub(r"virtual_host=\d+", f"virtual_host={number}", url)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the services and remove what they kept."""
    stack = config.stash.get(SERVICES, None)
    if stack is not None:
        stack.close()


def pytest_report_header(config: pytest.Config) -> str:
    """Say where the run's database is."""
    return f"database: {os.environ.get('DATABASE_URL', 'none')}"
