"""A report is begun, written around, frozen and published."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from reports.compile import compile_report
from reports.enums import OrganisationsShown
from reports.models import Report
from reports.policies import can_edit_report, can_edit_reports, can_publish_report
from reports.services.rendering import ask_for_rendering


@transaction.atomic
def begin_report(
    *,
    actor: Actor,
    title: str,
    from_on: dt.date,
    to_on: dt.date,
    organisations: str = OrganisationsShown.GROUPED,
) -> Report:
    """Begin a report over a span of days and freeze its figures as they are now."""
    require(can_edit_reports(actor))
    if to_on < from_on:
        raise Refused(_("The last day must not lie before the first."))
    report = Report.objects.create(
        community=actor.community,
        title=title,
        from_on=from_on,
        to_on=to_on,
        organisations=organisations,
    )
    record(actor=actor, verb="create", target=report)
    return freeze_report(actor=actor, report=report)


@transaction.atomic
def write_report(
    *, actor: Actor, report: Report, introduction: str, recommendations: str
) -> Report:
    """Keep what the authors wrote around the figures, as Markdown."""
    report = _locked(report)
    require(can_edit_report(actor, report))
    report.introduction = introduction
    report.recommendations = recommendations
    report.save(update_fields=["introduction", "recommendations"])
    record(actor=actor, verb="change", target=report, fields=["introduction", "recommendations"])
    return report


@transaction.atomic
def freeze_report(*, actor: Actor, report: Report) -> Report:
    """Compile the figures and keep them; rendering reads only what is kept here."""
    report = _locked(report)
    require(can_edit_report(actor, report))
    report.data = compile_report(
        actor.community, report.from_on, report.to_on, organisations=report.organisations
    )
    report.frozen_at = clock.now()
    report.save(update_fields=["data", "frozen_at"])
    record(actor=actor, verb="freeze", target=report)
    return report


@transaction.atomic
def publish_report(*, actor: Actor, report: Report) -> Report:
    """Open the report to everybody in the community; it does not change after that.

    Its PDF is made if there is none of these very words and figures.
    """
    report = _locked(report)
    require(can_publish_report(actor, report))
    report.published_at = clock.now()
    report.save(update_fields=["published_at"])
    record(actor=actor, verb="publish", target=report)
    ask_for_rendering(report)
    return report


def _locked(report: Report) -> Report:
    """The report as it is now: nobody writes in it while it is being published."""
    held = Report.objects.select_related("community").select_for_update(of=("self",))
    return held.get(pk=report.pk)
