"""Publishing freezes an edition: what it says never changes after that."""

from django.db import transaction

from cop.audit.services import record
from cop.core import clock
from cop.core.policy import Actor, require
from reports.content import digest_of, report_data
from reports.models import Edition, Report
from reports.policies import can_publish_report
from reports.services.rendering import ask_for_rendering
from reports.services.reports import locked


@transaction.atomic
def publish_report(*, actor: Actor, report: Report) -> Edition:
    """Freeze the next edition and open it to everybody in the community; its files are made."""
    report = locked(report)
    require(can_publish_report(actor, report))
    now = clock.now()
    newest = report.editions.first()
    number = newest.number + 1 if newest else 1
    content = report_data(report)
    content["edition"] = {
        "number": number,
        "published_on": clock.local(now, report.community.time_zone).date().isoformat(),
        "erratum": report.erratum,
    }
    edition = Edition.objects.create(
        report=report,
        number=number,
        published_at=now,
        content=content,
        digest=digest_of(content),
        erratum=report.erratum,
    )
    report.published_at, report.erratum = report.published_at or now, ""
    report.save(update_fields=["published_at", "erratum"])
    record(actor=actor, verb="publish", target=report)
    ask_for_rendering(report, edition)
    return edition
