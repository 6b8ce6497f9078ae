"""Input about people, roles and the community."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cop.core import clock
from cop.core.forms import AddressField, LineField, TypedDateField, submit_helper
from cop.members.enums import Nation, PeriodLength, ResultsMoment, Rhythm, Role
from cop.members.models import Community, Member

JOINS_WITHIN = dt.timedelta(days=366)


def suggest_from(field: forms.Field, url: str) -> None:
    """Let a text field offer what the address knows (static/js/suggestions.js).

    Without a script it stays as plain as any.
    """
    field.widget.attrs.update(
        {
            "data-suggestions": url,
            "data-some-suggestions": _("Suggestions: %d. Use the up and down arrows to choose."),
            "data-no-suggestions": _("No suggestions. What you type counts as it is."),
            "spellcheck": "false",
        }
    )


class MemberForm(forms.Form):
    """A member's entry on the roster."""

    reference = LineField(
        label=_("Reference"),
        max_length=60,
        help_text=_("The community’s own key for this person, like M01."),
        error_messages={"required": _("Enter a reference.")},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    name = LineField(
        label=_("Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = AddressField(
        label=_("E-mail address"),
        required=False,
        help_text=_("With it they can sign in. Without it they are on the roster only."),
    )
    organisation = LineField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Empty means not stated."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    profession = LineField(label=_("Profession"), max_length=200, required=False)
    joined_on = TypedDateField(
        label=_("First day as a member"),
        required=False,
        help_text=_("Empty means unknown: the member then counts in every period."),
    )
    helper = submit_helper(_("Add the member"))
    may_be_nameless = False

    def clean_joined_on(self) -> dt.date | None:
        """A year typed wrong would make somebody a member in a far century."""
        day: dt.date | None = self.cleaned_data["joined_on"]
        if day and day > clock.today(settings.TIME_ZONE) + JOINS_WITHIN:
            raise ValidationError(
                _("First day as a member: this is more than a year ahead. Check the year.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        is_known = self.may_be_nameless or {"name", "email"} & set(self.errors)
        if not is_known and not (clean["name"] or clean["email"]):
            self.add_error("name", _("Enter a name or an e-mail address."))
        return clean


class MemberChangeForm(MemberForm):
    """The same, and when somebody left."""

    left_on = TypedDateField(
        label=_("Last day as a member"),
        required=False,
        help_text=_("Empty while they belong. After this day they no longer get in."),
    )
    helper = submit_helper(_("Save the member"))

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self.initial_of(member))
        super().__init__(*args, **kwargs)
        # Registers that were imported hold references alone.
        self.may_be_nameless = not (member.name or member.email)
        if member.person and member.person.has_signed_in:
            email = self.fields["email"]
            email.disabled = True
            email.help_text = _("Only they can change it, under “My e-mail address”.")

    @staticmethod
    def initial_of(member: Member) -> dict[str, Any]:
        """What the form begins with."""
        return {
            "reference": member.reference,
            "name": member.name,
            "email": member.email,
            "organisation": member.organisation.name if member.organisation else "",
            "profession": member.profession,
            "joined_on": member.joined_on,
            "left_on": member.left_on,
        }


class MemberSearchForm(forms.Form):
    """Part of a name, a reference or an organisation."""

    mark_optional = False
    q = forms.CharField(label=_("Search the members"), max_length=100, required=False)


class AddressForm(forms.Form):
    """A new address for oneself."""

    email = AddressField(
        label=_("New e-mail address"),
        help_text=_("We send a code to it, which you type on the next page."),
        autocomplete="email",
    )
    helper = submit_helper(_("Send me a code"))


class CodeForm(forms.Form):
    """The code that was sent; capitals, hyphen and spaces do not matter."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "class": "govuk-input--width-10"}
        ),
    )

    def clean_code(self) -> str:
        return "".join(letter for letter in self.cleaned_data["code"].upper() if letter.isalnum())


class AppointmentForm(forms.Form):
    """A role for a person, from–until.

    The name is always asked for: who is on the roster is not told to whoever appoints.
    """

    email = AddressField(
        label=_("E-mail address"),
        help_text=_("The person need not be a member. With this address they sign in."),
        error_messages={"required": _("Enter an e-mail address.")},
    )
    name = LineField(
        label=_("Name"),
        max_length=200,
        help_text=_("As your community knows them; the page of people and roles shows it."),
        error_messages={"required": _("Enter a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        # Guests are invited to one session, on its page.
        choices=[choice for choice in Role.choices if choice[0] != Role.GUEST],
        widget=forms.RadioSelect,
    )
    from_on = TypedDateField(label=_("First day"), required=False, help_text=_("Empty: today."))
    until_on = TypedDateField(
        label=_("Last day"), required=False, help_text=_("Empty: until you end it.")
    )
    helper = submit_helper(_("Appoint"))
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].option_hints = {  # type: ignore[attr-defined]
            Role.CO_CHAIR: _("Plans sessions, appoints people, decides settings."),
            Role.FACILITATOR: _("Prepares and runs sessions."),
            Role.SECRETARY: _("Keeps members and attendance, exports the annual report."),
            Role.EVALUATOR: _("Reads comments after the count. Cannot be a member."),
            Role.SECOND_REVIEWER: _("Questions the evaluator’s work. Cannot be a member."),
            Role.OVERSIGHT_CHAIR: _("Approves the report and sees totals."),
            Role.DATA_PROTECTION_CONTACT: _("Reads notices and the record of acts."),
        }


class AppointmentTermForm(forms.Form):
    """Until when a role is held."""

    until_on = TypedDateField(
        label=_("Last day"), required=False, help_text=_("Empty: until you end it.")
    )
    helper = submit_helper(_("Save the last day"))
    mark_optional = False


class AppointmentEndForm(forms.Form):
    """Nothing to fill in: the question is on the page."""

    helper = submit_helper(_("End the role"), danger=True)


class SettingsForm(forms.Form):
    """What a community decides for itself."""

    name = LineField(
        label=_("Name of the community"),
        max_length=200,
        error_messages={"required": _("Enter the name of the community.")},
    )
    nation = forms.ChoiceField(
        label=_("Whose bank holidays do you keep?"),
        choices=Nation.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("When you plan a year, its dates go round them."),
    )
    figures_rhythm = forms.ChoiceField(
        label=_("When are figures counted?"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=_("Once for a period protects people in a small group better."),
    )
    comments_rhythm = forms.ChoiceField(
        label=_("When are comments opened?"), choices=Rhythm.choices, widget=forms.RadioSelect
    )
    period_length = forms.ChoiceField(
        label=_("How long is a period?"), choices=PeriodLength.choices, widget=forms.RadioSelect
    )
    results_moment = forms.ChoiceField(
        label=_("When may members read the figures?"),
        choices=ResultsMoment.choices,
        widget=forms.RadioSelect,
    )
    t_figures = forms.IntegerField(label=_("Answers needed to show figures"), max_value=1000)
    t_text = forms.IntegerField(label=_("Answers needed to open comments"), max_value=1000)
    t_text_caucus = forms.IntegerField(
        label=_("Answers needed to open comments by caucus"), max_value=1000
    )
    thresholds_reason = forms.CharField(
        label=_("Why do you raise a threshold?"),
        max_length=300,
        required=False,
        help_text=_("One sentence, only when you raise one. Members can read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    helper = submit_helper(_("Save the settings"))

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("t_figures", "t_text", "t_text_caucus"):
            lowest = getattr(community, name)
            field = self.fields[name]
            field.help_text = _("At least %d. It can be raised and never lowered.") % lowest
            field.widget.attrs.update({"class": "govuk-input--width-3", "inputmode": "numeric"})

    @staticmethod
    def initial_of(community: Community) -> dict[str, Any]:
        """What the form begins with; the sentence why is asked afresh."""
        return {
            name: getattr(community, name)
            for name in SettingsForm.base_fields
            if name != "thresholds_reason"
        }
