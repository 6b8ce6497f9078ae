"""The regular count in a process that dies with kill -9 just before one of its steps.

Nobody lists the steps: every statement that writes, every commit, every change to a file and every
connection is one. Run as a program it takes the number of a step from each line of its input, and
says before what it died, or "ended".
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

READS = re.compile(r"\s*(SELECT|SET|RESET|SHOW|SAVEPOINT|RELEASE)\b")
FILES = {"os.remove", "os.rmdir", "os.rename", "os.link", "os.truncate", "shutil.rmtree"}
EARLY = "the key is destroyed before the commit"


@contextmanager
def counting(database: str, key_directory: Path, *, fault: str = "") -> Iterator[Any]:
    """``run(step)`` counts what is due and says before what it died, or "ended"."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "cop.settings",
        "KEYS": str(key_directory),
        "FAULT": fault,
    }
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.feedback.killing"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def run(step: int) -> str:
        assert program.stdin
        assert program.stdout
        print(step, file=program.stdin, flush=True)
        return program.stdout.readline().strip()

    try:
        yield run
    finally:
        program.communicate(timeout=60)


class Steps:
    """Counts steps; before the chosen one the process tells its name and dies."""

    def __init__(self, last: int) -> None:
        self.left = last

    def before(self, name: str) -> None:
        self.left -= 1
        if self.left == 0:
            print(" ".join(name.split())[:60], flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Any, sql: str, *rest: Any) -> Any:
        if not READS.match(sql):
            self.before(sql)
        return execute(sql, *rest)

    def event(self, name: str, given: tuple[Any, ...]) -> None:
        writes = name == "open" and set(str(given[1])) & set("wax+")
        if name in FILES or writes or name == "socket.connect":
            self.before(name)


def count_until(step: int) -> None:
    from django.db import connection
    from django.db.backends.base.base import BaseDatabaseWrapper

    from feedback.services import count_due
    from tests.moments import a_fixed_day

    steps = Steps(step)
    commit = BaseDatabaseWrapper._commit

    def before_commit(self: Any) -> Any:
        steps.before("COMMIT")
        return commit(self)

    BaseDatabaseWrapper._commit = before_commit
    with a_fixed_day():
        connection.ensure_connection()
        sys.addaudithook(steps.event)
        with connection.execute_wrapper(steps.statement):
            count_due()
    print("ended", flush=True)


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    from feedback.box import keys, releases

    settings.KEY_DIR = Path(os.environ["KEYS"])
    if os.environ["FAULT"] == EARLY:
        store = releases.Yield.store

        def destroy_and_store(self: Any, *given: Any) -> None:
            store(self, *given)
            keys.destroy(self.unit.pk)

        releases.Yield.store = destroy_and_store
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            count_until(int(line))
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
