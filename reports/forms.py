"""What the secretary types into a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import TypedDateField, submit_helper
from cop.core.names import clean_lines
from reports.enums import OrganisationsShown


class ReportForm(forms.Form):
    """Begin a report."""

    title = forms.CharField(
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


class AuthoredForm(forms.Form):
    """The words around the figures."""

    introduction = forms.CharField(
        label=_("Introduction"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Markdown: ## for a heading, - for a list, **for strong words**."),
    )
    recommendations = forms.CharField(
        label=_("Recommendations"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What the community should do next, and who answers for it."),
    )
    helper = submit_helper(_("Save the text"))


class SummaryForm(forms.Form):
    """What goes to leaders beside the figures, topics and actions."""

    asks_of_leaders = forms.CharField(
        label=_("What do you ask of leaders?"),
        help_text=_(
            "A sentence or two for those outside, such as time to take part, or a room. It stands "
            "in their version only, and may be passed on to anybody."
        ),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    helper = submit_helper(_("Draft the summary as things are now"))

    def clean_asks_of_leaders(self) -> str:
        return clean_lines(str(self.cleaned_data["asks_of_leaders"]))
