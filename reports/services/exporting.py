"""Reports leave as files: all their formats, JSON, and single tables as CSV."""

import datetime as dt
import json

from django.db import transaction

from cop.audit.services import record
from cop.core.errors import refuse_if
from cop.core.files import as_file
from cop.core.policy import Actor, require
from reports.compile import compile_report
from reports.content import content_of, report_data
from reports.enums import OrganisationsShown
from reports.models import Edition, RenderedFile, Report
from reports.policies import can_edit_reports, can_view_report, why_not_days
from reports.schema import ReportData
from reports.selectors import finished_file_or_404


@transaction.atomic
def export_report(
    *,
    actor: Actor,
    from_on: dt.date,
    to_on: dt.date,
    kind: str,
    organisations: str = OrganisationsShown.GROUPED,
) -> bytes:
    """The report as it stands today without keeping it: "json", or one of FileFormat.

    Words written for a report of the same days are in it. Raises Refused for dates the wrong way
    round.
    """
    require(can_edit_reports(actor))
    refuse_if(why_not_days(from_on, to_on))
    data = compile_report(actor.community, from_on, to_on, organisations=organisations)
    written = Report.objects.filter(community=actor.community, from_on=from_on, to_on=to_on).first()
    if written is not None:
        written.data = data
        data = report_data(written)
    record(actor=actor, verb="export", target=actor.community)
    return _as_file(data, kind)


def _as_file(data: ReportData, kind: str) -> bytes:
    if kind == "json":
        kept = {key: data[key] for key in ("community", "period", "so_far", "tables")}  # type: ignore[literal-required]
        return json.dumps(kept, ensure_ascii=False, indent=2).encode()
    from reports.render.files import render_file  # noqa: PLC0415  a web process never draws

    return render_file(data, kind)


@transaction.atomic
def download_report(
    *, actor: Actor, report: Report, edition: Edition | None, file_format: str
) -> RenderedFile:
    """A finished file of an edition, or of the draft as it is now; the record says it was taken."""
    require(can_view_report(actor, report))
    made = finished_file_or_404(report, edition, file_format)
    record(actor=actor, verb="download", target=report, fields=[file_format])
    return made


@transaction.atomic
def export_table(
    *, actor: Actor, report: Report, table_id: str, edition: Edition | None = None
) -> bytes:
    """One of the tables as CSV.

    Raises KeyError for a table a report does not have.
    """
    require(can_view_report(actor, report))
    table = content_of(report, edition)["tables"][table_id]
    record(actor=actor, verb="export", target=report, fields=[table_id])
    return as_file("csv", [table["columns"], *table["rows"]])
