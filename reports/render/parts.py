"""What fills the sections of a report, by kind: figures, tables and lists made of its data."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from reports.enums import SectionKind
from reports.render import words
from reports.render.accountability_parts import share_backs
from reports.render.document import Builder, Section
from reports.render.feedback_parts import feedback, ratings
from reports.render.figure_parts import attendance, members, sessions
from reports.render.findings_parts import fill_findings
from reports.render.fixed_parts import (
    fill_accessibility,
    fill_data_protection,
    fill_help,
    fill_other_formats,
    fill_references,
)
from reports.render.last_year_parts import last_year
from reports.render.recommendations import recommendations
from reports.render.reflections import reflections
from reports.render.voices_parts import testimonials


def _summary(builder: Builder, section: Section) -> None:
    points = words.in_short(builder.data)
    builder.fill(section, "in-short", points=points, empty=_is_empty(builder))


def _is_empty(builder: Builder) -> bool:
    data = builder.data
    return not data["sessions"] and not data["tables"]["members_by_organisation"]["rows"]


def _introduction(builder: Builder, section: Section) -> None:
    terms = sorted(builder.data["terms"].values(), key=lambda term: term.get("position", 0))
    if terms:
        builder.part(section, "terms", _("A note on language"), terms=terms)


# What fills a section; kinds that are not here hold what their authors wrote and nothing else.
PARTS: dict[str, Callable[[Builder, Section], None]] = {
    SectionKind.SUMMARY: _summary,
    SectionKind.INTRODUCTION: _introduction,
    SectionKind.MEMBERSHIP: members,
    SectionKind.SESSIONS: sessions,
    SectionKind.ATTENDANCE: attendance,
    SectionKind.FEEDBACK: feedback,
    SectionKind.RATINGS: ratings,
    SectionKind.FINDINGS: fill_findings,
    SectionKind.SHARE_BACKS: share_backs,
    SectionKind.TESTIMONIALS: testimonials,
    SectionKind.REFLECTIONS: reflections,
    SectionKind.LAST_YEAR: last_year,
    SectionKind.RECOMMENDATIONS: recommendations,
    SectionKind.REFERENCES: fill_references,
    SectionKind.DATA_PROTECTION: fill_data_protection,
    SectionKind.ACCESSIBILITY: fill_accessibility,
    SectionKind.HELP: fill_help,
    SectionKind.OTHER_FORMATS: fill_other_formats,
}
