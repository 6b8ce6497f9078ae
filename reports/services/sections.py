"""Which sections a report has, and in which order."""

from collections.abc import Sized

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from reports.enums import SectionKind
from reports.models import Report, Section
from reports.policies import can_arrange_sections, why_kept
from reports.sections import MOST_SECTIONS, kinds_to_add
from reports.services.moving import moved, number
from reports.services.reports import locked


@transaction.atomic
def add_section(
    *, actor: Actor, report: Report, kind: str, title: str = "", after: Section | None = None
) -> Section:
    """Add a section behind another, or at the very beginning."""
    report = _arranged(actor, report)
    sections = list(report.sections.all())
    if kind not in kinds_to_add(report):
        raise Refused(_("The report has this section already."))
    _refuse_if_too_many(sections)
    label = str(SectionKind(kind).label)
    section = Section.objects.create(report=report, kind=kind, title=title or label, position=0)
    place = sections.index(after) + 1 if after in sections else 0
    number([*sections[:place], section, *sections[place:]])
    record(actor=actor, verb="change", target=report, fields=["sections"])
    return section


@transaction.atomic
def put_back_section(*, actor: Actor, section: Section) -> Section:
    """A dropped section stands where it stood, with its words, history and remarks."""
    report = _arranged(actor, section.report)
    sections = list(report.sections.all())
    section = Section.everywhere.get(pk=section.pk, report=report)
    if section.dropped_at is None:  # somebody else was quicker
        return section
    _refuse_if_too_many(sections)
    section.dropped_at = None
    section.save(update_fields=["dropped_at"])
    place = min(section.position - 1, len(sections))
    number([*sections[:place], section, *sections[place:]])
    record(actor=actor, verb="change", target=report, fields=["sections"])
    return section


@transaction.atomic
def move_section(*, actor: Actor, section: Section, up: bool) -> None:
    """One place up or down; at the end it stays where it is."""
    report = _arranged(actor, section.report)
    if moved(report.sections.all(), section.pk, up=up):
        record(actor=actor, verb="change", target=report, fields=["sections"])


@transaction.atomic
def drop_section(*, actor: Actor, section: Section) -> None:
    """Leave a section out of the report. What was written is kept, and can be put back."""
    report = _arranged(actor, section.report)
    standing = report.sections.filter(pk=section.pk).first()
    if standing is None:  # somebody else was quicker
        return
    refuse_if(why_kept(standing, report))
    standing.dropped_at = clock.now()
    standing.save(update_fields=["dropped_at"])
    number(report.sections.all())
    record(actor=actor, verb="change", target=report, fields=["sections"])


def _refuse_if_too_many(sections: Sized) -> None:
    if len(sections) >= MOST_SECTIONS:
        raise Refused(_("A report has at most %d sections.") % MOST_SECTIONS)


def _arranged(actor: Actor, report: Report) -> Report:
    report = locked(report)
    require(can_arrange_sections(actor, report))
    return report
