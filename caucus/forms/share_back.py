"""What a caucus agrees to tell the others."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from caucus.enums import Place, Voice
from caucus.models import Caucus, Point
from caucus.selectors import slot_of
from caucus.services import Theme
from cop.core.forms import LineField, LinesField, submit_helper


class ShareBackForm(forms.Form):
    """At most two themes, and the one slot of the caucus."""

    helper = submit_helper(gettext_lazy("Save and read it through"))
    first_title = LineField(
        label=gettext_lazy("First theme: a short heading"), max_length=120, required=False
    )
    first_body = LinesField(
        label=gettext_lazy("First theme: what you want to say about it"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1500,
        required=False,
    )
    second_title = LineField(
        label=gettext_lazy("Second theme: a short heading"), max_length=120, required=False
    )
    second_body = LinesField(
        label=gettext_lazy("Second theme: what you want to say about it"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1500,
        required=False,
    )
    slot = LinesField(widget=forms.Textarea(attrs={"rows": 4}), max_length=600, required=False)
    mark_optional = False

    def __init__(
        self, *args: Any, caucus: Caucus, points: Sequence[Point] = (), **kwargs: Any
    ) -> None:
        slot = slot_of(caucus)
        initial = kwargs.setdefault("initial", {})
        for point in points:
            if point.place == Place.SLOT:
                initial["slot"] = point.words
            else:
                initial |= {f"{point.place}_title": point.heading}
                initial |= {f"{point.place}_body": point.words}
        super().__init__(*args, **kwargs)
        self.fields["slot"].label = slot.label
        self.fields["slot"].help_text = slot.hint

    def themes(self) -> list[Theme]:
        """Both themes as typed; empty ones are the service's to drop."""
        typed = self.cleaned_data
        return [
            Theme(typed["first_title"], typed["first_body"]),
            Theme(typed["second_title"], typed["second_body"]),
        ]


class SpokeForm(forms.Form):
    """Who spoke, where nobody's own page says so any more."""

    voice = forms.ChoiceField(
        label=gettext_lazy("Who spoke for the caucus?"),
        help_text=gettext_lazy("Only this is kept, and no name."),
        choices=Voice.choices,
        initial=Voice.FACILITATOR,
        widget=forms.RadioSelect,
    )
