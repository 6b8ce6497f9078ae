"""Who gets what from the pages of the annual report."""

import datetime as dt
from typing import Any

from reports.content import content_digest
from reports.enums import RenderingState
from reports.models import Rendering, Report
from reports.services import begin_report, publish_report
from tests.access.matrix import BELONGING, page
from tests.people import Cast
from tests.reports.report_data import scenario_data

READERS = {"amara", "tom", "bilal", "ines", "nkechi", "okafor", "dana"}
DATES = {"from_on": dt.date(2025, 1, 1), "to_on": dt.date(2025, 12, 31)}
FORM = {
    "title": "Our second year",
    "from_on_day": "1",
    "from_on_month": "1",
    "from_on_year": "2026",
    "to_on_day": "31",
    "to_on_month": "12",
    "to_on_year": "2026",
    "organisations": "grouped",
}
TEXT = {"introduction": "We met.", "recommendations": "- Meet again."}


def _report(cast: Cast) -> Report:
    return begin_report(actor=cast.actor("bilal"), title="Our first year", **DATES)


def draft(cast: Cast) -> dict[str, Any]:
    return {"report_id": _report(cast).pk}


def published(cast: Cast) -> dict[str, Any]:
    report = publish_report(actor=cast.actor("amara"), report=_report(cast))
    return {"report_id": report.pk}


def about_a_year(cast: Cast) -> dict[str, Any]:
    """Published, with figures, ratings and share-backs in it."""
    report = _report(cast)
    Report.objects.filter(pk=report.pk).update(data=scenario_data())
    report.refresh_from_db()
    return {"report_id": publish_report(actor=cast.actor("amara"), report=report).pk}


def made(cast: Cast) -> dict[str, Any]:
    """A draft whose PDF is ready."""
    report = _report(cast)
    Rendering.objects.create(
        report=report, state=RenderingState.DONE, pdf=b"%PDF-1.7", content=content_digest(report)
    )
    return {"report_id": report.pk}


def one_table(cast: Cast) -> dict[str, Any]:
    return {**draft(cast), "table": "attendance_by_session"}


MATRIX = [
    page("reports:report_list", BELONGING),
    page("reports:report_add", {"bilal"}, invalid={}),
    page("reports:report_add", {"bilal"}, method="post", data=FORM).redirecting(),
    page("reports:report_detail", READERS, world=draft),
    page("reports:report_detail", BELONGING, world=published),
    page(
        "reports:report_change",
        {"bilal"},
        world=draft,
        never_refused="the words are the secretary’s, none too",
    ),
    page("reports:report_change", {"bilal"}, method="post", data=TEXT, world=draft).redirecting(),
    page("reports:report_change", set(), world=published, looks=False),
    page("reports:report_read", READERS, world=draft),
    page("reports:report_read", BELONGING, world=published),
    page("reports:report_read", BELONGING, world=about_a_year),
    page("reports:report_freeze", {"bilal"}, method="post", world=draft).redirecting(),
    page("reports:report_freeze", set(), method="post", world=published),
    page("reports:report_publish", {"amara", "tom"}, world=draft),
    page("reports:report_publish", {"amara", "tom"}, method="post", world=draft).redirecting(),
    page("reports:rendering_detail", READERS, world=made),
    page("reports:rendering_detail", {"bilal"}, method="post", world=draft).redirecting(),
    page("reports:rendering_pdf", READERS, world=made, looks=False),
    page("reports:report_table", READERS, world=one_table, looks=False),
]
