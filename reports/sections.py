"""How far each section of a report is: written, made of its data, or still empty."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.enums import SectionKind
from reports.models import Report, Section
from reports.schema import ReportData
from reports.template import BY_KIND

MOST_SECTIONS = 60
# Only a full report has them.
OF_FULL = (SectionKind.FINDINGS, SectionKind.REFLECTIONS)
# What stands behind the report's own argument; a new section comes before these.
CLOSING = (
    SectionKind.RECOMMENDATIONS,
    SectionKind.LIMITATIONS,
    SectionKind.REFERENCES,
    SectionKind.DATA_PROTECTION,
    SectionKind.ACCESSIBILITY,
    SectionKind.HELP,
    SectionKind.OTHER_FORMATS,
)


class Progress(TextChoices):
    WRITTEN = "written", _("Written")
    MADE = "made", _("Made for you")
    EMPTY = "empty", _("Empty")


COLOURS = {Progress.WRITTEN: "green", Progress.MADE: "", Progress.EMPTY: "yellow"}


@dataclass(frozen=True)
class SectionRow:
    """A line of the list of sections."""

    section: Section
    number: int
    progress: Progress
    remarks: int = 0  # not resolved yet

    @property
    def colour(self) -> str:
        return COLOURS[self.progress]

    @property
    def guidance(self) -> str | Promise:
        return guidance_of(self.section.kind)


def guidance_of(kind: str) -> str | Promise:
    """What a section of this kind is for."""
    return BY_KIND[SectionKind(kind)].guidance


def progress_of(section: Section, content: ReportData) -> Progress:
    """Somebody's words count first, then what the program prints there."""
    if section.body.strip():
        return Progress.WRITTEN
    return Progress.MADE if is_made(section.kind, content) else Progress.EMPTY


def is_made(kind: str, content: ReportData) -> bool:
    """Whether the program has something to print in a section of this kind."""
    match kind:
        case SectionKind.FINDINGS:
            findings = content.get("findings")
            return bool(findings and findings["parts"])
        case SectionKind.REFLECTIONS:
            return bool(content.get("reflections"))
        case SectionKind.TESTIMONIALS:
            return bool(content.get("testimonials"))
        case SectionKind.RECOMMENDATIONS:
            return bool(content.get("recommendations"))
        case SectionKind.REFERENCES:
            return bool(content.get("references"))
        case _:
            return BY_KIND[SectionKind(kind)].is_made


def kinds_to_add(report: Report) -> list[str]:
    """What the report can have besides: a section of one's own, and kinds it never had."""
    known = set(Section.everywhere.filter(report=report).values_list("kind", flat=True))
    return [
        kind.value
        for kind in reversed(BY_KIND)
        if kind == SectionKind.TEXT
        or (kind not in known and (report.is_full or kind not in OF_FULL))
    ]


def usual_place(sections: Sequence[Section]) -> Section | None:
    """Behind which section a new one usually stands; None is the very beginning."""
    before = None
    for section in sections:
        if section.kind in CLOSING:
            return before
        before = section
    return before
