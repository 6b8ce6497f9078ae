"""What a report is made of at one moment, and a digest to tell whether a file is of it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from reports.comparison import compare
from reports.earlier import earlier_edition, followed_up
from reports.enums import SectionKind, TestimonialUse
from reports.findings_part import findings_of
from reports.models import Edition, Editor, Recommendation, Report, Section
from reports.schema import (
    TABLE_IDS,
    OwnWords,
    RecommendationLine,
    ReportData,
    SectionText,
    Table,
)
from reports.testimonials import own_words


def report_data(report: Report) -> ReportData:
    """The draft as it is now: the frozen figures, and everything its authors wrote around them."""
    data = cast(ReportData, dict(report.data or {}))
    data["title"] = report.title
    data["kind"] = report.kind
    before = earlier_edition(report)
    data["sections"] = [section_text(one) for one in printed_sections(report, before)]
    data["recommendations"] = recommendations_of(report)
    if before is not None:
        data["earlier_recommendations"] = followed_up(before)
    data["references"] = report.references
    data["authors"] = [one.named_as for one in Editor.objects.filter(report=report) if one.named_as]
    # What a section prints is there with the section, and in no file without it.
    kinds = {one["kind"] for one in data["sections"]}
    if report.is_full and SectionKind.FINDINGS in kinds:
        data["findings"] = findings_of(report)
    if report.is_full and SectionKind.REFLECTIONS in kinds:
        data["reflections"] = _reflections(report)
    if SectionKind.TESTIMONIALS in kinds:
        data["testimonials"] = own_words(report.community, TestimonialUse.REPORT)
    if before and SectionKind.LAST_YEAR in kinds:
        data["last_year"] = compare(cast(ReportData, before.content), data)
    return data


def printed_sections(report: Report, before: Edition | None) -> list[Section]:
    """The sections as they are numbered: without one that waits for a second year."""
    return [one for one in report.sections.all() if before or not _waits_for_a_year(one)]


def _waits_for_a_year(section: Section) -> bool:
    """There is nothing before a first report to stand against: the section is left out."""
    return section.kind == SectionKind.LAST_YEAR and not section.body


def section_text(section: Section) -> SectionText:
    """A section as it is printed."""
    own = section.kind == SectionKind.TEXT
    key = f"text-{section.pk}" if own else section.kind
    return {"key": key, "kind": section.kind, "title": section.title, "body": section.body}


def recommendations_of(report: Report) -> list[RecommendationLine]:
    """Numbered in their order, each with what became of it so far."""
    return [
        _recommendation(number, one)
        for number, one in enumerate(report.recommendations.all(), start=1)
    ]


def _recommendation(number: int, one: Recommendation) -> RecommendationLine:
    return {
        "key": str(one.pk),
        "number": number,
        "title": one.title,
        "words": one.words,
        "responsible": one.responsible,
        "due_on": one.due_on.isoformat() if one.due_on else "",
        "status": one.status,
        "status_words": one.status_words,
        "status_on": one.status_on.isoformat() if one.status_on else "",
    }


def _reflections(report: Report) -> list[OwnWords]:
    """What their authors released, word for word."""
    released = report.reflections.filter(released_on__isnull=False)
    return [{"named_as": one.named_as, "words": one.words} for one in released]


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256 over everything a rendering is made of."""
    content = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def current_digest(report: Report) -> str:
    """The digest of the draft as it is now."""
    return digest_of(report_data(report))


def content_of(report: Report, edition: Edition | None) -> ReportData:
    """What an edition says, or the draft as it is now."""
    return cast(ReportData, edition.content) if edition else report_data(report)


def tables_of(data: Mapping[str, Any]) -> list[tuple[str, Table]]:
    """The tables in their order, which the database does not keep."""
    tables = data.get("tables", {})
    return [(key, tables[key]) for key in TABLE_IDS if key in tables]
