"""What the evaluator types into findings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caucus.models import Caucus
from cop.core.forms import LineField, LinesField, submit_helper
from reports.enums import Lineage, RelationKind
from reports.forms.revised import RevisedForm
from reports.forms.writing import MarkdownField
from reports.models import FindingsSection, Report, Theme
from reports.policies import why_not_of_lineage
from reports.selectors import themes_before, themes_of

MARKDOWN = _("Markdown: an empty line parts paragraphs, **bold**, *italics*, - for a list.")
NOBODYS = _("Nobody’s: it is about something all took part in")


class FindingsSectionForm(RevisedForm):
    """A section of the findings."""

    title = LineField(label=_("Title"), max_length=120)
    caucus = forms.ModelChoiceField(
        Caucus.objects.none(),
        label=_("Whose findings are these?"),
        required=False,
        empty_label=NOBODYS,
        widget=forms.RadioSelect,
    )
    narrative = MarkdownField(
        label=_("Narrative"),
        required=False,
        help_text=_("What the themes below have in common. %s") % MARKDOWN,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    helper = submit_helper(_("Save the section"))
    mark_optional = False

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        caucuses = Caucus.objects.filter(community=report.community_id)
        self.fields["caucus"].queryset = caucuses  # type: ignore[attr-defined]


class ThemeForm(RevisedForm):
    """A theme: one central idea, and where it ends."""

    section = forms.ModelChoiceField(
        FindingsSection.objects.none(), label=_("Section"), empty_label=None
    )
    title = LineField(
        label=_("Title"), max_length=120, help_text=_("A few words that say what it is about.")
    )
    central_idea = LinesField(
        label=_("Central idea"),
        required=False,
        help_text=_("One sentence that everything in this theme shares."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    boundaries = LinesField(
        label=_("Boundaries"),
        required=False,
        help_text=_("What belongs to it, and what does not. Not printed in the report’s text."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    narrative = MarkdownField(
        label=_("Narrative"),
        required=False,
        help_text=_("Its quotes are printed below it. %s") % MARKDOWN,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    lineage = forms.ChoiceField(
        label=_("What is it to the themes of the report before?"),
        required=False,
        choices=[("", _("Not said")), *Lineage.choices],
        widget=forms.RadioSelect,
    )
    earlier = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=_("Themes of the report before"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    helper = submit_helper(_("Save the theme"))
    mark_optional = False

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = themes_before(report)
        self.fields["section"].queryset = report.findings_sections.all()  # type: ignore[attr-defined]
        self.fields["earlier"].queryset = before  # type: ignore[attr-defined]
        if not before.exists():
            del self.fields["earlier"], self.fields["lineage"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned.setdefault("lineage", "")
        cleaned.setdefault("earlier", [])
        reason = why_not_of_lineage(cleaned["lineage"], len(cleaned["earlier"]))
        if reason:
            self.add_error("earlier", reason)
        return cleaned


class RelationForm(RevisedForm):
    """A line of the map."""

    from_theme = forms.ModelChoiceField(
        Theme.objects.none(), label=_("The first theme"), empty_label=None
    )
    kind = forms.ChoiceField(
        label=_("How are they related?"), choices=RelationKind, widget=forms.RadioSelect
    )
    to_theme = forms.ModelChoiceField(
        Theme.objects.none(), label=_("The other theme"), empty_label=None
    )
    words = LineField(
        label=_("How, in a sentence"),
        max_length=200,
        help_text=_("It stands in the table below the map."),
    )
    helper = submit_helper(_("Save the relation"))

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = themes_of(report)
        self.fields["from_theme"].queryset = themes  # type: ignore[attr-defined]
        self.fields["to_theme"].queryset = themes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("from_theme") and cleaned.get("from_theme") == cleaned.get("to_theme"):
            self.add_error("to_theme", _("Choose another theme than the first."))
        return cleaned
