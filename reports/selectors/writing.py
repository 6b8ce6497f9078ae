"""Reads of what the authors of a report write."""

from django.db.models import Count, Q

from reports.models import Report
from reports.schema import ReportData
from reports.sections import SectionRow, progress_of


def section_rows(report: Report, content: ReportData) -> list[SectionRow]:
    """The sections in their order, each with how far it is and its open remarks."""
    open_remarks = Count("remarks", filter=Q(remarks__resolved_at__isnull=True))
    sections = report.sections.annotate(open_remarks=open_remarks)
    return [
        SectionRow(section, number, progress_of(section, content), section.open_remarks)
        for number, section in enumerate(sections, start=1)
    ]
