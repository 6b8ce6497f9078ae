"""Which sections a report has, and in which order."""

from collections.abc import Iterable

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
    if len(sections) >= MOST_SECTIONS:
        raise Refused(_("A report has at most %d sections.") % MOST_SECTIONS)
    label = str(SectionKind(kind).label)
    section = Section.objects.create(report=report, kind=kind, title=title or label, position=0)
    place = sections.index(after) + 1 if after in sections else 0
    _number([*sections[:place], section, *sections[place:]])
    record(actor=actor, verb="change", target=report, fields=["sections"])
    return section


@transaction.atomic
def put_back_section(*, actor: Actor, section: Section) -> Section:
    """A dropped section stands where it stood, with its words, history and remarks."""
    report = _arranged(actor, section.report)
    sections = list(report.sections.all())
    section.dropped_at = None
    section.save(update_fields=["dropped_at"])
    place = min(section.position - 1, len(sections))
    _number([*sections[:place], section, *sections[place:]])
    record(actor=actor, verb="change", target=report, fields=["sections"])
    return section


@transaction.atomic
def move_section(*, actor: Actor, section: Section, up: bool) -> None:
    """One place up or down; at the end it stays where it is."""
    report = _arranged(actor, section.report)
    sections = list(report.sections.all())
    if section not in sections:
        raise Refused(_("Somebody else has just left this section out of the report."))
    here = sections.index(section)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(sections):
        return
    sections[here], sections[there] = sections[there], sections[here]
    _number(sections)
    record(actor=actor, verb="change", target=report, fields=["sections"])


@transaction.atomic
def drop_section(*, actor: Actor, section: Section) -> None:
    """Leave a section out of the report. What was written is kept, and can be put back."""
    report = _arranged(actor, section.report)
    refuse_if(why_kept(section, report))
    section.dropped_at = clock.now()
    section.save(update_fields=["dropped_at"])
    _number(report.sections.all())
    record(actor=actor, verb="change", target=report, fields=["sections"])


def _arranged(actor: Actor, report: Report) -> Report:
    report = locked(report)
    require(can_arrange_sections(actor, report))
    return report


def _number(sections: Iterable[Section]) -> None:
    placed = list(sections)
    for place, section in enumerate(placed, start=1):
        section.position = place
    Section.objects.bulk_update(placed, ["position"])
