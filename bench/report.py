"""bench/RESULTS.md: the machine, the day, what was held and what was found."""

import datetime as dt
import os
import platform
from collections.abc import Iterable
from pathlib import Path

from django.db import connection

from bench.gates import Results

FILE = Path(__file__).parent / "RESULTS.md"
HOLDS = ("what", "found", "budget", "kept")
COSTS = ("what", "statements", "program, ms", "PostgreSQL, ms", "wall p50, ms", "wall p95, ms")
ABOUT = """# What it costs

`make bench`, {day}. {machine}

Held are numbers of statements and ratios of CPU time, the program's and PostgreSQL's, measured in
turns in the same minutes (median of seven rounds). Wall times are as long as the machine was busy:
they are for reading. *Floor page* looks up session and user and renders a small template;
*floor INSERT* makes one INSERT. Both run with all the middleware.
"""


def write(results: Results) -> None:
    """Write the report anew."""
    parts = [
        ABOUT.format(day=f"{dt.date.today():%-d %B %Y}", machine=_machine()),  # noqa: DTZ011
        "## Budgets\n",
        _table(HOLDS, results.lines),
        "## CPU of one call\n",
        _table(COSTS, results.costs),
        "## Waits, as they were\n",
        _table(("what", "found"), results.walls),
        "\n".join(f"- {note}" for note in results.notes) + "\n",
    ]
    FILE.write_text("\n".join(parts), encoding="utf-8")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _column in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _machine() -> str:
    """What it is, and how busy with other things; not what it is called."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    load = os.getloadavg()[2]
    shared = " It was shared with other work." if load > os.cpu_count() else ""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {_memory()} GB, {platform.system()}, "
        f"Python {platform.python_version()}, PostgreSQL {version.split()[0]}; "
        f"load over the last quarter of an hour: {load:.1f}.{shared}"
    )


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
