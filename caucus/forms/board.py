"""What is pressed and typed on the board of a space."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from caucus.enums import Place
from caucus.selectors import SHARED
from caucus.services import LONGEST, LONGEST_HEADING, LONGEST_NOTE
from cop.core.forms import LineField, LinesField

LOST = {
    "required": gettext_lazy("This note is no longer here."),
    "invalid": gettext_lazy("This note is no longer here."),
}


class WordsForm(forms.Form):
    """A new note."""

    words = LinesField(max_length=LONGEST_NOTE, required=False)


class NoteForm(forms.Form):
    """A note that something is done with."""

    note_id = forms.UUIDField(error_messages=LOST)


class ChangeNoteForm(NoteForm, WordsForm):
    """Other words for a note."""

    revision = forms.IntegerField(min_value=0)


class MarkNoteForm(NoteForm):
    stays = forms.BooleanField(required=False)


class PlaceForm(forms.Form):
    """A point of the draft."""

    place = forms.ChoiceField(choices=[(place.value, place.label) for place in SHARED])

    def clean_place(self) -> Place:
        return Place(self.cleaned_data["place"])


class PutNoteForm(NoteForm, PlaceForm):
    """A note, and where it goes."""


class PointForm(PlaceForm):
    """The words of a point."""

    revision = forms.IntegerField(min_value=0)
    heading = LineField(max_length=LONGEST_HEADING, required=False)
    words = LinesField(required=False)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        longest = LONGEST.get(typed.get("place", Place.SLOT), 0)
        if len(typed.get("words", "")) > longest:
            words = gettext_lazy("Shorten it to %d letters and signs; nothing is lost meanwhile.")
            raise forms.ValidationError(words % longest)
        return typed


class SpeakForm(forms.Form):
    speaks = forms.BooleanField(required=False)


class AloudForm(forms.Form):
    aloud = forms.BooleanField(required=False)
