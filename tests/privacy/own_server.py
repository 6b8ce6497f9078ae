"""A database server of a test's own, which may be killed."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from cop.embedded.keeper import Postgres
from cop.embedded.services import Service, own_data_folder
from tests.conftest import database_url
from tests.privacy.remains import run


class OwnServer:
    """A server nobody else uses, with a copy of this test's database; it may be killed."""

    def __init__(self, folder: Path) -> None:
        service = Service("postgres", own_data_folder(folder / "var"))
        self.server = Postgres(service._plan())
        self.place = folder / "at"  # where it answers, whenever it was started
        self.name = str(connection.settings_dict["NAME"])
        self.options = connection.settings_dict["OPTIONS"]

    @property
    def url(self) -> str:
        return f"postgres://circle@/practice_circle?host={self.place}"

    def start(self) -> None:
        self.server.start()
        self.place.unlink(missing_ok=True)
        self.place.symlink_to(self.server.sockets)
        self.connect(str(self.place), "practice_circle")

    def connect(self, host: str, name: str) -> None:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = name
        connection.settings_dict["OPTIONS"] = self.options | {"host": host}

    def copy(self, file: Path) -> None:
        run("pg_dump", "--format=custom", "--dbname", database_url(self.name), "--file", str(file))
        self.start()
        run("pg_restore", "--no-owner", "--dbname", self.url, str(file))

    def kill(self) -> None:
        """As when it loses its power: no checkpoint, nothing tidied up."""
        assert self.server.process is not None
        os.kill(self.server.process.pid, signal.SIGQUIT)
        self.server.process.wait(60)

    def leave(self) -> None:
        self.connect(self.options["host"], self.name)
        self.server.stop()


@contextmanager
def server_of_its_own() -> Iterator[OwnServer]:
    """With what the test's database holds now; the test's own questions go there meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="circle-test-", dir="/tmp"))
    folder.chmod(0o711)
    server = OwnServer(folder)
    try:
        server.copy(folder / "copy.dump")
        yield server
    finally:
        server.leave()
        shutil.rmtree(folder)
