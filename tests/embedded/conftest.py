"""Processes that use embedded services of their own, apart from those of the run."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import os, sys
from cop import embedded
embedded.ensure()
print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], flush=True)
sys.stdin.read()
"""


@dataclass
class User:
    """A process that has attached, and stays until its input ends."""

    process: subprocess.Popen[str]
    database_url: str
    redis_url: str

    def leave(self) -> int:
        """Let it end of its own accord; its exit code."""
        self.process.stdin.close()
        return self.process.wait(60)

    def signal(self, number: int) -> int:
        """Signal its group, as a terminal does."""
        os.killpg(self.process.pid, number)
        return self.process.wait(60)


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a fresh checkout: nothing configured."""
    ours = ("DATABASE_URL", "REDIS_URL", "DEMO", "PYTEST_XDIST_WORKER")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "COP_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT), **more}


def processes_of(folder: Path) -> list[str]:
    """The command lines of what runs on a data folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or entry.name == str(os.getpid()):
            continue
        try:
            command = (entry / "cmdline").read_text(errors="replace").replace("\0", " ")
            here = str((entry / "cwd").readlink())
        except OSError:
            continue
        if str(folder) in command or here.startswith(str(folder)):
            found.append(f"{entry.name} {command or entry}")
    return found


def soon_nothing(folder: Path) -> list[str]:
    """What still runs on a folder after a moment of patience."""
    deadline = time.monotonic() + 60
    while (left := processes_of(folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder everybody may pass through, as a checkout's is."""
    folder = Path(tempfile.mkdtemp(prefix="circle-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder / "var"
    assert soon_nothing(folder) == []
    shutil.rmtree(folder)


@pytest.fixture
def attach(data_dir: Path) -> Iterator[Callable[..., User]]:
    """``attach()`` starts a process that uses the services of ``data_dir``."""
    started: list[subprocess.Popen[str]] = []

    def start(folder: Path = data_dir) -> User:
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            env=environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        database_url, redis_url = process.stdout.readline().split()
        return User(process, database_url, redis_url)

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()
        process.stdin.close()
        process.stdout.close()


@pytest.fixture
def manage(data_dir: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """``manage("check")`` runs a command with nothing configured but the data folder."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, ROOT / "manage.py", *arguments],
            env=environment(data_dir, **more),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
