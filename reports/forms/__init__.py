"""What is typed into reports, by flow."""

from reports.forms.reports import ReportForm
from reports.forms.summaries import SummaryForm

__all__ = ["ReportForm", "SummaryForm"]
