"""A quiet word to the facilitators."""

from django import forms

from caucus.enums import SignalKind


class SignalForm(forms.Form):
    """What was pressed: a word, with or without a name, or the key of one that is taken back."""

    kind = forms.ChoiceField(choices=SignalKind.choices, required=False)
    with_name = forms.BooleanField(required=False)
    back = forms.ChoiceField(choices=SignalKind.choices, required=False)
    key = forms.UUIDField(required=False)
