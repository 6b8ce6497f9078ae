"""An offer to be named."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from caucus.models import Caucus
from cop.core.forms import submit_helper
from cop.members.models import User


class OfferForm(forms.Form):
    """Whom a co-chair asks, and for which caucus. Neither is chosen beforehand."""

    helper = submit_helper(gettext_lazy("Send the offer"))
    person = forms.ModelChoiceField(
        label=gettext_lazy("Whom would you like to ask?"),
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a person.")},
    )
    caucus = forms.ModelChoiceField(
        label=gettext_lazy("To be named as facilitator of which caucus?"),
        help_text=gettext_lazy("Ask them in person first: what somebody is, only they can say."),
        queryset=Caucus.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a caucus.")},
    )

    def __init__(
        self, *args: Any, people: QuerySet[User], caucuses: QuerySet[Caucus], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = {"person": people, "caucus": caucuses}
        for name, field in self.fields.items():
            field.queryset = rows[name]  # type: ignore[attr-defined]
