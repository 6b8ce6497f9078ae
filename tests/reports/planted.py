"""Plants one fault at a time in a report that is in order, and takes it out again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client

from reports.check import Problem, check_report
from reports.models import Report
from tests.people import Cast
from tests.reports.full_report import freeze, pass_gates


@dataclass(frozen=True)
class Fault:
    """What to plant, and what is said of it: the code, and words it must hold."""

    code: str
    words: str
    plant: Callable[[Report], Any]
    level: str = "error"


def in_figures(change: Callable[[Any], Any]) -> Callable[[Report], Any]:
    """A fault of the frozen figures."""

    def plant(report: Report) -> None:
        change(report.data)
        assert report.data is not None
        freeze(report, report.data)  # type: ignore[arg-type]

    return plant


class _Undo(Exception):
    pass


@contextmanager
def planted(cast: Cast, report: Report, fault: Fault) -> Iterator[Report]:
    """The report with that fault alone, everything signed again."""
    try:
        with transaction.atomic():
            faulty = Report.objects.select_related("community").get(pk=report.pk)
            fault.plant(faulty)
            if not fault.code.startswith("gate"):
                pass_gates(cast, faulty)
            yield faulty
            raise _Undo
    except _Undo:
        pass


def find(cast: Cast, report: Report, fault: Fault, client: Client) -> Problem:
    """The one problem that is found; its place opens for the secretary."""
    with planted(cast, report, fault) as faulty:
        problems = check_report(faulty, cast.actor("bilal"))
        assert [(one.level, one.code) for one in problems] == [(fault.level, fault.code)], problems
        [problem] = problems
        assert fault.words in problem.words
        assert client.get(problem.url.partition("#")[0]).status_code == 200
    return problem
