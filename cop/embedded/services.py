"""Attach to the embedded servers of a data folder: start them if nobody has, leave them at the end.

The locks of a service, all in ``<data folder>/embedded/``:

- ``.users``: shared, held by every process that uses it; the keeper takes it exclusively to stop
- ``.keeper``: held by the keeper for as long as it lives
- ``.start``: held while somebody looks for a keeper and starts one
"""

import atexit
import contextlib
import fcntl
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

from cop.embedded import keeper, programs
from cop.embedded.programs import Account, EmbeddedError

WAIT_SECONDS = 120
PROGRAMS: dict[str, Callable[[Account | None], Path]] = {
    "postgres": programs.postgres_programs,
    "valkey": programs.valkey_programs,
}


@dataclass
class Service:
    """One embedded server, as a process that uses it sees it."""

    name: str  # "postgres" or "valkey"
    data_dir: Path
    throwaway: bool = False
    url: str = ""
    _users: int = -1
    _pid: int = 0
    _new_keeper: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def locks(self) -> Path:
        return self.data_dir / "embedded"

    def _open(self, kind: str) -> int:
        path = self.locks / f"{self.name}.{kind}"
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def attach(self) -> None:
        """Hold the service, starting it if it is not running; sets ``url``."""
        deadline = time.monotonic() + WAIT_SECONDS
        self._users = self._open("users")
        self._pid = os.getpid()
        lock(self._users, fcntl.LOCK_SH, deadline)  # waits for one that is stopping
        start = self._open("start")
        try:
            lock(start, fcntl.LOCK_EX, deadline)
            self.url = self._running_url() or self._start(deadline)
        except BaseException:
            self.leave()
            raise
        finally:
            os.close(start)

    def _running_url(self) -> str:
        if not self._has_keeper():
            return ""
        deadline = time.monotonic() + keeper.STOP_SECONDS
        while self._has_keeper() and time.monotonic() < deadline:
            with contextlib.suppress(OSError, ValueError):
                state = json.loads((self.locks / f"{self.name}.json").read_text())
                if state["url"]:
                    return str(state["url"])
            time.sleep(0.05)  # it is starting, or was told to stop
        return ""

    def _has_keeper(self) -> bool:
        descriptor = self._open("keeper")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(descriptor)

    def _plan(self) -> keeper.Plan:
        account = programs.service_account()
        return keeper.Plan(
            service=self.name,
            programs=str(PROGRAMS[self.name](account)),
            home=str(service_home(self.data_dir, self.name, account)),
            locks=str(self.locks),
            user=account.uid if account else None,
            group=account.gid if account else None,
            throwaway=str(self.data_dir) if self.throwaway else None,
        )

    def _start(self, deadline: float) -> str:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", keeper.__file__, json.dumps(self._plan())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,  # a Ctrl-C is for us: we leave, and it sees that
            cwd="/",
        )
        with contextlib.closing(process.stdout or io.BytesIO()) as answer:
            said = answer.read().decode()
        if said != "ready":
            process.wait(max(1.0, deadline - time.monotonic()))
            raise EmbeddedError(said or f"The embedded {self.name} did not start.")
        self._new_keeper = process
        return self._running_url()

    def leave(self) -> None:
        """Let go of the service, and wait until it has stopped if nobody else uses it."""
        if self._users < 0 or self._pid != os.getpid():  # a fork must not drop its parent's lock
            return
        users, self._users = self._users, -1
        try:
            is_last = self._is_last(users)
            if is_last:
                self._stop_keeper()
        finally:
            os.close(users)
        if self._new_keeper is not None:
            if is_last:
                self._new_keeper.wait(keeper.STOP_SECONDS)
            else:
                self._new_keeper.returncode = 0  # it lives on for the others; not ours to wait for

    def _is_last(self, users: int) -> bool:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return False
        return True  # the keeper has it already, and is stopping

    def _stop_keeper(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            state = json.loads((self.locks / f"{self.name}.json").read_text())
            if self._has_keeper():
                os.kill(int(state["keeper"]), signal.SIGTERM)
        with contextlib.suppress(FileNotFoundError):  # a test's keeper removed the folder
            mine = self._open("keeper")
            with contextlib.suppress(EmbeddedError):
                lock(mine, fcntl.LOCK_EX, time.monotonic() + WAIT_SECONDS)
            os.close(mine)


def lock(descriptor: int, kind: int, deadline: float) -> None:
    """Take a file lock before ``deadline`` or raise EmbeddedError."""
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EmbeddedError(
                    "The embedded services did not start or stop in time."
                ) from None
            time.sleep(0.03)
        else:
            return


def own_data_folder(data_dir: Path) -> Path:
    """The data folder, made if need be. Raises EmbeddedError where it is somebody else's."""
    data_dir = data_dir.absolute()
    if not data_dir.exists():
        # Passable for root's sake, who starts PostgreSQL as another user; closed for others.
        data_dir.mkdir(parents=True, mode=0o711 if os.geteuid() == 0 else 0o700)
    if data_dir.stat().st_uid != os.geteuid():
        raise EmbeddedError(
            f"The data folder {data_dir} belongs to another user. Run as that user, or set "
            "COP_DATA_DIR to a folder of your own."
        )
    (data_dir / "embedded").mkdir(mode=0o700, exist_ok=True)
    return data_dir.resolve()


def service_home(data_dir: Path, name: str, account: Account | None) -> Path:
    """The folder the server keeps its data in, owned by the user it runs as."""
    home = data_dir / name
    owner = os.geteuid() if account is None else account.uid
    if account is not None and not programs.is_open(data_dir):
        place = hashlib.sha256(str(data_dir).encode()).hexdigest()[:12]
        home = programs.shared_folder(f"practice-circle-{place}", owner=owner) / name
    if not home.exists():
        home.mkdir(mode=0o700)
        if account is not None:
            os.chown(home, account.uid, account.gid)
    if home.lstat().st_uid != owner:
        raise EmbeddedError(f"{home} belongs to another user than the one {name} must run as.")
    return home


def attach_all(names: list[str], data_dir: Path, *, throwaway: bool = False) -> list[Service]:
    """Attach to several services at once. Raises EmbeddedError, holding none, if one fails."""
    services = [Service(name, own_data_folder(data_dir), throwaway) for name in names]
    failures: list[BaseException] = []

    def attach(service: Service) -> None:
        try:
            service.attach()
        except Exception as failure:  # noqa: BLE001  raised below, in the thread that asked
            failures.append(failure)

    threads = [threading.Thread(target=attach, args=(service,)) for service in services]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
    except BaseException:
        leave_all(services)
        raise
    return services


def leave_all(services: list[Service]) -> None:
    """Leave all of them; the last to leave a service stops it."""
    for service in services:
        service.leave()


def leave_at_the_end(services: list[Service]) -> None:
    """Leave when the process ends: at its own end, on Ctrl-C and on SIGTERM."""
    atexit.register(leave_all, services)
    here = threading.current_thread() is threading.main_thread()
    if here and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _end_on_sigterm)


def _end_on_sigterm(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + signal.SIGTERM)
