"""The day's choice and the doors."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caucus.enums import SpaceKind
from caucus.models import Space
from caucus.selectors import name_of
from cop.core.forms import submit_helper
from cop.members.models import User


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


class SetupForm(forms.Form):
    """The doors of a session's spaces, and who holds everyone's space."""

    helper = submit_helper(gettext_lazy("Save"))
    mark_optional = False

    def __init__(
        self, *args: Any, spaces: list[Space], people: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for space in spaces:
            self.fields[f"door_{space.pk}"] = forms.URLField(
                label=_("Meeting link: %s") % name_of(space),
                required=False,
                initial=space.door,
                assume_scheme="https",
                error_messages={"invalid": _("Enter the whole link, beginning with https://.")},
            )
        held = next((s.holders.first() for s in spaces if s.kind == SpaceKind.EVERYONE), None)
        self.fields["holder"] = forms.ModelChoiceField(
            label=_("Who holds everyone’s space?"),
            help_text=_("Everyone’s space is there only if somebody looks after it."),
            queryset=people,
            required=False,
            initial=held.person_id if held else None,
            empty_label=_("Nobody: there is no everyone’s space in this session"),
        )

    def doors(self) -> dict[int, str]:
        """Links by the id of the space."""
        return {
            int(name.removeprefix("door_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("door_")
        }
