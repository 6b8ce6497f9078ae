"""Fields and the submit button every room's forms share. The markup is templates/circle/."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import dates
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cop.core.addresses import clean_email
from cop.core.clock import parse_time
from cop.core.errors import Refused
from cop.core.names import clean_line, clean_lines

MONTHS_TYPED = 3  # "jan" is enough
YEAR_DIGITS = 4


class TypedDateInput(forms.MultiWidget):
    """Three text fields: ``<name>_day``, ``<name>_month``, ``<name>_year``."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput,
            "month": forms.TextInput,
            "year": forms.TextInput,
        }
        super().__init__(parts, attrs)

    def decompress(self, value: dt.date | None) -> list[str]:
        if value is None:
            return ["", "", ""]
        return [str(value.day), str(value.month), str(value.year)]


class TypedDateField(forms.Field):
    """A date typed as day, month and year; the month may be a name. Cleans to a date or None."""

    widget = TypedDateInput
    default_error_messages = {
        "required": _("enter a day, a month and a year."),
        "incomplete": _("enter all three, a day, a month and a year."),
        "unreal": _("this date does not exist. Check the day, the month and the year."),
        "year": _("enter the year with four figures, like 2027."),
    }

    def clean(self, value: Sequence[str | None] | None) -> dt.date | None:
        typed = _typed_parts(value)
        if not any(typed):
            if self.required:
                raise self._problem("required")
            return None
        if not all(typed):
            raise self._problem("incomplete")
        day, month, year = typed
        if len(year) != YEAR_DIGITS or not year.isdecimal():
            raise self._problem("year")
        try:
            date = dt.date(int(year), month_number(month), int(day))
        except ValueError as error:
            raise self._problem("unreal") from error
        self.run_validators(date)
        return date

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = TypedDateInput().decompress(initial) if isinstance(initial, dt.date) else initial
        return _typed_parts(before) != _typed_parts(data)

    def _problem(self, code: str) -> ValidationError:
        """The problem, beginning with the field's name: a form may ask for two dates."""
        words = str(self.error_messages[code])
        return ValidationError(f"{self.label}: {words}" if self.label else capfirst(words), code)


def _typed_parts(value: Sequence[str | None] | None) -> list[str]:
    return [str(part or "").strip() for part in value or ["", "", ""]]


def month_number(typed: str) -> int:
    """The month from "1", "01", "Jan" or "January". Raises ValueError for anything else."""
    if typed.isdecimal():
        return int(typed)
    if len(typed) >= MONTHS_TYPED:
        for number, name in dates.MONTHS.items():
            if str(name).lower().startswith(typed.lower()):
                return number
    raise ValueError(typed)


class TypedTimeField(forms.Field):
    """A time typed as people write it: "1pm", "13:30", "midday". Cleans to a time or None."""

    default_error_messages = {"required": _("Enter a time, like 1pm, 13:30 or midday.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.time | None:
        if value is None or isinstance(value, dt.time):
            return value
        text = str(value).strip()
        if not text:
            return None
        try:
            return parse_time(text)
        except Refused as refused:
            raise ValidationError(refused.message, code="invalid") from refused

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, dt.time) else value


class LineField(forms.CharField):
    """One line that people read, such as a name or a title: ``names.clean_line`` cleans it."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class LinesField(forms.CharField):
    """Some lines that people read: ``names.clean_lines`` cleans them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_lines(super().to_python(value) or "")


class AddressField(forms.EmailField):
    """An e-mail address, cleaned as people are known by it (``addresses.clean_email``).

    ``autocomplete`` is "email" where people type their own.
    """

    default_error_messages = {"invalid": _("Enter an e-mail address, like name@example.org.")}

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        attrs = {"autocomplete": autocomplete, "spellcheck": "false"}
        kwargs.setdefault("widget", forms.EmailInput(attrs=attrs))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        try:
            return clean_email(address) if address else ""
        except Refused as refused:
            raise ValidationError(refused.message, code="invalid") from None


class RatingSelect(forms.RadioSelect):
    """Radios as a scale. Values in ``apart`` ("no view") are set apart from it."""

    def __init__(self, *args: Any, apart: Iterable[str] = ("",), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.apart = frozenset(apart)

    def format_value(self, value: Any) -> list[str]:
        """Nothing is chosen beforehand, not even "no view"."""
        return [] if value is None else [str(value)]


class SubmitButton(Submit):  # type: ignore[misc]
    """A button whose label is printed as text, never compiled as a template."""

    field_classes = "govuk-button"

    def __init__(self, label: "str | Promise", *, css_class: str = "", **kwargs: Any) -> None:
        super().__init__("", label, css_class=css_class, **kwargs)
        self.id = ""

    def render(self, form: Any, context: Any, template_pack: Any = "circle", **kwargs: Any) -> str:
        return render_to_string(self.get_template_name(template_pack), {"input": self})


def submit_helper(label: "str | Promise", *, danger: bool = False) -> FormHelper:
    """A form helper for ``{% crispy form %}``: every field in order, then one button."""
    helper = FormHelper()
    helper.form_class = "circle-form"
    helper.add_input(SubmitButton(label, css_class="govuk-button--warning" if danger else ""))
    return helper
