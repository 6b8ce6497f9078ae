"""The day's choice."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caucus.enums import SpaceKind
from caucus.models import Space
from caucus.selectors import name_of


class SpaceForm(forms.Form):
    """Where somebody would like to be. Nothing is ever chosen beforehand."""

    space = forms.ChoiceField(
        label=gettext_lazy("Choose one"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a space, or leave this page as it is.")},
    )

    def __init__(self, *args: Any, spaces: list[Space], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["space"]
        field.choices = [(str(space.pk), name_of(space)) for space in spaces]
        field.option_hints = {str(space.pk): _hint(space) for space in spaces}


def name_and_hint(space: Space) -> tuple[str, str]:
    """What a space is called, and for whom it is."""
    return name_of(space), _hint(space)


def _hint(space: Space) -> str:
    if space.caucus is not None:
        return space.caucus.definition
    if space.kind == SpaceKind.EVERYONE:
        names = ", ".join(str(holder.person) for holder in space.holders.all())
        return _("For anybody, whatever else they might choose. Held today by %s.") % names
    return _("Time to yourself, with nobody to talk to unless you want to. Come back at any time.")
