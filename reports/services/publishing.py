"""Publishing freezes an edition, which never changes after that; corrections make another."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from reports.check import check_report, errors_in
from reports.content import digest_of, report_data
from reports.disclosure import why_disclosing
from reports.enums import TestimonialUse
from reports.gate_marks import gates_of
from reports.gates import passed_in_words
from reports.models import Edition, Report
from reports.policies import (
    can_abandon_correction,
    can_publish_report,
    can_word_erratum,
    why_not_published,
)
from reports.schema import ReportData
from reports.services.rendering import ask_for_rendering
from reports.services.reports import locked
from reports.testimonials import own_words


@transaction.atomic
def publish_report(
    *, actor: Actor, report: Report, seen: str | None = None, with_warnings: bool = False
) -> Edition:
    """Freeze the next edition and open it to everybody in the community; its files are made.

    ``seen`` is the digest of what the co-chair read. Raises Refused where it has changed since,
    where a gate is open, and for what the publication check finds: errors hold it, and warnings
    unless the co-chair publishes with them. And where, beside all that was published before, its
    figures would make certain what is hidden.
    """
    require(can_publish_report(actor, report))
    report = locked(report)
    content = report_data(report)
    digest = digest_of(content)
    refuse_if(why_not_published(report, digest=digest))
    if seen is not None and seen != digest:
        raise Refused(_("The report has changed since you opened this page. Read it again."))
    refuse_if(why_disclosing(report, content))
    problems = check_report(report, content=content)
    if errors_in(problems):
        raise Refused(_("The report cannot be published yet: see what is to be mended."))
    if problems and not with_warnings:
        raise Refused(_("Look at the warnings, and tick that you publish with them."))
    edition = freeze_edition(report, content)
    record(actor=actor, verb="publish", target=report)
    return edition


def freeze_edition(report: Report, draft: ReportData) -> Edition:
    """The next edition of a locked report, of its draft; who may and whether is decided before."""
    now = clock.now()
    newest = report.editions.first()
    number = newest.number + 1 if newest else 1
    content = _content(report, draft, number)
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
    ask_for_rendering(report, edition)
    return edition


def _content(report: Report, draft: ReportData, number: int) -> ReportData:
    zone = report.community.time_zone
    states = gates_of(report, digest=digest_of(draft)) if report.is_full else []
    return {
        **draft,
        "for_leaders": own_words(report.community, TestimonialUse.LEADERS),
        "edition": {
            "number": number,
            "published_on": clock.today(zone).isoformat(),
            "erratum": report.erratum,
            "passed": passed_in_words(states, zone),
        },
    }


@transaction.atomic
def correct_report(*, actor: Actor, report: Report, erratum: str) -> Report:
    """Reopen a published report, saying what the next edition corrects.

    Everybody goes on reading the edition before. Called again, it changes those words.
    """
    report = locked(report)
    require(can_word_erratum(actor, report))
    report.erratum = erratum
    report.save(update_fields=["erratum"])
    record(actor=actor, verb="change", target=report, fields=["erratum"])
    return report


@transaction.atomic
def abandon_correction(*, actor: Actor, report: Report) -> Report:
    """The edition stays as it stands. The draft keeps its changes for the next correction."""
    report = locked(report)
    require(can_abandon_correction(actor, report))
    report.erratum = ""
    report.save(update_fields=["erratum"])
    record(actor=actor, verb="withdraw", target=report, fields=["erratum"])
    return report
