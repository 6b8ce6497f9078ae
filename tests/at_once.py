"""Two at once, on connections of their own; for tests with ``transaction=True``."""

import time
from collections.abc import Callable
from threading import Barrier, Event, Thread

from django.db import connection, transaction

from cop.core.errors import Refused


def while_somebody_else(writes, then, *, goes_on=lambda: None):
    """Do ``then`` while another connection has written and not yet committed.

    The other ``goes_on`` once ``then`` waits for it: whoever takes rows the other way round stops
    both for good, and the database ends one of them (``OperationalError``).
    """
    written, waits, problems = Event(), Event(), []

    def other():
        try:
            with transaction.atomic():
                writes()
                written.set()
                assert waits.wait(10)
                goes_on()
        except Exception as problem:  # noqa: BLE001 - whoever asked is told below
            problems.append(problem)
        finally:
            connection.close()

    def let_go():
        """Once the first connection waits for the other's row."""
        until = time.monotonic() + 10
        with connection.cursor() as cursor:
            while time.monotonic() < until:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if cursor.fetchone()[0]:
                    break
                time.sleep(0.02)
        connection.close()
        waits.set()

    threads = [Thread(target=other), Thread(target=let_go)]
    threads[0].start()
    assert written.wait(10)
    threads[1].start()
    try:
        return then()
    finally:
        for thread in threads:
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
