"""What authors and readers type into the draft of a report."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, LinesField, submit_helper
from cop.core.names import clean_line
from cop.members.models import User
from reports.enums import SectionKind
from reports.models import Report, Section
from reports.render.citations import MOST_CITATIONS
from reports.render.marks import citations_in
from reports.sections import kinds_to_add, usual_place
from reports.selectors import people_to_ask

LONGEST_SECTION = 50_000
FIRST = "first"


class MarkdownField(forms.CharField):
    """Authored Markdown: as typed, without characters that hide what a line holds."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        message = _("Shorten this section to %(limit_value)d characters; it has %(show_value)d.")
        self.validators.append(MaxLengthValidator(LONGEST_SECTION, message))

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        return "\n".join(_clean_markdown(line) for line in typed.splitlines()).rstrip()


def _clean_markdown(line: str) -> str:
    """Indents make lists, and two spaces at the end a new line."""
    words = clean_line(line)
    if not words:
        return ""
    indent = line[: len(line) - len(line.lstrip(" \t"))].replace("\t", "    ")
    return f"{indent}{words}{'  ' if line.endswith('  ') else ''}"


class SectionForm(forms.Form):
    """A section's heading and words, and which wording the author has read."""

    title = LineField(label=_("Heading"), max_length=120)
    body = MarkdownField(
        label=_("Words"), required=False, widget=forms.Textarea(attrs={"rows": 22})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    mark_optional = False

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if body.count("@") > MOST_CITATIONS and citations_in(body) > MOST_CITATIONS:
            words = _("A section cites up to %d times. Take citations out.")
            raise forms.ValidationError(words % MOST_CITATIONS)
        return body


class RemarkForm(forms.Form):
    """Something to the authors."""

    words = LinesField(
        label=_("Your remark"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Everybody who reads the draft sees it, with your name; whoever reads comments before "
            "review sees your role instead. Name no member in it."
        ),
    )
    helper = submit_helper(_("Add the remark"))


class AnswerForm(forms.Form):
    """What became of a remark."""

    answer = LinesField(
        label=_("How you took it up"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SectionAddForm(forms.Form):
    """Which section to add, and behind which."""

    what = forms.ChoiceField(label=_("Which section?"), widget=forms.RadioSelect)
    title = LineField(
        label=_("Heading"),
        required=False,
        max_length=120,
        help_text=_("Leave it empty to keep the usual heading."),
    )
    after = forms.ChoiceField(label=_("It stands"))
    helper = submit_helper(_("Add the section"))

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {str(one.pk): one for one in report.sections.all()}
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (kind, SectionKind(kind).label) for kind in kinds_to_add(report)
        ]
        behind = [(key, _("after “%s”") % one.title) for key, one in self.sections.items()]
        self.fields["after"].choices = [(FIRST, _("at the very beginning")), *behind]  # type: ignore[attr-defined]
        usual = usual_place(list(self.sections.values()))
        self.fields["after"].initial = str(usual.pk) if usual else FIRST

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") == SectionKind.TEXT and not cleaned.get("title"):
            self.add_error("title", _("Enter a heading for your section."))
        return cleaned

    @property
    def stands_after(self) -> Section | None:
        return self.sections.get(self.cleaned_data["after"])


class PersonChoice(forms.ModelChoiceField):
    """People by the name this community knows."""

    def label_from_instance(self, person: User) -> str:
        return str(person)


class EditorForm(forms.Form):
    """Who is asked to write along."""

    person = PersonChoice(label=_("Who shall write along?"), queryset=User.objects.none())
    helper = submit_helper(_("Let them write"))

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_to_ask(report)  # type: ignore[attr-defined]


class OwnNameForm(forms.Form):
    """How an editor stands on the cover."""

    named_as = LineField(
        label=_("How you are named on the cover"),
        required=False,
        max_length=120,
        help_text=_("Your name, as you want it read. Leave it empty not to be named."),
    )
    helper = submit_helper(_("Save"))
    mark_optional = False


class ReflectionForm(forms.Form):
    """A reflection on the year."""

    words = LinesField(
        label=_("Your reflection"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "What the year was like for you. Tell nothing that was said in a caucus, and say "
            "nothing by which somebody could be recognised."
        ),
    )
    named_as = LineField(
        label=_("The name it stands under"),
        required=False,
        max_length=120,
        help_text=_("For example your name, or “A facilitator”."),
    )
    mark_optional = False
