"""Figures that do not add up are found, one fault at a time."""

from typing import Any

import pytest

from reports.content import report_data
from reports.models import Report
from reports.render.document import build_document
from tests.people import Cast
from tests.reports.full_report import full_report
from tests.reports.planted import Fault, find_each, in_figures

pytestmark = pytest.mark.django_db

ADDS_UP = "table_does_not_add_up"


def cell(table: str, row: int, column: int, value: Any) -> Any:
    def change(data: Any) -> None:
        data["tables"][table]["rows"][row][column] = value

    return in_figures(change)


def one_more_in_total(data: Any) -> None:
    table = data["tables"]["attendance_by_session"]
    table["rows"][-1][-1] = table["total"] = 100


def one_who_came_seven_times(data: Any) -> None:
    """The table adds up in itself; the attendances it makes are 104, and 99 were counted."""
    rows = data["tables"]["attendance_frequency"]["rows"]
    rows[1][1:] = [10, "10 of 40 (25.0%)"]
    rows.insert(6, [7, 1, "1 of 40 (2.5%)"])


def more_answers_than_people(data: Any) -> None:
    table = data["tables"]["responses_by_session"]
    table["rows"][4][1:] = [12, 11, "12 of 11"]
    table["rows"][0][1:] = [7, 22, "7 of 22 (31.8%)"]
    for one in data["ratings"]["by_session"]:
        one["cells"] = []


def somebody_else_came(data: Any) -> None:
    table = data["tables"]["responses_by_session"]
    table["rows"][0][1:] = [12, 23, "12 of 23 (52.2%)"]
    table["rows"][-1][1:] = [57, 100, "57 of 100 (57.0%)"]


def of_others(report: Report) -> None:
    in_figures(somebody_else_came)(report)
    report.sections.filter(kind="limitations").update(body="Others may think otherwise.")


def exact(data: Any) -> None:
    figure = {"item": "a", "kind": "exact", "low": 1, "mid": 1, "high": 2}
    data["ratings"]["by_session"][0]["cells"][0]["figures"][0] = figure


def too_many_rated(data: Any) -> None:
    session = data["ratings"]["by_session"][0]
    session["cells"][0]["n"], session["cells"][1]["n"] = 7, 7


def more_kept_than_taken_on(data: Any) -> None:
    data["accountability"] = {
        "posted": 3, "answered": 2, "taken_on": 2,
        "kept": 2, "under_way": 1, "not_kept": 0, "overdue": 0,
    }  # fmt: skip


FAULTS = [
    Fault(ADDS_UP, "rows make 99, the total says 100", in_figures(one_more_in_total)),
    Fault(
        ADDS_UP,
        "“13 of 40 (30.0%)” is not what it works out to",
        cell("attendance_frequency", 0, 2, "13 of 40 (30.0%)"),
    ),
    Fault(
        ADDS_UP,
        "stands in a row of 12",
        cell("members_by_organisation", 0, 2, "13 of 40 (32.5%)"),
    ),
    Fault(
        ADDS_UP,
        "of another total",
        cell("members_by_organisation", 0, 2, "12 of 60 (20.0%)"),
    ),
    Fault(ADDS_UP, "make 104 attendances, the sessions 99", in_figures(one_who_came_seven_times)),
    Fault(ADDS_UP, "S5 has more responses (12)", in_figures(more_answers_than_people)),
    Fault(ADDS_UP, "S1 has 23 who came", of_others),
    Fault(ADDS_UP, "statement a of S1 does not make n = 5", in_figures(exact)),
    Fault(ADDS_UP, "S1 has 14 who rated and 12 responses", in_figures(too_many_rated)),
    Fault(ADDS_UP, "3 kept, under way or not kept", in_figures(more_kept_than_taken_on)),
    Fault(
        "figure_without_denominator",
        "prints 30.0% in the row “1”",
        cell("attendance_frequency", 0, 2, "30.0%"),
    ),
]


def test_each_fault_of_the_figures_is_found_alone(cast: Cast, as_: Any) -> None:
    report = full_report(cast)
    found = find_each(cast, report, FAULTS, as_("bilal"))
    numbers = {one.key: one.number for one in build_document(report_data(report)).tables}
    read = f"/reports/{report.pk}/read/#table-{numbers['attendance_frequency']}"
    assert found[-1].url.endswith(read)
    [unprintable] = [one for one in found if "S5 has more responses" in one.words]
    assert unprintable.url.endswith(f"/reports/{report.pk}/")
