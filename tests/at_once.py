"""Two at once, on connections of their own; for tests with ``transaction=True``."""

import time
from collections.abc import Callable
from threading import Barrier, Event, Thread

from django.db import connection, transaction

from cop.core.errors import Refused

PATIENCE = 60  # seconds
WAITS_FOR_ME = """
    SELECT EXISTS (
        SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
    )
"""


def wait_until_waited_for() -> None:
    """Until somebody waits for what this connection holds."""
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while not cursor.execute(WAITS_FOR_ME).fetchone()[0]:
            assert time.monotonic() < until, "nobody waits"
            time.sleep(0.02)


def while_somebody_else(writes, then, *, goes_on=lambda: None):
    """Do ``then`` while another connection has written and not yet committed.

    The other ``goes_on`` once ``then`` waits for it: whoever takes rows the other way round stops
    both for good, and the database ends one of them (``OperationalError``).
    """
    written, problems = Event(), []

    def other():
        try:
            with transaction.atomic():
                writes()
                written.set()
                wait_until_waited_for()
                goes_on()
        except Exception as problem:  # noqa: BLE001 - whoever asked is told below
            problems.append(problem)
        finally:
            connection.close()

    thread = Thread(target=other)
    thread.start()
    assert written.wait(PATIENCE)
    try:
        return then()
    finally:
        thread.join()
        if problems:
            raise problems[0]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; what was refused, in words."""
    barrier, refused = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
        except Refused as problem:
            refused.append(str(problem.message))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused
