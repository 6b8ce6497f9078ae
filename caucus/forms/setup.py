"""The ways into a session's spaces, and who holds everyone's space."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from caucus.enums import SpaceKind
from caucus.models import Space
from caucus.selectors import name_of
from cop.core.forms import LineField
from cop.members.models import User

WAYS = {"door": "doors", "dial_in": "dial_ins", "room": "rooms"}


class SetupForm(forms.Form):
    """The same three ways for every space, the quiet one included."""

    mark_optional = False

    def __init__(
        self, *args: Any, spaces: list[Space], people: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = spaces
        for space in spaces:
            self.fields[f"door_{space.pk}"] = forms.URLField(
                label=gettext_lazy("Meeting link"),
                required=False,
                max_length=500,
                initial=space.door,
                assume_scheme="https",
                error_messages={
                    "invalid": gettext_lazy("Enter the whole link, beginning with https://.")
                },
            )
            self.fields[f"dial_in_{space.pk}"] = LineField(
                label=gettext_lazy("By telephone"),
                help_text=gettext_lazy("Number and code"),
                required=False,
                max_length=200,
                initial=space.dial_in,
            )
            self.fields[f"room_{space.pk}"] = LineField(
                label=gettext_lazy("In the building"),
                required=False,
                max_length=120,
                initial=space.room,
            )
        held = next((s.holders.first() for s in spaces if s.kind == SpaceKind.EVERYONE), None)
        self.fields["holder"] = forms.ModelChoiceField(
            label=gettext_lazy("Who holds everyone’s space?"),
            help_text=gettext_lazy("Everyone’s space is there only if somebody looks after it."),
            queryset=people,
            required=False,
            initial=held.person_id if held else None,
            empty_label=gettext_lazy("Nobody: there is no everyone’s space in this session"),
        )

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields of each space, under its name."""
        for space in self.spaces:
            yield name_of(space), [self[f"{way}_{space.pk}"] for way in WAYS]

    def ways(self) -> dict[str, dict[int, str]]:
        """What ``services.set_doors`` takes: each way by the id of the space."""
        return {
            name: {space.pk: self.cleaned_data[f"{way}_{space.pk}"] for space in self.spaces}
            for way, name in WAYS.items()
        }
