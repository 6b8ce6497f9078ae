"""Plants one fault at a time in a report that is in order, and takes it out again."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cop.core.errors import Refused
from reports.check import Problem, check_report
from reports.models import Report
from reports.services import publish_report
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
            if fault.code != "gate_open":
                with suppress(Refused):  # there may be nothing left to sign
                    pass_gates(cast, faulty)
            yield faulty
            raise _Undo
    except _Undo:
        pass


def find_each(cast: Cast, report: Report, faults: Iterable[Fault], client: Client) -> list[Problem]:
    """The one problem that is found of each, with its words and a place the secretary can open.

    A place is opened once, and publishing tried once for each level: it is refused.
    """
    found: list[Problem] = []
    opened: set[str] = set()
    refused: set[str] = set()
    for fault in faults:
        with planted(cast, report, fault) as faulty:
            found.append(_alone(cast, faulty, fault))
            place = found[-1].url.partition("#")[0]
            if place not in opened:
                assert client.get(place).status_code == 200
            if fault.level not in refused:
                with pytest.raises(Refused):
                    publish_report(
                        actor=cast.actor("amara"),
                        report=faulty,
                        with_warnings=fault.level == "error",
                    )
        opened.add(place)
        refused.add(fault.level)
    return found


def _alone(cast: Cast, faulty: Report, fault: Fault) -> Problem:
    problems = check_report(faulty, cast.actor("bilal"))
    # Without findings there is no gate to be passed; the approval waits for the last answer.
    if not faulty.findings_sections.exists() or fault.code == "quote_unchecked":
        problems = [one for one in problems if one.code != "gate_open"]
    assert [(one.level, one.code) for one in problems] == [(fault.level, fault.code)], problems
    [problem] = problems
    assert fault.words in problem.words
    return problem
