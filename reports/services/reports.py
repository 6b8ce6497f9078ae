"""A report is begun, and its figures are frozen."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from reports.compile import compile_report
from reports.content import report_data
from reports.enums import OrganisationsShown, ReportKind, SectionKind
from reports.limitations import draft_limitations
from reports.models import Report, Section
from reports.policies import can_edit_report, can_edit_reports
from reports.template import plans_for


@transaction.atomic
def begin_report(
    *,
    actor: Actor,
    title: str,
    from_on: dt.date,
    to_on: dt.date,
    organisations: str = OrganisationsShown.GROUPED,
    kind: str = ReportKind.SUMMARY,
) -> Report:
    """Begin a report over a span of days, with the template's sections and today's figures.

    The limitations are drafted from the figures; its authors make them theirs.
    """
    require(can_edit_reports(actor))
    if to_on < from_on:
        raise Refused(_("The last day must not lie before the first."))
    report = Report.objects.create(
        community=actor.community,
        kind=kind,
        title=title,
        from_on=from_on,
        to_on=to_on,
        organisations=organisations,
    )
    Section.objects.bulk_create(
        Section(report=report, kind=plan.kind, title=str(plan.kind.label), position=place)
        for place, plan in enumerate(plans_for(kind), start=1)
    )
    record(actor=actor, verb="create", target=report)
    report = freeze_report(actor=actor, report=report)
    limitations = report.sections.filter(kind=SectionKind.LIMITATIONS)
    limitations.update(body=draft_limitations(report_data(report)))
    return report


@transaction.atomic
def freeze_report(*, actor: Actor, report: Report) -> Report:
    """Compile the figures and keep them; rendering reads only what is kept here."""
    report = locked(report)
    require(can_edit_report(actor, report))
    report.data = compile_report(
        actor.community, report.from_on, report.to_on, organisations=report.organisations
    )
    report.frozen_at = clock.now()
    report.save(update_fields=["data", "frozen_at"])
    record(actor=actor, verb="freeze", target=report)
    return report


def locked(report: Report) -> Report:
    """The report as it is now: nobody writes in it while it is being published."""
    held = Report.objects.select_related("community").select_for_update(of=("self",))
    return held.get(pk=report.pk)
