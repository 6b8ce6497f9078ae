"""What the secretary types into a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, TypedDateField, submit_helper
from reports.enums import OrganisationsShown, ReportKind


class ReportForm(forms.Form):
    """Begin a report."""

    kind = forms.ChoiceField(
        label=_("What kind of report?"),
        choices=ReportKind,
        initial=ReportKind.SUMMARY,
        widget=forms.RadioSelect,
        help_text=_(
            "A summary is published by a co-chair. A full report also passes its four gates."
        ),
    )
    title = LineField(
        label=_("Title"), max_length=200, help_text=_("For example: Annual report, our first year")
    )
    from_on = TypedDateField(label=_("First day"))
    to_on = TypedDateField(
        label=_("Last day"), help_text=_("If it lies ahead, the report says “so far”.")
    )
    organisations = forms.ChoiceField(
        label=_("Organisations"),
        choices=OrganisationsShown,
        initial=OrganisationsShown.GROUPED,
        widget=forms.RadioSelect,
        help_text=_("A small organisation by name can point at one person."),
    )
    helper = submit_helper(_("Begin the report"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("The last day must not lie before the first."))
        return cleaned
