"""What is typed when a gate is passed or opened again, and when a report is corrected."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, LinesField, TypedDateField
from sessions_app.models import Session


class SignForm(forms.Form):
    """Sign a gate."""

    role = LineField(
        label=_("You sign as"),
        max_length=120,
        help_text=_("Your role, as it stands in the published report."),
    )
    comment = LinesField(
        label=_("Comment"),
        required=False,
        max_length=2000,
        help_text=_("For those who work on the draft. It is not published."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def facts(self) -> dict[str, Any]:
        """What the gate knows besides."""
        return {}


class ReopenForm(SignForm):
    """Open a gate again, which needs a reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = True
        self.fields["comment"].label = _("Why is it opened again?")
        self.fields["role"].help_text = ""


class ValidationForm(SignForm):
    """How members checked the themes, and how many of those asked answered."""

    how = forms.ChoiceField(
        label=_("How did members check the themes?"),
        choices=[("session", _("At a session")), ("period", _("Over some days"))],
        widget=forms.RadioSelect,
    )
    session = forms.ModelChoiceField(
        label=_("Which session?"),
        queryset=Session.objects.none(),
        required=False,
        help_text=_("What is known stands here already. Change it where it was otherwise."),
    )
    from_on = TypedDateField(label=_("First day"), required=False)
    to_on = TypedDateField(label=_("Last day"), required=False)
    invited = forms.IntegerField(
        label=_("How many were asked?"),
        min_value=1,
        max_value=32000,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )
    answered = forms.IntegerField(
        label=_("How many of them answered?"),
        min_value=0,
        max_value=32000,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )
    field_order = ("how", "session", "from_on", "to_on", "invited", "answered", "comment", "role")

    def __init__(self, *args: Any, sessions: QuerySet[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["session"]
        field.queryset = sessions
        field.label_from_instance = lambda one: f"{one.title}, {one.held_on:%-d %B %Y}"

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("how") == "session" and not typed.get("session"):
            self.add_error("session", _("Choose the session."))
        if typed.get("how") == "period":
            self._clean_days(typed)
        invited, answered = typed.get("invited"), typed.get("answered")
        if invited is not None and answered is not None and answered > invited:
            self.add_error("answered", _("No more can answer than were asked."))
        return typed

    def _clean_days(self, typed: dict[str, Any]) -> None:
        first, last = typed.get("from_on"), typed.get("to_on")
        if not first and "from_on" not in self.errors:
            self.add_error("from_on", _("Enter the first day."))
        if not last and "to_on" not in self.errors:
            self.add_error("to_on", _("Enter the last day."))
        if first and last and last < first:
            self.add_error("to_on", _("The last day must not lie before the first."))

    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        known = {"invited": typed["invited"], "answered": typed["answered"]}
        if typed["how"] == "session":
            held = typed["session"]
            return {**known, "session": held.title, "held_on": held.held_on.isoformat()}
        days = {"from_on": typed["from_on"].isoformat(), "to_on": typed["to_on"].isoformat()}
        return {**known, **days}


class ErratumForm(forms.Form):
    """What the next edition corrects."""

    erratum = LinesField(
        label=_("What does the next edition correct?"),
        max_length=1000,
        help_text=_(
            "Printed on the first page of the next edition. Say what was wrong and what is right, "
            "and name nobody."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReaderForm(forms.Form):
    """Somebody outside who may read it."""

    name = LineField(
        label=_("Who is it for?"),
        max_length=120,
        help_text=_("So that you know whose link it is when you take it back."),
    )
