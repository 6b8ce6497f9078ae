"""What somebody who plans a session types."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.validators import URLValidator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.clock import local_instant, now
from cop.core.errors import Refused
from cop.core.forms import AddressField, LineField, TypedDateField, TypedTimeField, submit_helper
from cop.core.policy import Actor
from cop.members.models import Community, User
from cop.post.policies import why_not_in_mail
from sessions_app.enums import Scope
from sessions_app.formats import ONE_TOPIC, Format, Part
from sessions_app.models import Session
from sessions_app.policies import why_too_far
from sessions_app.selectors import (
    Plan,
    digest_of_plan,
    format_kept,
    formats_for,
    key_of,
    people_who_may_facilitate,
    run_of,
    session_before,
)


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


def check_instant(
    form: forms.Form, date_field: str, day: dt.date, time: dt.time, time_zone: str
) -> None:
    """Put on the form's fields why nothing can be planned for that local time."""
    try:
        instant = local_instant(day, time, time_zone)
    except Refused as refused:
        form.add_error("time", refused.message)
        return
    if instant <= now():
        form.add_error(date_field, _("This has passed. Choose a date and time that lie ahead."))
    elif reason := why_too_far(instant):
        form.add_error(date_field, reason)


class GatheringForm(forms.Form):
    """What sessions share however many are planned: where and how, in which format, with whom."""

    place = LineField(
        label=gettext_lazy("Place"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A room, or “online”. It is in the invitation mail."),
    )
    is_in_person = forms.BooleanField(
        label=gettext_lazy("In person"),
        required=False,
        help_text=gettext_lazy("Members are asked what they need: food, access."),
    )
    room_limit = forms.IntegerField(
        label=gettext_lazy("How many does the room hold?"),
        required=False,
        min_value=1,
        max_value=1000,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        help_text=gettext_lazy("Leave it empty where there is no limit."),
    )
    link = forms.URLField(
        label=gettext_lazy("Link for everybody together"),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https"])],
        help_text=gettext_lazy(
            "Of the part all are in. It is in invitations and reminders, so it may not lead to a "
            "caucus’s own meeting. Begins with https://"
        ),
        error_messages={"invalid": gettext_lazy("Enter a link that begins with https://.")},
    )
    dial_in = LineField(
        label=gettext_lazy("Dial-in by phone"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A number and a code, for everybody together. It is in mail too."),
    )
    joining = forms.CharField(
        label=gettext_lazy("How to join"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "What else people should know, such as the way in. Shown on the page, never in mail."
        ),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        initial=ONE_TOPIC.key,
        widget=forms.RadioSelect,
    )
    facilitators = PeopleField(
        label=gettext_lazy("Facilitators"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who facilitates the session.")},
    )
    # Asked only where the format is another than last time: ``ask_why_another_format``.
    format_reason = LineField(
        label=gettext_lazy("Why another format?"),
        max_length=600,
        required=False,
        widget=forms.HiddenInput,
        help_text=gettext_lazy("One sentence. It goes into the log of decisions, for all members."),
    )

    def __init__(
        self, *args: Any, actor: Actor, session: Session | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.session = session
        self.formats = _formats(actor, session)
        facilitators = cast(PeopleField, self.fields["facilitators"])
        facilitators.queryset = people_who_may_facilitate(actor.community)
        format_field = cast(forms.ChoiceField, self.fields["format"])
        format_field.choices = [(one.key, one.name) for one in self.formats.values()]
        hints = {key: _hint(one) for key, one in self.formats.items()}
        format_field.option_hints = hints  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("place", "link", "dial_in"):
            if reason := why_not_in_mail(self.actor.community.pk, cleaned.get(name) or ""):
                self.add_error(name, reason)
        return cleaned

    @property
    def chosen(self) -> Format:
        """The format chosen, once the form is clean."""
        return self.formats[self.cleaned_data["format"]]

    def ask_why_another_format(self, day: dt.date) -> None:
        """Show the question, and insist on it, where the session before had another format."""
        chosen = self.formats.get(self.cleaned_data.get("format", ""))
        without = self.session.pk if self.session else 0
        before = session_before(self.actor.community, day, without=without)
        if chosen is None or before is None or before.format_name == str(chosen.name):
            self.cleaned_data["format_reason"] = ""
            return
        self.fields["format_reason"].widget = forms.TextInput()
        self.fields["format_reason"].required = True
        if not self.cleaned_data.get("format_reason"):
            said = _(
                "The session before, %(title)s, had the format “%(format)s”. Say why it changes."
            )
            words = {"title": before.title, "format": before.format_name}
            self.add_error("format_reason", said % words)

    def shared(self) -> dict[str, Any]:
        """The clean values, as ``Plan`` calls them."""
        names = ("place", "is_in_person", "room_limit", "link", "dial_in", "joining", "format")
        clean = self.cleaned_data
        return {name: clean[name] for name in (*names, "format_reason")} | {
            "facilitators": tuple(clean["facilitators"])
        }


class SessionForm(GatheringForm):
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
    scope = forms.ChoiceField(
        label=gettext_lazy("Which sessions do you change?"),
        choices=Scope.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "What you change here changes in the others too, a date by as many days. Their titles "
            "and topics stay."
        ),
    )
    # What was read when the page was opened: services.ChangedMeanwhile.
    opened = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    field_order = (
        "scope",
        "title",
        "date",
        "time",
        "place",
        "is_in_person",
        "room_limit",
        "link",
        "dial_in",
        "joining",
        "format",
        "format_reason",
        "topic_1",
        "topic_2",
        "facilitators",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.session is None or len(run_of(self.session)) == 1:
            del self.fields["scope"]
        if self.session is None:
            del self.fields["opened"]
        else:
            self._fix_topics(self.session)

    def _fix_topics(self, session: Session) -> None:
        """What was decided on is changed where it was decided."""
        decided = set(session.topics.exclude(proposal=None).values_list("title", flat=True))
        for name in ("topic_1", "topic_2"):
            if self.initial.get(name) in decided:
                self.fields[name].disabled = True
                self.fields[name].help_text = format_html(
                    '{} <a class="govuk-link" href="{}">{}</a>',
                    _("It was decided on, so it is not changed here."),
                    reverse("sessions_app:topic_answers", args=[self.actor.community.slug]),
                    _("What became of topics"),
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, time = cleaned.get("date"), cleaned.get("time")
        if day and time:
            check_instant(self, "date", day, time, self.actor.community.time_zone)
        chosen = self.formats.get(cleaned.get("format", ""))
        if cleaned.get("topic_2") and chosen is not None and chosen.topics == 1:
            self.add_error(
                "topic_2",
                _("One topic has no second. Empty this field, or choose two topics."),
            )
        is_kept = self.session is not None and key_of(self.session) == cleaned.get("format")
        if day and not is_kept:
            self.ask_why_another_format(day)
        return cleaned

    def plan(self, parts: Sequence[Part]) -> Plan:
        """The clean plan with its timed parts."""
        clean = self.cleaned_data
        return Plan(
            title=clean["title"],
            day=clean["date"],
            time=clean["time"],
            parts=tuple(parts),
            topics=tuple(topic for topic in (clean["topic_1"], clean["topic_2"]) if topic),
            **self.shared(),
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
        "scope": Scope.ONE,
        "opened": digest_of_plan(plan),
        "title": plan.title,
        "date": plan.day if with_date else None,
        "time": plan.time,
        "place": plan.place,
        "is_in_person": plan.is_in_person,
        "room_limit": plan.room_limit,
        "link": plan.link,
        "dial_in": plan.dial_in,
        "joining": plan.joining,
        "format": plan.format,
        "topic_1": plan.topics[0] if plan.topics else "",
        "topic_2": plan.topics[1] if plan.topics[1:] else "",
        "facilitators": [person.pk for person in plan.facilitators],
    }


def _fit_for_mail(reason: str, community: Community) -> str:
    """A reason as it stands in mail; refused where mail may not carry it."""
    if why := why_not_in_mail(community.pk, reason):
        raise forms.ValidationError(why)
    return reason


class PostponeForm(forms.Form):
    """Another time for a session, and why."""

    day = TypedDateField(
        label=gettext_lazy("New date"), help_text=gettext_lazy("For example, 14 1 2027")
    )
    time = TypedTimeField(
        label=gettext_lazy("Start time"), help_text=gettext_lazy("For example, 1pm or 13:30")
    )
    reason = LineField(
        label=gettext_lazy("Why is it moved?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("It stands on the programme, for all members."),
    )

    def __init__(self, *args: Any, session: Session, told: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        if told:
            self.fields["reason"].help_text = _(
                "It stands on the programme, and in the mail to everybody who was invited."
            )

    def clean_reason(self) -> str:
        return _fit_for_mail(self.cleaned_data["reason"], self.session.community)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, time = cleaned.get("day"), cleaned.get("time")
        if day and time:
            check_instant(self, "day", day, time, self.session.community.time_zone)
        return cleaned


class CancelForm(forms.Form):
    scope = forms.ChoiceField(
        label=gettext_lazy("Which sessions do you cancel?"),
        choices=[(Scope.ONE, Scope.ONE.label), (Scope.LATER, Scope.LATER.label)],
        initial=Scope.ONE,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is it cancelled?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody who sees the session can read it."),
        error_messages={"required": gettext_lazy("Say in a few words why it is cancelled.")},
    )
    helper = submit_helper(gettext_lazy("Cancel the session"), danger=True)

    def __init__(self, *args: Any, session: Session, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        if number == 1:  # of sessions that would go with it
            del self.fields["scope"]

    def clean_reason(self) -> str:
        return _fit_for_mail(self.cleaned_data["reason"], self.session.community)


class GuestForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("Everybody who sees the session can read it."),
    )
    email = AddressField(label=gettext_lazy("E-mail address"))
    helper = submit_helper(gettext_lazy("Invite the guest"))
