"""Keep one embedded server running for as long as anybody uses it.

Run as a script, one keeper for each server, in a session of its own. Every process that uses the
server holds a shared lock on the *users* file; the keeper stops the server as soon as it can take
that lock for itself. The kernel drops locks of processes that die, so a killed user counts as one
that left. The server in turn dies with its keeper.

It imports nothing of the program, so that it starts at once: the plan arrives as JSON.
"""

import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NoReturn, TypedDict

POLL_SECONDS = 0.1
START_SECONDS = 90
STOP_SECONDS = 30
SOCKET_PARENT = Path("/tmp")  # noqa: S108  a socket's path may have 100 characters at most
SOCKET_PREFIX = "circle-"
PR_SET_PDEATHSIG = 1


class Plan(TypedDict):
    """What to run: made by ``cop.embedded.services``."""

    service: str  # "postgres" or "valkey"
    programs: str  # folder of the server's programs
    home: str  # folder the server owns
    locks: str  # folder of the lock files and the state file
    user: int | None  # the server runs as this user and group; None: as the keeper itself
    group: int | None
    throwaway: str | None  # for tests: nothing need survive, and this folder goes at the end


class StartFailed(Exception):
    """The server did not start; the text is for the person who asked for it."""


class Stopped(BaseException):
    """Somebody asked the keeper to stop."""


def die_with_parent(parent: int, sig: int) -> Callable[[], None] | None:
    """A function for the child to call between fork and exec (Linux; elsewhere None)."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is None:
        return None

    def call() -> None:
        prctl(PR_SET_PDEATHSIG, sig)
        if os.getppid() != parent:  # it died before the call
            os._exit(1)

    return call


class Server:
    """One server process, its socket folder and its log."""

    stop_signal = signal.SIGTERM

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.home = Path(plan["home"])
        self.programs = Path(plan["programs"])
        self.state = Path(plan["locks"]) / f"{plan['service']}.json"
        self.log_path = Path(plan["locks"]) / f"{plan['service']}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.sockets = Path()

    # What each server says of itself.
    def prepare(self) -> None:
        """Make the data folder ready."""

    def command(self) -> list[str]:
        raise NotImplementedError

    def is_ready(self) -> bool:
        raise NotImplementedError

    def url(self) -> str:
        raise NotImplementedError

    def pid_file(self) -> Path:
        raise NotImplementedError

    # What is the same for both.
    def environment(self) -> dict[str, str]:
        # Nothing of the caller's environment: secrets stay out, and so do PG… variables.
        return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "HOME": str(self.home)}

    def popen(
        self, command: list[str], log: IO[bytes], stdin: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=log,
            stderr=log,
            env=self.environment(),
            cwd=self.home,
            start_new_session=True,
            umask=0o077,
            user=self.plan["user"],
            group=self.plan["group"],
            extra_groups=None if self.plan["user"] is None else [],
            # Set after the change of user, which would clear it.
            preexec_fn=die_with_parent(os.getpid(), self.stop_signal),
        )

    def run(self, command: list[str], said: bytes = b"") -> None:
        """Run a program of the server's to its end."""
        with self.log_path.open("ab") as log:
            process = self.popen(command, log, subprocess.PIPE)
            try:
                process.communicate(said)
            except BaseException:
                end(process, signal.SIGINT)
                raise
        if process.returncode:
            raise StartFailed(f"{Path(command[0]).name} failed.\n{self.log_tail()}")

    def log_tail(self) -> str:
        lines = self.log_path.read_text(errors="replace").splitlines()
        return "\n".join(lines[-12:])

    def start(self) -> None:
        self.log_path.write_bytes(b"")
        self.clean_up_after_a_crash()
        self.sockets = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=SOCKET_PARENT))
        if self.plan["user"] is not None:
            os.chown(self.sockets, self.plan["user"], self.plan["group"] or 0)
        self.write_state(url=None)
        self.prepare()
        with self.log_path.open("ab") as log:
            self.process = self.popen(self.command(), log)
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None:
                raise StartFailed(f"{self.plan['service']} did not start.\n{self.log_tail()}")
            if time.monotonic() > deadline:
                raise StartFailed(f"{self.plan['service']} did not answer.\n{self.log_tail()}")
            time.sleep(0.02)
        self.write_state(url=self.url())

    def write_state(self, url: str | None) -> None:
        new = self.state.with_suffix(".new")
        said = {"url": url, "sockets": str(self.sockets), "keeper": os.getpid()}
        new.write_text(json.dumps(said))
        new.replace(self.state)

    def clean_up_after_a_crash(self) -> None:
        """A killed keeper leaves its socket folder and, off Linux, a server behind."""
        with suppress(OSError, ValueError, KeyError):
            old = Path(json.loads(self.state.read_text())["sockets"])
            if old.parent == SOCKET_PARENT and old.name.startswith(SOCKET_PREFIX):
                shutil.rmtree(old, ignore_errors=True)
        path = self.pid_file()
        with suppress(OSError, ValueError, IndexError):
            pid = int(path.read_text().split()[0])
            if str(self.home) in command_of(pid):
                os.kill(pid, self.stop_signal)
                deadline = time.monotonic() + STOP_SECONDS
                while str(self.home) in command_of(pid) and time.monotonic() < deadline:
                    time.sleep(0.05)
        path.unlink(missing_ok=True)

    def stop(self) -> None:
        if self.process is not None:
            end(self.process, self.stop_signal)
        self.state.unlink(missing_ok=True)
        if self.sockets != Path():
            shutil.rmtree(self.sockets, ignore_errors=True)
        if self.plan["throwaway"]:
            shutil.rmtree(self.home, ignore_errors=True)
            # The last of the keepers removes what is around.
            if not list(self.state.parent.glob("*.json")):
                shutil.rmtree(self.plan["throwaway"], ignore_errors=True)


# As in docker-compose.yml: a log line must never repeat what somebody wrote, nor a list of what is
# being done who did it last.
QUIET = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "track_activities": "off",
}


class Postgres(Server):
    """PostgreSQL on a socket; told to stop with SIGINT, since on SIGTERM it waits for clients."""

    stop_signal = signal.SIGINT

    @property
    def data(self) -> Path:
        return self.home / "data"

    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def prepare(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        # Made beside and then moved, so that an interrupted start leaves nothing half made.
        new = self.home / "new"
        shutil.rmtree(new, ignore_errors=True)
        self.run(
            [
                str(self.programs / "initdb"),
                f"--pgdata={new}",
                "--username=circle",
                "--auth=trust",  # the socket's folder is private
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
                *(["--no-sync"] if self.plan["throwaway"] else []),
            ]
        )
        alone = [str(self.programs / "postgres"), "--single", "-D", str(new), "postgres"]
        self.run(alone, b"CREATE DATABASE practice_circle\n")
        new.rename(self.data)

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "timezone": "UTC",
            **QUIET,
        }
        if self.plan["throwaway"]:
            settings |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self.programs / "postgres"), "-D", str(self.data), *options]

    def is_ready(self) -> bool:
        # The eighth line of the pid file is the server's own word.
        with suppress(OSError, IndexError):
            return self.pid_file().read_text().splitlines()[7].strip() == "ready"
        return False

    def url(self) -> str:
        return f"postgres://circle@/practice_circle?host={self.sockets}"


class Valkey(Server):
    """Valkey on a socket: the broker and the cache."""

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    def pid_file(self) -> Path:
        return self.home / "valkey.pid"

    def command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home),
            "pidfile": str(self.pid_file()),
            "databases": "64",
            "set-proc-title": "no",  # what runs stays recognisable by its folder
            "save": "" if self.plan["throwaway"] else "300 1",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return [str(self.programs / "valkey-server"), *options]

    def is_ready(self) -> bool:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            client.connect(str(self.socket))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        return False

    def url(self) -> str:
        return f"redis+socket://{self.socket}?virtual_host=0"


def command_of(pid: int) -> str:
    """The command line of a process; empty where there is none."""
    if Path("/proc/self").exists():
        with suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        return ""
    shown = subprocess.run(
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout


def end(process: subprocess.Popen[bytes], sig: int) -> None:
    """Ask a child to stop, and see to it that it has."""
    if process.poll() is not None:
        return
    process.send_signal(sig)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        process.wait()


@contextmanager
def lock_file(path: Path) -> Iterator[int]:
    """A file to lock: its descriptor, closed at the end (which drops the lock)."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def wait_until_everybody_left(server: Server, users: int) -> None:
    """Return once the keeper alone holds the users file, or the server has died."""
    while server.process is not None and server.process.poll() is None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(POLL_SECONDS)
        else:
            return


def on_stop(_signal: int, _frame: object) -> NoReturn:
    """Handle SIGTERM."""
    raise Stopped


def say(answer: str) -> None:
    """Tell whoever started the keeper, then let go of them."""
    with suppress(BrokenPipeError):
        os.write(1, answer.encode())
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def main(plan: Plan) -> int:
    """Start the server, say ``ready``, and stop it when the last user has left."""
    signal.signal(signal.SIGTERM, on_stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    locks = Path(plan["locks"])
    server = {"postgres": Postgres, "valkey": Valkey}[plan["service"]](plan)
    with (
        lock_file(locks / f"{plan['service']}.keeper") as mine,
        lock_file(locks / f"{plan['service']}.users") as users,
    ):
        fcntl.flock(mine, fcntl.LOCK_EX)
        try:
            server.start()
            say("ready")
            wait_until_everybody_left(server, users)
        except StartFailed as failure:
            say(str(failure))
            return 1
        except Stopped:
            pass
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
