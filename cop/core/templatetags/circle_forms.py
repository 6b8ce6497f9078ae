"""What the form pack in templates/circle/ needs of Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cop.core.forms import RatingSelect, TypedDateInput

register = template.Library()

# The first that fits decides; subclasses come before the class they extend.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (RatingSelect, "rating"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (TypedDateInput, "date"),
    (forms.MultiWidget, "group"),
)
CHOICE_KINDS = ("checkboxes", "radios", "rating", "select")
WITHOUT_OPTIONAL = ("checkbox", "rating")
# Words of Django's own that do not say which field they mean.
NAMELESS_CODES = ("max_length", "min_length", "max_value", "min_value", "invalid_choice")
GENERIC_REQUIRED = forms.Field.default_error_messages["required"]


@dataclass(frozen=True)
class DatePart:
    id: str
    name: str
    value: str
    label: str
    width: int
    numeric: bool


def kind_of(field: BoundField) -> str:
    """The name of the field's template, or "hidden"."""
    if field.is_hidden:
        return "hidden"
    return next((kind for widget, kind in KINDS if isinstance(field.field.widget, widget)), "input")


@register.simple_tag
def field_kind(field: BoundField) -> str:
    """Which template of the pack draws the field."""
    return kind_of(field)


@register.filter
def error_texts(field: BoundField) -> list[str]:
    """The field's errors, in words that still make sense away from the field."""
    texts: list[str] = []
    for error in field.errors.as_data():
        if error.code == "required" and error.message == GENERIC_REQUIRED:
            asks = (
                _("Choose an answer: %(label)s")
                if kind_of(field) in CHOICE_KINDS
                else _("Enter: %(label)s")
            )
            texts.append(asks % {"label": field.label})
        else:
            texts.extend(str(text) for text in error.messages)
    return texts


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether the label says "(optional)"; a form says no by ``mark_optional = False``."""
    return (
        not field.field.required
        and getattr(field.form, "mark_optional", True)
        and kind_of(field) not in WITHOUT_OPTIONAL
    )


@register.simple_tag
def circle_widget(field: BoundField, css_class: str) -> SafeString:
    """The field's own widget with the pack's classes and what it is described by."""
    own = field.field.widget.attrs.get("class", "")
    classes = [css_class, own]
    if field.errors:
        classes.append(f"{css_class.split(maxsplit=1)[0]}--error")
    attrs: dict[str, Any] = {"class": " ".join(name for name in classes if name)}
    # A placeholder is no label: it goes when somebody types.
    attrs["placeholder"] = False
    if field.aria_describedby:
        attrs["aria-describedby"] = field.aria_describedby
    return field.as_widget(attrs=attrs)


@register.simple_tag
def option_hint(field: BoundField, option: BoundWidget) -> str:
    """The hint under one option, from ``form_field.option_hints[value]``."""
    hints: dict[str, str] = getattr(field.field, "option_hints", {})
    return hints.get(str(option.data["value"]), "")


@register.simple_tag
def option_attrs(option: BoundWidget, hint: str = "") -> SafeString:
    """The attributes of one radio or checkbox, but for its class."""
    attrs = {name: value for name, value in option.data["attrs"].items() if name != "class"}
    if option.data["selected"]:
        attrs["checked"] = True
    if hint:
        attrs["aria-describedby"] = f"{option.id_for_label}_hint"
    pairs = ((name, value) for name, value in attrs.items() if value not in (False, None, True))
    bare = ((name,) for name, value in attrs.items() if value is True)
    return format_html_join("", ' {}="{}"', pairs) + format_html_join("", " {}", bare)


@register.filter
def stands_apart(option: BoundWidget, field: BoundField) -> bool:
    """Whether the option is outside the scale, like "no view"."""
    return str(option.data["value"]) in getattr(field.field.widget, "apart", ())


@register.filter
def date_parts(field: BoundField) -> list[DatePart]:
    """Day, month and year of a typed date, as they were entered."""
    names = {
        "day": (_("Day"), 2, True),
        "month": (_("Month"), 4, False),
        "year": (_("Year"), 4, True),
    }
    widget = field.field.widget
    value = field.value()
    values = value if isinstance(value, list) else widget.decompress(value)
    return [
        DatePart(
            id=f"{field.auto_id}_{part}",
            name=f"{field.html_name}_{part}",
            value=str(typed or ""),
            label=label,
            width=width,
            numeric=numeric,
        )
        for (part, (label, width, numeric)), typed in zip(names.items(), values, strict=True)
    ]


def first_control(field: BoundField) -> str:
    """The id a link in the error summary leads to."""
    kind = kind_of(field)
    if kind == "hidden" or not field.auto_id:
        return ""
    if kind == "date":
        return f"{field.auto_id}_day"
    if kind in ("radios", "checkboxes", "rating", "group"):
        return f"{field.auto_id}_0"
    return str(field.id_for_label)


def summary_entries(given: Any) -> list[tuple[str, str]]:
    """(id, words) for each error of a form or formset; no id where there is no field."""
    if isinstance(given, forms.BaseFormSet):
        entries = [("", str(text)) for text in given.non_form_errors()]
        return entries + [entry for form in given.forms for entry in summary_entries(form)]
    if not given.is_bound:
        return []
    entries = [("", str(text)) for text in given.non_field_errors()]
    for field in given:
        entries.extend((first_control(field), text) for text in _summary_texts(field))
    return entries


def _summary_texts(field: BoundField) -> list[str]:
    codes = [error.code for error in field.errors.as_data()]
    texts = error_texts(field)
    if not set(codes).isdisjoint(NAMELESS_CODES):
        return [f"{field.label}: {text}" for text in texts]
    return texts


def once(given: Any) -> list[tuple[str, str]]:
    """The entries of a form, or nothing where the page has printed them already."""
    if getattr(given, "circle_summary_printed", False):
        return []
    entries = summary_entries(given)
    given.circle_summary_printed = True
    if isinstance(given, forms.BaseFormSet):
        for form in given.forms:
            form.circle_summary_printed = True
    return entries


@register.inclusion_tag("circle/errors.html")
def form_error_summary(given: Any) -> dict[str, Iterable[tuple[str, str]]]:
    """The error summary of a form or formset, unless base.html has printed it."""
    return {"entries": once(given)}
