"""The code shown in the room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, submit_helper


class CodeForm(forms.Form):
    """Six letters and figures."""

    code = LineField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six letters and figures, as shown in the room. Capitals do not matter."),
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-10",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Type the code shown in the room.")},
    )
    helper = submit_helper(_("Check in"))
