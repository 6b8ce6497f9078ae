"""How far each section of a report is: written, made of its data, or still empty."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.enums import SectionKind
from reports.models import Section
from reports.schema import ReportData
from reports.template import BY_KIND


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
