"""What somebody who plans a year types: the choices, then the dates one by one."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import clock
from cop.core.errors import Refused
from cop.core.forms import LineField, TypedDateField, TypedTimeField
from sessions_app.enums import ProgrammeRhythm
from sessions_app.fitting import fitted
from sessions_app.formats import Part, length_of
from sessions_app.forms.planning import GatheringForm, check_instant
from sessions_app.policies import why_too_far
from sessions_app.recurrence import first_on, in_words
from sessions_app.selectors import Plan, Timing, proposed_days
from sessions_app.services import MOST_AT_ONCE

EXAMPLE = gettext_lazy("For example, 14 1 2027")


class YearForm(GatheringForm):
    """How often, from when, what all of the sessions share."""

    title = LineField(
        label=gettext_lazy("Name of the programme"),
        max_length=200,
        help_text=gettext_lazy("For example, “Our second year”."),
        error_messages={"required": gettext_lazy("Give the programme a name.")},
    )
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often do you meet?"),
        choices=ProgrammeRhythm.choices,
        initial=ProgrammeRhythm.TWO_MONTHS,
        widget=forms.RadioSelect,
    )
    number = forms.IntegerField(
        label=gettext_lazy("How many sessions?"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=6,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Enter how many sessions you plan."),
            "invalid": gettext_lazy("Enter the number of sessions as a number, like 6."),
        },
    )
    start = TypedDateField(
        label=gettext_lazy("Plan from"),
        help_text=gettext_lazy(
            "The first session is on or after this day, and its place in the month is kept: the "
            "third Thursday, say. For example, 14 1 2027. Not needed for dates you choose."
        ),
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Weekday"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        initial=3,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )
    time = TypedTimeField(
        label=gettext_lazy("Start time"),
        help_text=gettext_lazy(
            "For example, 1pm or 13:30. It stays the same in summer and in winter."
        ),
    )
    session_title = LineField(
        label=gettext_lazy("What is each session called?"),
        max_length=150,
        initial=gettext_lazy("Session"),
        help_text=gettext_lazy("A number is added. You can change each title on the next page."),
        error_messages={"required": gettext_lazy("Enter a title.")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Length in minutes"),
        required=False,
        min_value=15,
        max_value=480,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        help_text=gettext_lazy("Leave it empty for the format’s own length."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = (
        "title",
        "rhythm",
        "number",
        "start",
        "weekday",
        "time",
        "minutes",
        "session_title",
        "format",
        "format_reason",
        "facilitators",
        "place",
        "is_in_person",
        "room_limit",
        "link",
        "dial_in",
        "joining",
        "form_key",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        self.fields["start"].required = self.data.get("rhythm") != ProgrammeRhythm.OWN

    @property
    def has_own_dates(self) -> bool:
        return bool(self.cleaned_data["rhythm"] == ProgrammeRhythm.OWN)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        zone = self.actor.community.time_zone
        today, start = clock.today(zone), cleaned.get("start")
        if start is not None and start < today:
            self.add_error("start", _("This has passed. Choose a day that lies ahead."))
        elif start is not None and (reason := why_too_far(clock.midnight(start, zone))):
            self.add_error("start", reason)
        self._check_length()
        self.ask_why_another_format(start or today)
        return cleaned

    def _check_length(self) -> None:
        """Whether the parts of the format go into the length."""
        chosen = self.formats.get(self.cleaned_data.get("format", ""))
        if not self.cleaned_data.get("minutes") or chosen is None:
            return
        try:
            fitted(chosen.parts, self.cleaned_data["minutes"])
        except Refused as refused:
            self.add_error("minutes", refused.message)

    def parts(self) -> tuple[Part, ...]:
        """The parts of the format, filling the length that was typed."""
        parts = self.chosen.parts
        return fitted(parts, self.cleaned_data["minutes"] or length_of(parts))

    def in_words(self) -> str:
        """How the dates were found, or "" for own ones."""
        if self.has_own_dates:
            return ""
        return in_words(self.cleaned_data["rhythm"], self.first_day())

    def first_day(self) -> dt.date:
        return first_on(self.cleaned_data["weekday"], self.cleaned_data["start"])

    def proposed(self) -> list[dict[str, Any]]:
        """What each row begins with."""
        clean = self.cleaned_data
        titles = [f"{clean['session_title']} {at + 1}" for at in range(clean["number"])]
        if self.has_own_dates:
            return [{"title": title, "time": clean["time"]} for title in titles]
        days = proposed_days(
            self.actor.community, clean["rhythm"], self.first_day(), clean["number"]
        )
        return [
            {"title": title, "day": at.day, "time": clean["time"], "moved_from": at.moved_from}
            for title, at in zip(titles, days, strict=True)
        ]

    def plan(self, row: "RowForm") -> Plan:
        """One session: what all share, on the row's own date."""
        clean = row.cleaned_data
        return Plan(
            title=clean["title"],
            day=clean["day"],
            time=clean["time"],
            parts=self.parts(),
            **self.shared(),
        )

    def length(self) -> int:
        return length_of(self.parts())


class RowForm(forms.Form):
    """One date of the plan."""

    mark_optional = False
    title = LineField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter a title.")},
    )
    day = TypedDateField(label=gettext_lazy("Date"))
    time = TypedTimeField(label=gettext_lazy("Start time"))
    leave_out = forms.BooleanField(label=gettext_lazy("Leave this one out"), required=False)
    moved_from = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, time_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.time_zone = time_zone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("leave_out"):
            self._errors = forms.utils.ErrorDict()  # whatever stands in it
            return cleaned
        day, time = cleaned.get("day"), cleaned.get("time")
        if day and time:
            check_instant(self, "day", day, time, self.time_zone)
        return cleaned

    @property
    def is_left_out(self) -> bool:
        return bool(self.is_bound and self.is_valid() and self.cleaned_data["leave_out"])

    def slot(self, minutes: int) -> Timing | None:
        """The row's time, as far as it is known."""
        values = self.initial
        if self.is_bound:
            self.is_valid()
            values = self.cleaned_data
        if self.is_left_out or not values.get("day") or not values.get("time"):
            return None
        return Timing(values["day"], values["time"], minutes)
