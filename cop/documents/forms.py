"""Input: a text and what is new in it, days of review, two versions to compare."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, TypedDateField
from cop.documents.models import Version
from cop.documents.services import LONGEST_TEXT


class DraftForm(forms.Form):
    """A text in Markdown. ``seen`` tells whether somebody else changed it meanwhile."""

    text = forms.CharField(
        label=_("Text"),
        help_text=_(
            "Leave an empty line between paragraphs. Begin lines of a list with a hyphen. Two "
            "stars on each side make **bold** words, a line beginning with # is a heading."
        ),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 22}),
        error_messages={"required": _("Write the text before you save it.")},
    )
    note = LineField(
        label=_("What is new in it"),
        help_text=_("A sentence for members, like “Says what happens when a door is paused.”"),
        max_length=300,
        required=False,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ReviewForm(forms.Form):
    """The day on which co-chairs look at a text again."""

    review_on = TypedDateField(label=_("Look at it again on"), help_text=_("For example 31 3 2028"))


class AdoptForm(ReviewForm):
    """Adopting the draft that was read, and no other."""

    seen = forms.CharField(widget=forms.HiddenInput)


class BeginForm(ReviewForm):
    """Adopting what comes with the program, with the community's own reasons in their slot."""

    rationale = forms.CharField(
        label=_("Why your community meets in caucuses"),
        help_text=_(
            "Goes into the terms of reference: which disadvantage or need you see, and how you "
            "know. Leave it empty to begin with reasons that hold in general."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    field_order = ("rationale", "review_on")


class CompareForm(forms.Form):
    """Two versions of one text."""

    earlier = forms.TypedChoiceField(label=_("From"), coerce=int)
    later = forms.TypedChoiceField(label=_("To"), coerce=int)

    def __init__(self, *args: Any, versions: list[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(version.number, str(version.number)) for version in versions]
        for name in ("earlier", "later"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
