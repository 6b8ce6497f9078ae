"""Input of people who take their data, leave, or answer those who ask."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cop.core.forms import AddressField, LineField, TypedDateField, submit_helper
from cop.rights.enums import RequestKind

# What has to be typed, as the page says it.
ERASE_WORD = _("erase")


class LeaveForm(forms.Form):
    """Nothing to fill in: the page asks once."""

    helper = submit_helper(_("Leave the community"), danger=True)


class EraseForm(forms.Form):
    """A word, so that nobody erases themselves by a slip of the thumb."""

    word = LineField(
        label=_("To go on, type the word “erase”"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-10",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Type the word “erase”, or go back.")},
    )
    helper = submit_helper(_("Erase for good"), danger=True)

    def clean_word(self) -> str:
        word = str(self.cleaned_data["word"]).casefold()
        if word != str(ERASE_WORD).casefold():
            raise ValidationError(_("Type the word “erase”, or go back."))
        return word


class CorrectForm(forms.Form):
    """The address as the letter really has it."""

    email = AddressField(
        label=_("E-mail address of the person"),
        help_text=_("As the community knows it. They are told by mail that this was logged."),
        error_messages={"required": _("Enter the person’s e-mail address.")},
    )
    helper = submit_helper(_("Correct the address"))


class RequestForm(forms.Form):
    """What came by letter."""

    email = AddressField(
        label=_("E-mail address of the person"),
        help_text=_("As the community knows it. They are told by mail that this was logged."),
        error_messages={"required": _("Enter the person’s e-mail address.")},
    )
    kind = forms.ChoiceField(
        label=_("What they ask for"),
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they ask for.")},
    )
    received_on = TypedDateField(
        label=_("Day on which the letter came"),
        error_messages={"required": _("Enter the day on which the letter came.")},
    )
    reason = LineField(
        label=_("Why they ask by letter"),
        max_length=300,
        required=False,
        help_text=_("Such as “has no access to the address any more”. How you know who they are."),
    )
    helper = submit_helper(_("Log the request"))
