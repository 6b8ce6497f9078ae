"""Reports leave as files: PDF, HTML, JSON, and single tables as CSV."""

import datetime as dt
import json

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.files import as_file
from cop.core.policy import Actor, require
from reports.compile import compile_report
from reports.content import report_data
from reports.enums import OrganisationsShown
from reports.models import Rendering, Report
from reports.policies import can_edit_reports, can_view_report
from reports.render.html import render_html_file
from reports.schema import ReportData
from reports.selectors import finished_rendering_or_404


@transaction.atomic
def export_report(
    *,
    actor: Actor,
    from_on: dt.date,
    to_on: dt.date,
    kind: str,
    organisations: str = OrganisationsShown.GROUPED,
) -> bytes:
    """The report as it stands today as a "pdf", "html" or "json" file, without keeping it.

    Words written for a report of the same days are in it. Raises Refused for dates the wrong way
    round.
    """
    require(can_edit_reports(actor))
    if to_on < from_on:
        raise Refused(_("The last day must not lie before the first."))
    written = Report.objects.filter(community=actor.community, from_on=from_on, to_on=to_on).first()
    report = written or Report(
        community=actor.community, title=_("Annual report"), from_on=from_on, to_on=to_on
    )
    report.data = compile_report(actor.community, from_on, to_on, organisations=organisations)
    record(actor=actor, verb="export", target=actor.community)
    return _as_file(report_data(report), kind)


def _as_file(data: ReportData, kind: str) -> bytes:
    if kind == "json":
        kept = {key: data[key] for key in ("community", "period", "so_far", "tables")}  # type: ignore[literal-required]
        return json.dumps(kept, ensure_ascii=False, indent=2).encode()
    if kind == "html":
        return render_html_file(data).encode()
    from reports.render.pdf import render_pdf  # noqa: PLC0415  a web process never draws

    return render_pdf(data)


@transaction.atomic
def download_report(*, actor: Actor, report: Report) -> Rendering:
    """The finished PDF of the report as it is now; the record says that somebody took it."""
    require(can_view_report(actor, report))
    rendering = finished_rendering_or_404(report)
    record(actor=actor, verb="download", target=report)
    return rendering


@transaction.atomic
def export_table(*, actor: Actor, report: Report, table_id: str) -> bytes:
    """One of the six tables as CSV.

    Raises KeyError for a table a report does not have.
    """
    require(can_view_report(actor, report))
    table = report_data(report)["tables"][table_id]
    record(actor=actor, verb="export", target=report, fields=[table_id])
    return as_file("csv", [table["columns"], *table["rows"]])
