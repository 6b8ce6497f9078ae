"""Reports leave as files: all their formats, JSON, and single tables as CSV."""

import datetime as dt
import json

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.errors import Refused, refuse_if
from cop.core.files import as_file
from cop.core.policy import Actor, require
from cop.members.models import Community
from reports.compile import compile_report
from reports.content import content_of, report_data
from reports.models import Edition, RenderedFile, Report
from reports.policies import can_edit_reports, can_view_report, why_not_days
from reports.schema import ReportData
from reports.selectors import edition_to_read, finished_file_or_404, finished_files


@transaction.atomic
def export_report(
    *,
    actor: Actor,
    kind: str,
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
    report_id: int | None = None,
    organisations: str = "",
) -> tuple[bytes, Edition | None]:
    """A report as "json", or as one of FileFormat; and the edition it is, where it is published.

    It is the report with this number, or the one about exactly these days. What is published is
    handed out as it was frozen, the same bytes as on the site; anything else is compiled of the
    data of today, with the words of the draft if there is one, and kept nowhere. Raises Refused
    for days the wrong way round, and where it is not clear which report is meant.
    """
    require(can_edit_reports(actor))
    report = _report_meant(actor.community, from_on, to_on, report_id)
    record(actor=actor, verb="export", target=actor.community)
    shown = organisations or report.organisations
    edition = edition_to_read(report) if report.pk else None
    if edition is not None:
        if shown != report.organisations:
            raise Refused(
                _("It is published with organisations printed otherwise. Leave this choice out.")
            )
        return _as_published(report, edition, kind), edition
    data = compile_report(actor.community, report.from_on, report.to_on, organisations=shown)
    if report.pk:
        report.data = data
        data = report_data(report)
    return _as_file(data, kind), None


def _report_meant(
    community: Community, from_on: dt.date | None, to_on: dt.date | None, report_id: int | None
) -> Report:
    """Of several about the same days the one that is published; a new one where there is none."""
    reports = Report.objects.filter(community=community)
    if report_id is not None:
        report = reports.filter(pk=report_id).first()
        if report is None:
            raise Refused(_("This community has no report %d.") % report_id)
        if (from_on or report.from_on, to_on or report.to_on) != (report.from_on, report.to_on):
            raise Refused(_("Report %d is about other days. Leave the days out.") % report_id)
        return report
    if from_on is None or to_on is None:
        raise Refused(_("Say which report: by its number, or by its first and last day."))
    refuse_if(why_not_days(from_on, to_on))
    found = list(reports.filter(from_on=from_on, to_on=to_on))
    found = [one for one in found if one.published_at] or found
    if len(found) > 1:
        numbers = ", ".join(str(one.pk) for one in reversed(found))
        raise Refused(
            _("Several reports are about these days. Say which, by its number: %s.") % numbers
        )
    return found[0] if found else Report(community=community, from_on=from_on, to_on=to_on)


def _as_published(report: Report, edition: Edition, kind: str) -> bytes:
    """The file of the site; where it is not made, or is none of the site's, made of the edition."""
    made = finished_files(report, edition).filter(format=kind).first()
    return bytes(made.body) if made else _as_file(content_of(report, edition), kind)


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
