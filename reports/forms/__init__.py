"""What is typed into reports, by flow."""

from reports.forms.quotes import CheckForm, QuoteForm, TestimonialForm
from reports.forms.recommendations import FollowUpForm, RecommendationForm
from reports.forms.references import ReferencesForm
from reports.forms.reports import ReportForm
from reports.forms.summaries import SummaryForm

__all__ = [
    "CheckForm",
    "FollowUpForm",
    "QuoteForm",
    "RecommendationForm",
    "ReferencesForm",
    "ReportForm",
    "SummaryForm",
    "TestimonialForm",
]
