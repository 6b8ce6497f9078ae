"""A meeting's list: the file, and whom it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.forms import submit_helper
from cop.members.models import Member
from sessions_app.imports.present import Found
from sessions_app.services.meetings import NO_MEMBER


class MeetingListForm(forms.Form):
    """The file, as the meeting tool hands it out."""

    file = forms.FileField(
        label=gettext_lazy("Attendance report of the plenary’s meeting"),
        help_text=gettext_lazy("CSV from Teams or Zoom, up to 2 MB. Never of a caucus’s meeting."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose another."),
        },
    )
    helper = submit_helper(gettext_lazy("Read the list"))


@dataclass(frozen=True)
class Row:
    """Somebody on the list, and their field."""

    found: Found
    field: Any
    is_marked: bool


class PresentForm(forms.Form):
    """Who of the list came: a box for those who are sure, a choice for the others."""

    def __init__(
        self,
        *args: Any,
        found: Sequence[Found],
        members: Mapping[int, Member],
        marked: set[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.found, self.marked = found, marked
        for at, one in enumerate(found):
            known = [(str(key), str(members[key])) for key in one.members if key in members]
            if one.is_sure:
                self.fields[f"took_{at}"] = forms.BooleanField(
                    label=one.name, required=False, initial=not one.was_brief
                )
            else:
                self.fields[f"who_{at}"] = forms.ChoiceField(
                    label=one.name,
                    required=False,
                    choices=[
                        ("", _("Leave out")),
                        *known,
                        (NO_MEMBER, _("Came, and is not a member")),
                    ],
                )

    mark_optional = False

    def _rows(self, prefix: str, *, with_members: bool = True) -> list[Row]:
        return [
            Row(one, self[f"{prefix}_{at}"], bool(self.marked & set(one.members)))
            for at, one in enumerate(self.found)
            if f"{prefix}_{at}" in self.fields and bool(one.members) == with_members
        ]

    @property
    def sure(self) -> list[Row]:
        """Members who are on the list beyond doubt."""
        return self._rows("took")

    @property
    def unsure(self) -> list[Row]:
        """Who may be one of several members."""
        return self._rows("who")

    @property
    def unknown(self) -> list[Row]:
        """Who is no member as far as the list tells."""
        return self._rows("who", with_members=False)

    @property
    def taken(self) -> list[int]:
        """Places in the list whose box is ticked."""
        return [int(key[5:]) for key, value in self.cleaned_data.items() if value is True]

    @property
    def meant(self) -> dict[int, str]:
        """Places in the list, and what was chosen for them."""
        return {
            int(key[4:]): value
            for key, value in self.cleaned_data.items()
            if key.startswith("who_") and value
        }
