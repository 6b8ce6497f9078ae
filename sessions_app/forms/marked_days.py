"""Days to know of when a year is planned."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from cop.core import clock
from cop.core.forms import LineField, TypedDateField, submit_helper
from cop.members.models import Community
from sessions_app.enums import DayKind
from sessions_app.observances import YEARS


class MarkedDayForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter what this day is called.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Why is it marked?"),
        choices=DayKind.choices,
        initial=DayKind.SCHOOL_HOLIDAY,
        widget=forms.RadioSelect,
    )
    from_on = TypedDateField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("For example, 14 2 2027. The evening before, if it begins then."),
    )
    to_on = TypedDateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty for a single day."),
    )
    helper = submit_helper(gettext_lazy("Save the day"))


class ObservancesForm(forms.Form):
    """Which year's days of observance are added."""

    year = forms.TypedChoiceField(
        label=gettext_lazy("Year"),
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )
    helper = submit_helper(gettext_lazy("Add the days of that year"))

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = clock.today(community.time_zone).year
        offered = [known for known in YEARS if known >= year] or [YEARS[-1]]
        self.fields["year"].choices = [(known, str(known)) for known in offered]  # type: ignore[attr-defined]
        self.fields["year"].initial = offered[min(1, len(offered) - 1)]
