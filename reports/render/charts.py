"""Which figures of a report are drawn, and what each drawing is called."""

from django.utils.safestring import SafeString

from reports.schema import RatingCell, ReportData


def attendance_chart(data: ReportData) -> SafeString | None:
    return None


def ratings_chart(data: ReportData, cells: list[RatingCell]) -> SafeString | None:
    return None
