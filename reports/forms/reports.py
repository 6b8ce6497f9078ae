"""What the secretary types into a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, TypedDateField, submit_helper
from cop.members.models import Community
from reports.enums import OrganisationsShown, ReportKind
from reports.models import Report
from reports.selectors import doubts_about_span


class SpanForm(forms.Form):
    """A report's title and days. What looks like a slip is asked about once, and may be meant."""

    title = LineField(
        label=_("Title"), max_length=200, help_text=_("For example: Annual report, our first year")
    )
    from_on = TypedDateField(label=_("First day"))
    to_on = TypedDateField(
        label=_("Last day"), help_text=_("If it lies ahead, the report says “so far”.")
    )
    is_meant = forms.BooleanField(label=_("Yes, this is what I mean"), required=False)

    def __init__(
        self, community: Community, *args: Any, besides: Report | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.community, self.besides = community, besides
        self.meant = self.fields.pop("is_meant")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("The last day must not lie before the first."))
        elif first and last:
            title = cleaned.get("title", "")
            self._ask(doubts_about_span(self.community, title, first, last, besides=self.besides))
        return cleaned

    def _ask(self, doubts: list[str]) -> None:
        if not doubts:
            return
        self.fields["is_meant"] = self.meant
        if not self["is_meant"].data:
            self.add_error("is_meant", [*doubts, _("Change it, or say that it is meant.")])


class ReportForm(SpanForm):
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
    organisations = forms.ChoiceField(
        label=_("Organisations"),
        choices=OrganisationsShown,
        initial=OrganisationsShown.GROUPED,
        widget=forms.RadioSelect,
        help_text=_("A small organisation by name can point at one person."),
    )
    field_order = ("kind", "title", "from_on", "to_on", "organisations", "is_meant")
    helper = submit_helper(_("Begin the report"))
