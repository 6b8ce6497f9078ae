"""Four communities of sixty meet at once, through the web server as it is shipped.

Half of the members have everybody's page, half the notes of their space, while facilitators press.
Waits are from the commit of a press until a browser has what changed. What the browsers cost, on
the same two processors, is told apart.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from bench import cpu, stream
from bench.crowd import web_server
from bench.gates import Results
from bench.live_world import COMMUNITIES, PEOPLE, Meeting, meetings
from bench.pages import PAGE
from bench.visits import Visitor, statements
from sessions_app.enums import Act
from sessions_app.selectors import moment_of
from sessions_app.services import press
from tests.people import Cast

WARM, EVERY, SECONDS = 8, 20, int(os.environ.get("BENCH_LIVE_SECONDS", "60"))
MOST = 3.0  # seconds until somebody sees what was pressed, for nineteen of twenty
ASKING, STREAM = "asking", "on a stream"
WAYS = {ASKING: (), STREAM: stream.SERVER}
Press = tuple[int, float]  # which meeting, when


def measure(cast: Cast, results: Results) -> None:
    """One pulse against the floor; then everybody at once, asking and on a stream."""
    held = meetings()
    _one(cast, held[0], results)
    for words, more in WAYS.items():
        with web_server(*more) as (port, server):
            _everybody(words, port, server, held, results)


def _one(cast: Cast, meeting: Meeting, results: Results) -> None:
    page, visitor = meeting.pages[-1], Visitor(cast.people["rosa"])
    visitor.cookie = page["cookie"]
    told = json.loads(visitor.get(page["pulse"]))["told"]
    actions: dict[str, cpu.Action] = {
        PAGE: lambda: visitor.get("/in/bench/page/"),
        "pulse that finds nothing new": lambda: visitor.get(page["pulse"], HTTP_X_TOLD=told),
        "pulse worked out anew": lambda: visitor.get(page["pulse"]),
        "pulse that brings what a press changed": lambda: visitor.get(
            page["pulse"], HTTP_X_SHOWN="now=before to_come=before"
        ),
    }
    found = cpu.compare(actions, floor=PAGE)
    for name, action in actions.items():
        with statements() as seen:
            action()
        results.cost(name, found.costs[name], len(seen))
    for name in list(actions)[1:]:
        results.tell(f"{name}, against the floor page", f"{found.ratio(name, PAGE):.2f} ×")


@dataclass
class Run:
    """What a minute of everybody costs."""

    seconds: float = 0.0
    program: float = 0.0
    database: float = 0.0
    memory: float = 0.0
    load: float = 0.0


def _everybody(words: str, port: int, server: int, held: list[Meeting], results: Results) -> None:
    pages = [page for each in held for page in each.pages]
    seconds = WARM + SECONDS + 5
    task = {"port": port, "pages": pages, "seconds": seconds, "streams": words == STREAM}
    with _browsers(task) as answer:
        time.sleep(WARM)
        with _watched(server) as run:
            presses = list(_presses(held, SECONDS))
        seen = answer()
    _tell(words, run, seen, presses, results)


@contextmanager
def _browsers(task: dict[str, Any]) -> Iterator[Any]:
    with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as seen:
        json.dump(task, given)
        given.seek(0)
        command = [sys.executable, "-m", "bench.followers"]
        process = subprocess.Popen(command, stdin=given, stdout=seen)

        def answer() -> Any:
            process.wait()
            seen.seek(0)
            return json.load(seen)

        try:
            yield answer
        finally:
            process.terminate()
            process.wait()


@contextmanager
def _watched(server: int) -> Iterator[Run]:
    """What the program and PostgreSQL cost meanwhile."""
    run, postgres = Run(), _postmaster()
    began, program, database = time.monotonic(), cpu.of_family(server), cpu.of_family(postgres)
    yield run
    run.seconds = time.monotonic() - began
    run.program = cpu.of_family(server) - program
    run.database = cpu.of_family(postgres) - database
    run.memory, run.load = cpu.memory_of_family(server), os.getloadavg()[0]


def _postmaster() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cpu.parent_of(cursor.fetchone()[0])


def _presses(held: list[Meeting], seconds: float) -> Iterator[Press]:
    """Each meeting's part is made longer every twenty seconds, in turns."""
    until, pause = time.monotonic() + seconds, EVERY / len(held)
    for place in itertools.cycle(range(len(held))):
        if time.monotonic() + pause > until:
            break
        meeting = held[place]
        moment = moment_of(meeting.session)
        press(
            actor=meeting.desk[place % 2],
            session=meeting.session,
            act=Act.EXTEND_5,
            revision=moment.revision,
            position=moment.position,
        )
        stream.tell(meeting.session)
        yield place, time.monotonic()
        time.sleep(pause)
    time.sleep(max(0.0, until - time.monotonic()))


def _tell(
    words: str, run: Run, seen: dict[str, Any], presses: list[Press], results: Results
) -> None:
    people = PEOPLE * COMMUNITIES
    waits = list(_waits(seen["drawn"], presses))
    missed = waits.count(None)
    found = [one for one in waits if one is not None]
    share = (run.program + run.database) / run.seconds / os.cpu_count()  # type: ignore[operator]
    told = {
        "seen after": f"{_middle(found, 's')}, longest {max(found, default=0):.2f} s, "
        f"never {missed} of {len(waits)}",
        "answers": ", ".join(
            f"{len(all_of)} × {what} ({_middle(all_of, 'ms')})"
            for what, all_of in seen["waits"].items()
        ),
        "without an answer": f"{sum(seen['unanswered'].values())} {seen['unanswered'] or ''}",
        "streams that ended": str(len(seen["ended"])),
        "CPU": f"{run.program:.1f} s program, {run.database:.1f} s PostgreSQL in "
        f"{run.seconds:.0f} s: {share:.0%} of {os.cpu_count()} cores; browsers {seen['cpu']:.1f} s",
        "memory of the web server": f"{run.memory:.0f} MB",
        "load of the machine": f"{run.load:.1f}",
    }
    for what, said in told.items():
        results.tell(f"{people} {words}: {what}", said)


def _middle(found: list[float], unit: str) -> str:
    if not found:
        return "none"
    digits = 2 if unit == "s" else 0
    middle, most = cpu.percentile(found, 0.5), cpu.percentile(found, 0.95)
    return f"p50 {middle:.{digits}f} {unit}, p95 {most:.{digits}f} {unit}"


def _waits(drawn: list[tuple[int, float]], presses: list[Press]) -> Iterator[float | None]:
    """For everybody in a meeting and each of its presses; None: it was never seen."""
    had: dict[int, list[float]] = {}
    for number, at in drawn:
        had.setdefault(number, []).append(at)
    for place, pressed in presses:
        for number in range(place * PEOPLE, (place + 1) * PEOPLE):
            yield min((at - pressed for at in had.get(number, []) if at > pressed), default=None)
