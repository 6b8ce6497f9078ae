"""Of which days attendance is shown."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cop.core.forms import TypedDateField

A_YEAR = dt.timedelta(days=364)


class PeriodForm(forms.Form):
    """From when until when; twelve months to today where nothing was chosen."""

    from_on = TypedDateField(label=_("First day"))
    to_on = TypedDateField(label=_("Last day"))

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.last_year = (today - A_YEAR, today)
        kwargs["initial"] = dict(zip(("from_on", "to_on"), self.last_year, strict=True))
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            raise ValidationError(_("The last day is before the first."))
        return cleaned

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """What was chosen; the year while something is to be mended."""
        if not self.is_valid():
            return self.last_year
        return self.cleaned_data["from_on"], self.cleaned_data["to_on"]
