"""Open the demonstration: load a year of a fictional community, then serve it."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cop.demo.cast import SLUG
from cop.demo.services import load_demo
from cop.embedded.keeper import die_with_parent

HOST = "127.0.0.1"
PATIENCE = 60  # seconds until the pages must answer
ROOT_MAY = "You're running the worker with superuser privileges"  # a demonstration


class Command(BaseCommand):
    help = "Load the fictional community and serve it, with a worker and the clockwork beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--load-only", action="store_true", help="load, print the slug, stop")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, load_only: bool, port: int, **_options: Any) -> None:
        refuse_production()
        if not load_only:
            refuse_taken_port(port)
        settings.SITE_URL = f"http://{HOST}:{port}"  # links in the year's mails lead here
        if load_demo():
            self.say("A year of a fictional community is loaded.")
        if load_only:
            self.say(SLUG)
            return
        serve(port, say=self.say)

    def say(self, line: str) -> None:
        """Say it at once, into a file or a pipe too."""
        self.stdout.write(line)
        self.stdout.flush()


def refuse_production() -> None:
    """The demonstration brings its own database and never enters another."""
    if settings.PRODUCTION:
        raise CommandError("This is a real installation: the demonstration does not run here.")


def refuse_taken_port(port: int) -> None:
    """Say which port is taken before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            raise CommandError(
                f"Port {port} is taken. Choose another: manage.py demo --port 8001"
            ) from problem


def serve(port: int, say: Any) -> None:
    """Run web and worker until a signal or the end of one of them; leave nothing running."""
    signal.signal(signal.SIGTERM, end)
    web = f"gunicorn cop.wsgi --bind {HOST}:{port} --threads 6 --no-control-socket"
    worker = "celery --quiet --app cop worker --beat --concurrency 1 --without-mingle"
    commands = [f"{web} --log-level warning", f"{worker} --loglevel warning --without-gossip"]
    children: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            # One by one: if the second fails, the first is there to be ended.
            children.append(child(command.split(), port))  # noqa: PERF401
        wait_until_open(port, children)
        say(f"Practice Circle is open at http://{HOST}:{port} (Ctrl-C ends it)")
        while all(process.poll() is None for process in children):
            time.sleep(0.5)
        raise CommandError("A part of the demonstration stopped by itself; see the lines above.")
    except KeyboardInterrupt:
        say("Closed.")
    finally:
        # make and a terminal both signal: the second must not cut the ending short.
        for again in (signal.SIGINT, signal.SIGTERM):
            signal.signal(again, signal.SIG_IGN)
        for process in children:
            process.terminate()
        for process in children:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def child(command: list[str], port: int) -> subprocess.Popen[bytes]:
    """A program of this environment that ends when we do, however we end."""
    return subprocess.Popen(  # noqa: S603  the two commands above
        [sys.executable, "-W", f"ignore:{ROOT_MAY}", "-m", *command],
        env={**os.environ, "DEMO": "1", "SITE_URL": f"http://{HOST}:{port}"},
        start_new_session=True,
        preexec_fn=die_with_parent(os.getpid(), signal.SIGTERM),  # noqa: PLW1509  no threads yet
    )


def wait_until_open(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    """Return once the pages answer."""
    for _attempt in range(PATIENCE * 10):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        if any(process.poll() is not None for process in children):
            break
        time.sleep(0.1)
    raise CommandError("The pages did not open; see the lines above.")


def end(_signal: int, _frame: FrameType | None) -> NoReturn:
    """SIGTERM ends the demonstration as Ctrl-C does."""
    raise KeyboardInterrupt
