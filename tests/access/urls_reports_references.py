"""Who pastes the works that a report cites, and finds words and names for its sections."""

import datetime as dt
from typing import Any

from reports.models import Report, Section
from reports.services import begin_report
from tests.access.matrix import page
from tests.people import Cast
from tests.reports import editions

WORK = "@book{hooks1994, author={hooks, bell}, title={Teaching to transgress}, year={1994}}"


def begun(cast: Cast) -> dict[str, Any]:
    report = begin_report(
        actor=cast.actor("bilal"),
        title="Our first year",
        from_on=dt.date(2025, 1, 1),
        to_on=dt.date(2025, 12, 31),
    )
    Report.objects.filter(pk=report.pk).update(references=WORK)
    return {"report_id": report.pk}


def out(cast: Cast) -> dict[str, Any]:
    world = begun(cast)
    editions.published(Report.objects.get(pk=world["report_id"]))
    return world


READERS = {"amara", "tom", "bilal", "ines", "nkechi", "okafor", "dana"}


def empty_section(cast: Cast) -> dict[str, Any]:
    world = begun(cast)
    section = Section.objects.get(report=world["report_id"], kind="introduction")
    return {**world, "section_id": section.pk}


MATRIX = [
    page("reports:report_names", READERS, world=begun),
    page(
        "reports:section_begin",
        {"bilal"},
        method="post",
        data={"source": "purpose"},
        world=empty_section,
    ).redirecting(),
    page(
        "reports:report_references",
        {"bilal", "ines"},
        world=begun,
        invalid={"references": "@book{half"},
    ),
    page(
        "reports:report_references",
        {"bilal", "ines"},
        method="post",
        data={"references": WORK, "seen": ""},
        world=begun,
    ).redirecting(),
    page("reports:report_references", set(), world=out, looks=False),
]
