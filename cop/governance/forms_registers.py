"""Input: complaints and breaches."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core import clock
from cop.core.forms import AddressField, LineField, TypedDateField, TypedTimeField, submit_helper
from cop.governance.enums import BreachAct, ComplaintAct


class ComplaintForm(forms.Form):
    """What somebody complains of; who they are only if they say so."""

    helper = submit_helper(_("Send it"))

    words = forms.CharField(
        label=_("What happened, and what would put it right?"),
        widget=forms.Textarea,
        max_length=5000,
    )
    name = LineField(label=_("Your name"), max_length=200, required=False)
    contact = AddressField(
        label=_("Your e-mail address"),
        help_text=_("Without it nobody can answer you."),
        autocomplete="email",
        required=False,
    )


class ComplaintAddForm(ComplaintForm):
    """One that came in another way, entered by the contact."""

    helper = submit_helper(_("Enter it"))

    received_on = TypedDateField(label=_("Received on"))
    field_order = ("received_on", "words", "name", "contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What it says")
        self.fields["name"].label = _("Who complains")
        self.fields["contact"].label = _("Their e-mail address")
        self.fields["contact"].help_text = ""


class ComplaintStepForm(forms.Form):
    """What was done on a day."""

    helper = submit_helper(_("Write it down"))

    act = forms.ChoiceField(
        label=_("What happened?"),
        choices=ComplaintAct.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    on = TypedDateField(label=_("On"))
    words = forms.CharField(
        label=_("In words"), widget=forms.Textarea, max_length=5000, required=False
    )


class BreachForm(forms.Form):
    """A breach, and the moment from which the 72 hours count."""

    helper = submit_helper(_("Enter it"))

    words = forms.CharField(
        label=_("What happened to which data?"),
        help_text=_("Without names: how many people, what kind of data, what has been done."),
        widget=forms.Textarea,
        max_length=5000,
    )
    day = TypedDateField(label=_("Noticed on"))
    time = TypedTimeField(label=_("At"), help_text=_("Like 1pm or 13:30. The clock begins then."))


class BreachStepForm(forms.Form):
    """What was done, and when."""

    helper = submit_helper(_("Write it down"))

    act = forms.ChoiceField(
        label=_("What happened?"),
        choices=BreachAct.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    day = TypedDateField(label=_("On"))
    time = TypedTimeField(label=_("At"))
    words = forms.CharField(
        label=_("In words"), widget=forms.Textarea, max_length=5000, required=False
    )


def this_moment(time_zone: str) -> dict[str, Any]:
    """Now, as the community's clocks show it: what the fields begin with."""
    now = clock.local(clock.now(), time_zone)
    return {"on": now.date(), "day": now.date(), "time": now.time()}
