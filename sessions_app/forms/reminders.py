"""Input of who decides what members are reminded of."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions_app.reminders import LONGEST
from sessions_app.selectors.reminders import Planned


class ReminderForm(forms.Form):
    is_on = forms.BooleanField(label=_("Send this reminder"), required=False)
    words = forms.CharField(
        label=_("What it says"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write what it says, or take the shipped text, or switch it off.")
        },
    )

    @staticmethod
    def initial_of(planned: Planned) -> dict[str, object]:
        """What the form begins with."""
        return {"is_on": planned.is_on, "words": planned.words}
