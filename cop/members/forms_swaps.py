"""Input about readers whom two communities lend each other."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import AddressField, LineField, TypedDateField, submit_helper
from cop.members.enums import READS_ANSWERS, Role

READING = [choice for choice in Role.choices if choice[0] in READS_ANSWERS]
MISSING = {"required": _("Enter an e-mail address.")}


class ReaderForm(forms.Form):
    """Whom a community lends, and for what."""

    email = AddressField(
        label=_("E-mail address of the reader you lend"),
        help_text=_("Somebody who belongs to your community or knows it, and agrees to do this."),
        error_messages=MISSING,
    )
    name = LineField(
        label=_("Name of the reader"),
        max_length=200,
        help_text=_("The other community reads it."),
        error_messages={"required": _("Enter the reader’s name.")},
    )
    role = forms.ChoiceField(label=_("What they do"), choices=READING, widget=forms.RadioSelect)
    helper = submit_helper(_("Lend this reader in return"))


class SwapOfferForm(ReaderForm):
    """The first offer: to whom, whom, and for how long."""

    to_email = AddressField(
        label=_("E-mail address of a co-chair of the other community"),
        help_text=_("They find the offer when they sign in with it."),
        error_messages=MISSING,
    )
    from_on = TypedDateField(label=_("First day for both readers"))
    until_on = TypedDateField(label=_("Last day for both readers"))
    helper = submit_helper(_("Offer the swap"))
    field_order = ["to_email", "email", "name", "role", "from_on", "until_on"]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        begins: dt.date | None = clean.get("from_on")
        ends: dt.date | None = clean.get("until_on")
        if begins and ends and ends < begins:
            self.add_error("until_on", _("The last day must not lie before the first."))
        return clean
