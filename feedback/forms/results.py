"""What is typed on the results pages."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cop.core.forms import TypedDateField, submit_helper
from feedback.forms.lines import LinesField
from feedback.services.next_steps import NEXT_STEPS_LENGTH


class NextStepsForm(forms.Form):
    """What happens next, in a few lines."""

    words = LinesField(
        label=_("What happens next"),
        help_text=_(
            "A few lines in your own words: what you will do, by when, and what you will leave as "
            "it is. Empty it to take it back. Do not guess who said what."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=NEXT_STEPS_LENGTH,
        required=False,
    )
    helper = submit_helper(_("Save"))


class DaysForm(forms.Form):
    """From when until when figures are added up."""

    from_on = TypedDateField(label=_("First day"))
    to_on = TypedDateField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            raise ValidationError(_("The last day is before the first."))
        return cleaned

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """What was chosen; None while something is to be mended."""
        if not self.is_valid():
            return None
        return self.cleaned_data["from_on"], self.cleaned_data["to_on"]
