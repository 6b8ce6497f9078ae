"""Bring an embedded database up to date before a command uses it."""

import fcntl
import os
import sys
import time
from contextlib import suppress

from cop.embedded import data_folder
from cop.embedded.services import WAIT_SECONDS, lock


def migrate_if_behind() -> bool:
    """Apply the migrations that are missing; returns whether there were any.

    Several processes may ask at once: one does it, the others wait.
    """
    import django  # noqa: PLC0415  the rest of the package does without

    django.setup()
    path = data_folder() / "embedded" / "schema.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        lock(descriptor, fcntl.LOCK_EX, time.monotonic() + WAIT_SECONDS)
        if not _is_behind():
            return False
        from django.core.management import call_command  # noqa: PLC0415  needs settings

        with suppress(BrokenPipeError):
            print("Preparing the database…", file=sys.stderr, flush=True)
        call_command("migrate", interactive=False, verbosity=0)
        return True
    finally:
        os.close(descriptor)


def _is_behind() -> bool:
    from django.db import connection  # noqa: PLC0415  needs settings
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415  likewise

    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    finally:
        connection.close()
