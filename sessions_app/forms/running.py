"""What a press and a tick bring along. Nobody types any of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cop.core.errors import Refused
from sessions_app.checklist import KEYS
from sessions_app.enums import Act

MOST = 32767


class _Sent(forms.Form):
    def read(self) -> dict[str, Any]:
        """What was sent. Raises Refused for what no page of ours sends."""
        if not self.is_valid():
            raise Refused(_("That was not understood, and nothing was changed. Press once more."))
        return dict(self.cleaned_data)


class PressForm(_Sent):
    """What is to be done, and where whoever pressed saw the session."""

    act = forms.TypedChoiceField(choices=Act.choices, coerce=Act)
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    position = forms.IntegerField(min_value=-1, max_value=MOST)


class TickForm(_Sent):
    """One item of the checklist, and whether it is done: said outright, so harmless twice."""

    key = forms.ChoiceField(choices=[(key, key) for key in KEYS])
    is_done = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0")], coerce=lambda sent: sent == "1"
    )
