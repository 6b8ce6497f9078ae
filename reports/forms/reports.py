"""What the secretary types into a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, TypedDateField, submit_helper
from cop.members.models import Community
from reports.enums import OrganisationsShown, ReportKind
from reports.models import Report
from reports.policies import why_days_stay, why_not_days
from reports.selectors import doubts_about_span


class SpanForm(forms.Form):
    """What a report is about. What looks like a slip in it is asked about, and may be meant."""

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
        reason = why_not_days(first, last) if first and last else ""
        if reason:
            self.add_error("to_on", reason)
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
    field_order = ("kind", "title", "from_on", "to_on", "organisations", "is_meant")
    helper = submit_helper(_("Begin the report"))


class ReportChangeForm(SpanForm):
    """Change what was said when it was begun; the days until there are findings."""

    helper = submit_helper(_("Save"))

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        names = ("title", "from_on", "to_on", "organisations")
        initial = {name: getattr(report, name) for name in names}
        super().__init__(report.community, *args, besides=report, initial=initial, **kwargs)
        self.why_days_stay = why_days_stay(report)
        if self.why_days_stay:
            del self.fields["from_on"], self.fields["to_on"]
