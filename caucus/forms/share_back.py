"""What a caucus agrees to tell the others."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from caucus.enums import Voice
from caucus.models import Caucus, ShareBack
from caucus.selectors import slot_of
from caucus.services import Theme
from cop.core.forms import submit_helper


class ShareBackForm(forms.Form):
    """At most two themes, the one slot of the caucus, and who spoke."""

    helper = submit_helper(gettext_lazy("Save and read it through"))
    first_title = forms.CharField(
        label=gettext_lazy("First theme: a short heading"), max_length=120, required=False
    )
    first_body = forms.CharField(
        label=gettext_lazy("First theme: what you want to say about it"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1500,
        required=False,
    )
    second_title = forms.CharField(
        label=gettext_lazy("Second theme: a short heading"), max_length=120, required=False
    )
    second_body = forms.CharField(
        label=gettext_lazy("Second theme: what you want to say about it"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1500,
        required=False,
    )
    slot = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=600, required=False)
    voice = forms.ChoiceField(
        label=gettext_lazy("Who spoke for the caucus?"),
        help_text=gettext_lazy("Only this is kept, and no name."),
        choices=Voice.choices,
        initial=Voice.FACILITATOR,
        widget=forms.RadioSelect,
    )
    mark_optional = False

    def __init__(self, *args: Any, caucus: Caucus, draft: ShareBack | None, **kwargs: Any) -> None:
        slot = slot_of(caucus)
        if draft is not None:
            kwargs["initial"] = {"slot": getattr(draft, slot.field), "voice": draft.voice}
            for name, theme in zip(("first", "second"), draft.themes.all(), strict=False):
                kwargs["initial"] |= {f"{name}_title": theme.title, f"{name}_body": theme.body}
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
