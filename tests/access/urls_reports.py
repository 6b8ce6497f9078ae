"""Who gets what from the pages of the annual report."""

import datetime as dt
from typing import Any

from reports.enums import RenderingState
from reports.models import Report, Sheet
from reports.services import (
    begin_report,
    draft_summary,
    draft_summary_mail,
    start_certificate,
)
from sessions_app.models import Guest, Session
from tests.access.matrix import BELONGING, EVERYBODY, MEMBERS, page
from tests.people import Cast
from tests.reports import editions
from tests.reports.after import approved, close_register, noted, over, shared
from tests.reports.report_data import scenario_data

READERS = {"amara", "tom", "bilal", "ines", "nkechi", "okafor", "dana"}
DATES = {"from_on": dt.date(2025, 1, 1), "to_on": dt.date(2025, 12, 31)}
FORM = {
    "kind": "full",
    "title": "Our second year",
    "from_on_day": "1",
    "from_on_month": "1",
    "from_on_year": "2026",
    "to_on_day": "31",
    "to_on_month": "12",
    "to_on_year": "2026",
    "organisations": "grouped",
}


def _report(cast: Cast) -> Report:
    return begin_report(actor=cast.actor("bilal"), title="Our first year", **DATES)


def draft(cast: Cast) -> dict[str, Any]:
    return {"report_id": _report(cast).pk}


def published(cast: Cast) -> dict[str, Any]:
    return {"report_id": editions.published(_report(cast)).report_id}


def correcting(cast: Cast) -> dict[str, Any]:
    world = published(cast)
    Report.objects.update(erratum="Figures of one session.")
    return world


def about_a_year(cast: Cast) -> dict[str, Any]:
    """Published, with figures, ratings and share-backs in it."""
    report = _report(cast)
    Report.objects.filter(pk=report.pk).update(data=scenario_data())
    report.refresh_from_db()
    return {"report_id": editions.published(report).report_id}


def one_table(cast: Cast) -> dict[str, Any]:
    return {**draft(cast), "table": "attendance_by_session"}


def over_with(cast: Cast) -> Session:
    """Three days ago; Rosa and Will came, and there are notes and share-backs."""
    session = over(cast, "rosa", "will")
    Guest.objects.create(session=session, person=cast.grace)
    shared(session, "white", "Silence in meetings")
    shared(session, "racially_minoritised", "Who takes the minutes", ask="Share them out.")
    close_register(session)
    noted(cast, session)
    return session


def after(cast: Cast) -> dict[str, Any]:
    return {"session_id": over_with(cast).pk}


def drafted(cast: Cast) -> dict[str, Any]:
    session = over_with(cast)
    draft_summary(actor=cast.actor("amara"), session=session, asks_of_leaders="Two hours, please.")
    return {"session_id": session.pk}


def summed_up(cast: Cast) -> dict[str, Any]:
    session = over_with(cast)
    approved(cast, session, asks="Two hours, please.")
    return {"session_id": session.pk}


def sent(cast: Cast) -> dict[str, Any]:
    world = summed_up(cast)
    session = Session.objects.get(pk=world["session_id"])
    draft_summary_mail(actor=cast.actor("amara"), session=session)
    return world


def own_sheet(cast: Cast) -> dict[str, Any]:
    """Rosa’s certificate, ready."""
    sheet = start_certificate(actor=cast.actor("rosa"), session=over_with(cast))
    Sheet.objects.update(state=RenderingState.DONE, pdf=b"%PDF-1.7")
    return {"sheet_id": sheet.pk}


def waiting_sheet(cast: Cast) -> dict[str, Any]:
    """The summary on paper, which waits for a worker."""
    session = over_with(cast)
    approved(cast, session)
    return {"sheet_id": Sheet.objects.get(kind="summary").pk}


CHAIRS = {"amara", "tom"}
HERE = BELONGING - {"grace"}
SENDS = {"amara", "tom", "bilal"}
OWN = {"rosa", "will"}
NOT_ROSA = frozenset(EVERYBODY) - {"rosa"}
AFTER = [
    page("reports:summary_read", HERE, world=drafted),
    page("reports:summary_read", HERE, world=summed_up),
    page("reports:summary_leaders", HERE, world=summed_up),
    page("reports:summary_draft", CHAIRS, world=after, invalid={"asks_of_leaders": "x" * 601}),
    page("reports:summary_draft", CHAIRS, world=drafted, invalid={"asks_of_leaders": "x" * 601}),
    page("reports:summary_approve", CHAIRS, method="post", world=drafted).redirecting(),
    page("reports:summary_discard", CHAIRS, method="post", world=drafted).redirecting(),
    page("reports:summary_mail", SENDS, world=after, never_refused="there is nothing to type"),
    page("reports:summary_mail", SENDS, world=summed_up, never_refused="there is nothing to type"),
    page("reports:summary_mail", SENDS, world=sent, never_refused="there is nothing to type"),
    page(
        "reports:summary_sheet",
        HERE,
        method="post",
        world=lambda cast: summed_up(cast) | {"kind": "leaders"},
    ).redirecting(),
    page("reports:catch_up", HERE, world=after),
    page("reports:catch_up", HERE, world=summed_up),
    page("reports:certificate_detail", OWN, world=after, never_refused="there is nothing to type"),
    page("reports:certificate_detail", OWN, method="post", world=after).redirecting(),
    page(
        "reports:attended_year",
        MEMBERS,
        world=lambda cast: after(cast) and {},
        never_refused="there is nothing to type",
    ),
    page("reports:sheet_detail", {"rosa"}, strangers=NOT_ROSA, world=own_sheet),
    page("reports:sheet_detail", HERE, strangers=EVERYBODY - HERE, world=waiting_sheet),
    page("reports:sheet_file", {"rosa"}, strangers=NOT_ROSA, world=own_sheet, looks=False),
]
MATRIX = [
    *AFTER,
    page("reports:report_list", BELONGING),
    page("reports:report_add", {"bilal"}, invalid={"title": ""}),
    page("reports:report_add", {"bilal"}, method="post", data=FORM).redirecting(),
    page("reports:report_detail", READERS, world=draft),
    page("reports:report_detail", BELONGING, world=published),
    page("reports:report_change", {"bilal"}, world=draft, invalid={"title": ""}),
    page("reports:report_change", {"bilal"}, method="post", world=draft, data=FORM).redirecting(),
    page("reports:report_change", set(), world=correcting, looks=False),
    page("reports:report_change", set(), world=published, looks=False),
    page("reports:report_read", READERS, world=draft),
    page("reports:report_read", BELONGING, world=published),
    page("reports:report_read", BELONGING, world=about_a_year),
    page("reports:report_freeze", {"bilal"}, method="post", world=draft).redirecting(),
    page("reports:report_freeze", set(), method="post", world=published),
    page("reports:report_table", READERS, world=one_table, looks=False),
]
