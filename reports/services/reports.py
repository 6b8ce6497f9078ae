"""A report is begun, and its figures are frozen."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import refuse_if
from cop.core.policy import Actor, require
from reports.compile import compile_report
from reports.content import report_data
from reports.enums import OrganisationsShown, ReportKind, SectionKind
from reports.limitations import draft_limitations
from reports.models import Report, Section
from reports.policies import (
    can_change_report,
    can_edit_report,
    can_edit_reports,
    why_days_stay,
    why_not_days,
)
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
    refuse_if(why_not_days(from_on, to_on))
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
    return freeze_report(actor=actor, report=report)


@transaction.atomic
def change_report(
    *,
    actor: Actor,
    report: Report,
    title: str,
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
    organisations: str = "",
) -> Report:
    """Call it otherwise, or let it be about other days or organisations, until it is published.

    What is not given stays. Other figures are taken at once, so gates that rest on them open.
    """
    report = locked(report)
    require(can_change_report(actor, report))
    from_on, to_on = from_on or report.from_on, to_on or report.to_on
    refuse_if(why_not_days(from_on, to_on))
    new = {"title": title, "from_on": from_on, "to_on": to_on}
    new["organisations"] = organisations or report.organisations
    changed = [name for name, value in new.items() if getattr(report, name) != value]
    of_figures = set(changed) - {"title"}
    if of_figures & {"from_on", "to_on"}:
        refuse_if(why_days_stay(report))
    for name in changed:
        setattr(report, name, new[name])
    if changed:
        report.save(update_fields=changed)
        record(actor=actor, verb="change", target=report, fields=changed)
    return freeze_report(actor=actor, report=report) if of_figures else report


@transaction.atomic
def freeze_report(*, actor: Actor, report: Report) -> Report:
    """Compile the figures and keep them; rendering reads only what is kept here.

    The limitations follow them as drafted, until somebody has made them their own.
    """
    report = locked(report)
    require(can_edit_report(actor, report))
    drafted = draft_limitations(report_data(report)) if report.data else ""
    report.data = compile_report(
        actor.community, report.from_on, report.to_on, organisations=report.organisations
    )
    report.frozen_at = clock.now()
    report.save(update_fields=["data", "frozen_at"])
    record(actor=actor, verb="freeze", target=report)
    untouched = report.sections.filter(kind=SectionKind.LIMITATIONS, body=drafted)
    untouched.update(body=draft_limitations(report_data(report)), revision=F("revision") + 1)
    return report


def locked(report: Report) -> Report:
    """The report as it is now: nobody writes in it while it is being published."""
    held = Report.objects.select_related("community").select_for_update(of=("self",))
    return held.get(pk=report.pk)
