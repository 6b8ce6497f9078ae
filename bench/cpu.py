"""CPU time of the program and of PostgreSQL, and comparisons that bear a busy machine."""

import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from django.db import connection

ROUNDS, TIMES, TRIES = 7, 20, 3
WIDEST = 0.40
"""Of the middle half of the rounds, against their median; wider is measured again."""

Action = Callable[[], object]


@dataclass
class Cost:
    """What one call of an action costs: a number for each round, in milliseconds."""

    program: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    walls: list[float] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        return median(map(sum, zip(self.program, self.database, strict=True)))

    def wall(self, share: float) -> float:
        return percentile(self.walls, share)


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which that share of the others lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class Comparison:
    """Actions measured in turns. A ratio is the median of the rounds' ratios."""

    costs: dict[str, Cost]
    spread: float = 0.0

    def ratios(self, name: str, floor: str, less: float = 0.0) -> list[float]:
        one, other = self.costs[name], self.costs[floor]
        pairs = zip(one.program, one.database, other.program, other.database, strict=True)
        return [(a + b - less) / (c + d) for a, b, c, d in pairs]

    def ratio(self, name: str, floor: str, less: float = 0.0) -> float:
        return median(self.ratios(name, floor, less))

    def database_ratio(self, name: str, floor: str) -> float:
        one, other = self.costs[name].database, self.costs[floor].database
        return median(a / b for a, b in zip(one, other, strict=True))


def compare(
    actions: dict[str, Action], *, floor: str, times: int = TIMES, reset: Action = lambda: None
) -> Comparison:
    """Measure actions in turns; again where a ratio's spread is wide, and keep the narrowest."""
    for action in actions.values():
        for _once in range(3):
            action()
    tried = []
    for _try in range(TRIES):
        tried.append(_compare(actions, floor, times, reset))
        if tried[-1].spread <= WIDEST:
            break
    return min(tried, key=lambda one: one.spread)


def _compare(actions: dict[str, Action], floor: str, times: int, reset: Action) -> Comparison:
    made = Comparison({name: Cost() for name in actions})
    for _round in range(ROUNDS):
        for name, action in actions.items():
            _measure(action, times, made.costs[name])
        reset()
    made.spread = max(_spread(made.ratios(name, floor)) for name in actions)
    return made


def _measure(action: Action, times: int, cost: Cost) -> None:
    backends = backend_pids()
    program, database = of_program(), of_processes(backends)
    for _time in range(times):
        began = time.perf_counter()
        action()
        cost.walls.append((time.perf_counter() - began) * 1000)
    cost.program.append((of_program() - program) / times / 1e6)
    cost.database.append((of_processes(backends) - database) / times / 1e6)


def _spread(values: list[float]) -> float:
    return (percentile(values, 0.75) - percentile(values, 0.25)) / median(values)


def once(action: Action) -> Cost:
    """One call, for what takes seconds."""
    cost = Cost()
    _measure(action, 1, cost)
    return cost


def of_program() -> int:
    """Nanoseconds this process has had on a processor, all threads, those that ended too."""
    return time.process_time_ns()


def of_processes(pids: Iterable[int]) -> int:
    """Nanoseconds these processes have had on a processor."""
    return sum(_of_process(pid) for pid in pids)


def backend_pids() -> list[int]:
    """PostgreSQL's processes that serve a client."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
        return [pid for (pid,) in cursor.fetchall()]


def _of_process(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
    except FileNotFoundError:
        return 0


def family(root: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            children.setdefault(_stat(folder)[1], []).append(int(folder.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def of_family(root: int) -> float:
    """Seconds a process and its descendants have had on a processor, in all their threads."""
    ticks = 0
    for pid in family(root):
        with suppress(FileNotFoundError, ProcessLookupError):
            ticks += sum(_stat(Path(f"/proc/{pid}"))[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(folder: Path) -> list[int]:
    """From the third of a process's figures on: its name, before, may hold anything."""
    state, *numbers = (folder / "stat").read_text().rpartition(")")[2].split()
    return [ord(state), *map(int, numbers)]


def parent_of(pid: int) -> int:
    """The process that began it."""
    return _stat(Path(f"/proc/{pid}"))[1]


def memory_of_family(root: int) -> float:
    """Megabytes; what processes share is counted once."""
    kilobytes = 0
    for pid in family(root):
        with suppress(FileNotFoundError, ProcessLookupError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024
