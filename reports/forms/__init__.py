"""What is typed into reports, by flow."""

from reports.forms.findings import FindingsSectionForm, RelationForm, ThemeForm
from reports.forms.gates import ErratumForm, ReaderForm, ReopenForm, SignForm, ValidationForm
from reports.forms.quotes import CheckForm, QuoteForm, TestimonialForm
from reports.forms.recommendations import FollowUpForm, RecommendationForm
from reports.forms.references import ReferencesForm
from reports.forms.reports import ReportChangeForm, ReportForm
from reports.forms.revised import RevisedForm
from reports.forms.summaries import SummaryForm
from reports.forms.writing import (
    AnswerForm,
    EditorForm,
    OwnNameForm,
    ReflectionForm,
    RemarkForm,
    SectionAddForm,
    SectionForm,
)

__all__ = [
    "AnswerForm",
    "CheckForm",
    "EditorForm",
    "ErratumForm",
    "FindingsSectionForm",
    "FollowUpForm",
    "OwnNameForm",
    "QuoteForm",
    "ReaderForm",
    "RecommendationForm",
    "ReferencesForm",
    "ReflectionForm",
    "RelationForm",
    "RemarkForm",
    "ReopenForm",
    "ReportChangeForm",
    "ReportForm",
    "RevisedForm",
    "SectionAddForm",
    "SectionForm",
    "SignForm",
    "SummaryForm",
    "TestimonialForm",
    "ThemeForm",
    "ValidationForm",
]
