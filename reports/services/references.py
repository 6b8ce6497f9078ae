"""The works a report cites are pasted, once for the whole report."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.documents.selectors import fingerprint
from reports.models import Report
from reports.policies import can_write_references
from reports.render.citations import entries_of
from reports.services.reports import locked


@transaction.atomic
def write_references(*, actor: Actor, report: Report, references: str, seen: str) -> Report:
    """Keep what was pasted, if it can be read.

    ``seen`` is the fingerprint of what the author read: what somebody else has saved since stays.
    """
    require(can_write_references(actor, report))
    entries_of(references)
    report = locked(report)
    require(can_write_references(actor, report))
    if report.references == references:
        return report
    if seen != fingerprint(report.references):
        raise Refused(
            _("Somebody else has saved the references since you opened this page. Open it again.")
        )
    report.references = references
    report.save(update_fields=["references"])
    record(actor=actor, verb="change", target=report, fields=["references"])
    return report
