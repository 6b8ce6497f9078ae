"""What is typed into a recommendation, and what became of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cop.core import clock
from cop.core.forms import LineField, LinesField, TypedDateField, submit_helper
from reports.enums import RecommendationStatus
from reports.forms.revised import RevisedForm
from reports.models import Recommendation
from reports.schema import RecommendationLine


class RecommendationForm(RevisedForm):
    """One recommendation."""

    title = LineField(
        label=_("What should happen?"),
        help_text=_("One sentence; it stands in bold beside its number."),
        max_length=200,
    )
    words = forms.CharField(
        label=_("Why, and how"),
        help_text=_("You can use Markdown: **bold**, lists, links."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    responsible = LineField(
        label=_("Who sees to it?"),
        help_text=_("A role and no name: the co-chairs, the host’s board, a working group."),
        required=False,
        max_length=120,
    )
    due_on = TypedDateField(label=_("By when?"), required=False)
    helper = submit_helper(_("Save the recommendation"))

    def __init__(
        self, *args: Any, recommendation: Recommendation | None = None, **kwargs: Any
    ) -> None:
        if recommendation is not None:
            names = ("title", "words", "responsible", "due_on", "revision")
            kwargs["initial"] = {name: getattr(recommendation, name) for name in names}
        super().__init__(*args, **kwargs)


class FollowUpForm(forms.Form):
    """How a recommendation stands."""

    status = forms.ChoiceField(
        label=_("How does it stand?"), choices=RecommendationStatus, widget=forms.RadioSelect
    )
    words = LinesField(
        label=_("What was done, or why not"),
        help_text=_("The next report prints this beside the recommendation. No names, please."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = TypedDateField(
        label=_("Since when?"), help_text=_("Leave it empty for today."), required=False
    )
    helper = submit_helper(_("Save"))

    def __init__(self, *args: Any, line: RecommendationLine, zone: str, **kwargs: Any) -> None:
        self.zone = zone
        kwargs["initial"] = {"status": line["status"], "words": line["status_words"]}
        super().__init__(*args, **kwargs)

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day is not None and day > clock.today(self.zone):
            raise ValidationError(_("This day lies ahead. Say how it stands today."))
        return day
