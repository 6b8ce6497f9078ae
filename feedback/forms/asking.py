"""What co-chairs and facilitators choose before they ask."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, TypedDateField, submit_helper
from feedback.questionnaire import USUAL, questionnaires


def asked_choices() -> list[tuple[str, str]]:
    """Every questionnaire by its code: its name, version and what it is for."""
    return [(one.code, f"{one.title} ({one.code})") for one in questionnaires()]


class AskForm(forms.Form):
    """Which questionnaire a session is asked."""

    asked = forms.ChoiceField(
        label=_("Questionnaire"),
        choices=asked_choices,
        initial=USUAL,
        widget=forms.RadioSelect,
        help_text=_("It cannot be changed once feedback is open."),
    )
    helper = submit_helper(_("Open feedback"))


class CommunityAskForm(forms.Form):
    """What is asked of everybody who came in some days, and until when."""

    title = LineField(
        label=_("Name"),
        max_length=100,
        help_text=_("Whoever signs in reads it on the page before the questions: Our year"),
    )
    from_on = TypedDateField(label=_("First day"))
    to_on = TypedDateField(
        label=_("Last day"),
        help_text=_("Every member who came at least once in these days is asked."),
    )
    closes_on = TypedDateField(label=_("Answers until"), help_text=_("Two or three weeks."))
    asked = forms.ChoiceField(
        label=_("Questionnaire"), choices=asked_choices, widget=forms.RadioSelect
    )
    helper = submit_helper(_("Go on"))

    @classmethod
    def for_today(cls, today: dt.date) -> "CommunityAskForm":
        """The year so far, for two weeks."""
        initial: dict[str, Any] = {
            "from_on": today.replace(month=1, day=1),
            "to_on": today,
            "closes_on": today + dt.timedelta(days=14),
            "asked": "YEAR-1",
        }
        return cls(initial=initial)
