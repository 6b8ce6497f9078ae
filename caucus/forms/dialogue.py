"""A question or a response, in the voice of a caucus."""

from django import forms
from django.utils.translation import gettext_lazy

from caucus.enums import Place
from cop.core.forms import LineField


class VoiceForm(forms.Form):
    """What a caucus says to the others, in one breath."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[(one.value, one.label) for one in (Place.QUESTION, Place.RESPONSE)],
        initial=Place.QUESTION,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )
    words = LineField(
        label=gettext_lazy("In the words of your caucus"),
        help_text=gettext_lazy("“We”, and no names."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=400,
    )
