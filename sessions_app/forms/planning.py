"""What somebody who plans a session types."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.clock import local_instant, now
from cop.core.errors import Refused
from cop.core.forms import AddressField, LineField, TypedDateField, TypedTimeField, submit_helper
from cop.core.policy import Actor
from cop.members.models import User
from sessions_app.formats import ONE_TOPIC, Format, Part
from sessions_app.models import Session
from sessions_app.policies import why_too_far
from sessions_app.selectors import (
    Plan,
    format_kept,
    formats_for,
    people_who_may_facilitate,
)


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class SessionForm(forms.Form):
    """What a session is about, when, where and with whom. Its minutes come on the next page."""

    title = LineField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("On the agenda of everybody who belongs to the community."),
        error_messages={"required": gettext_lazy("Enter a title.")},
    )
    date = TypedDateField(
        label=gettext_lazy("Date"), help_text=gettext_lazy("For example, 14 1 2027")
    )
    time = TypedTimeField(
        label=gettext_lazy("Start time"), help_text=gettext_lazy("For example, 1pm or 13:30")
    )
    place = LineField(
        label=gettext_lazy("Place"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A room, or “online”. It is in the invitation mail."),
    )
    joining = forms.CharField(
        label=gettext_lazy("How to join"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The same for everybody, such as the meeting link or the way in. Shown on the page, "
            "never in mail."
        ),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        initial=ONE_TOPIC.key,
        widget=forms.RadioSelect,
    )
    topic_1 = LineField(
        label=gettext_lazy("Topic"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave it empty while it is not decided."),
    )
    topic_2 = LineField(
        label=gettext_lazy("Second topic"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only for two topics."),
    )
    facilitators = PeopleField(
        label=gettext_lazy("Facilitators"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who facilitates the session.")},
    )

    def __init__(
        self, *args: Any, actor: Actor, session: Session | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.formats = _formats(actor, session)
        facilitators = cast(PeopleField, self.fields["facilitators"])
        facilitators.queryset = people_who_may_facilitate(actor.community)
        format_field = cast(forms.ChoiceField, self.fields["format"])
        format_field.choices = [(one.key, one.name) for one in self.formats.values()]
        hints = {key: _hint(one) for key, one in self.formats.items()}
        format_field.option_hints = hints  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, time = cleaned.get("date"), cleaned.get("time")
        if day and time:
            self._check_instant(day, time)
        chosen = self.formats.get(cleaned.get("format", ""))
        if cleaned.get("topic_2") and chosen is not None and chosen.topics == 1:
            self.add_error(
                "topic_2",
                _("One topic has no second. Empty this field, or choose two topics."),
            )
        return cleaned

    @property
    def chosen(self) -> Format:
        """The format chosen, once the form is clean."""
        return self.formats[self.cleaned_data["format"]]

    def _check_instant(self, day: dt.date, time: dt.time) -> None:
        try:
            instant = local_instant(day, time, self.actor.community.time_zone)
        except Refused as refused:
            self.add_error("time", refused.message)
            return
        if instant <= now():
            self.add_error("date", _("This has passed. Choose a date and time that lie ahead."))
        elif reason := why_too_far(instant):
            self.add_error("date", reason)

    def plan(self, parts: Sequence[Part]) -> Plan:
        """The clean plan with its timed parts."""
        clean = self.cleaned_data
        return Plan(
            title=clean["title"],
            day=clean["date"],
            time=clean["time"],
            format=clean["format"],
            parts=tuple(parts),
            facilitators=tuple(clean["facilitators"]),
            topics=tuple(topic for topic in (clean["topic_1"], clean["topic_2"]) if topic),
            place=clean["place"],
            joining=clean["joining"],
        )


def _formats(actor: Actor, session: Session | None) -> dict[str, Format]:
    """By key; a session that is changed can stay as it is, whatever became of its format."""
    found = {one.key: one for one in formats_for(actor.community)}
    kept = format_kept(session) if session is not None else None
    return found | {kept.key: kept} if kept is not None else found


def _hint(chosen: Format) -> str:
    """What tells one format from another."""
    how = _("%(grouping)s, %(minutes)d minutes.") % {
        "grouping": chosen.grouping_name,
        "minutes": chosen.minutes,
    }
    return f"{chosen.summary} {how}"


def initial_of(plan: Plan, *, with_date: bool) -> dict[str, Any]:
    """What the form starts with when a session is changed, or copied without its date."""
    return {
        "title": plan.title,
        "date": plan.day if with_date else None,
        "time": plan.time,
        "place": plan.place,
        "joining": plan.joining,
        "format": plan.format,
        "topic_1": plan.topics[0] if plan.topics else "",
        "topic_2": plan.topics[1] if plan.topics[1:] else "",
        "facilitators": [person.pk for person in plan.facilitators],
    }


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is it cancelled?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody who sees the session can read it."),
        error_messages={"required": gettext_lazy("Say in a few words why it is cancelled.")},
    )
    helper = submit_helper(gettext_lazy("Cancel the session"), danger=True)


class GuestForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("Everybody who sees the session can read it."),
    )
    email = AddressField(label=gettext_lazy("E-mail address"))
    helper = submit_helper(gettext_lazy("Invite the guest"))
