"""What people say about themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, submit_helper
from cop.core.names import clean_lines
from cop.core.policy import Actor
from cop.members.enums import Mail
from cop.members.models import Member
from cop.members.selectors import name_of_roles
from cop.members.services.profiles import LONGEST_NAME, LONGEST_NEEDS, LONGEST_PRONOUNS

MAIL_HINTS = {
    Mail.EVERYTHING: _("Invitations and changes, reminders, feedback and news of the community."),
    Mail.NO_REMINDERS: _(
        "Everything but reminders: none before a session, and none while feedback is open."
    ),
    Mail.NECESSARY: _(
        "No invitations either. You hear when a session you were invited to is moved, and when "
        "one is cancelled; the rest you find here."
    ),
}


class OwnNameForm(forms.Form):
    """How somebody wants to be called in this community."""

    name = LineField(
        label=_("How I want to be named"),
        max_length=LONGEST_NAME,
        help_text=_("In this community; another one may know you by another name."),
        error_messages={"required": _("Enter a name: how you want to be called here.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    helper = submit_helper(_("Save my name"))


class ProfileForm(OwnNameForm):
    """Everything else is as one likes."""

    pronouns = LineField(
        label=_("My pronouns"),
        max_length=LONGEST_PRONOUNS,
        required=False,
        help_text=_("For example she/her, they/them, he/him."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    profession = LineField(
        label=_("My profession"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    organisation = LineField(
        label=_("Where I work or study"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Empty means not stated, which is fine. Reports count members by it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    access_needs = forms.CharField(
        label=_("What I need to take part"),
        max_length=LONGEST_NEEDS,
        required=False,
        help_text=_(
            "For example captions, an interpreter, breaks, step-free rooms. Only the facilitators "
            "of a session you are invited to see it, until that session is over."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_listed = forms.BooleanField(
        label=_("Other members may see me"),
        required=False,
        help_text=_(
            "Your name, pronouns, profession and organisation then stand on the list of members. "
            "Never your e-mail address, nor what you need."
        ),
    )
    mail = forms.ChoiceField(
        label=_("How much mail do you want?"),
        choices=Mail.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Mail about signing in and about your data always comes, and so does word that a "
            "session is cancelled. The day after a session everybody who came is written to alike, "
            "whether they have given feedback or not: nobody can tell."
        ),
        error_messages={"required": _("Choose how much mail you want.")},
    )
    helper = submit_helper(_("Save what I say about me"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mail"].option_hints = MAIL_HINTS  # type: ignore[attr-defined]

    def clean_access_needs(self) -> str:
        """Lines that show what they hold."""
        return clean_lines(self.cleaned_data["access_needs"])

    @staticmethod
    def initial_of(member: Member) -> dict[str, Any]:
        """What the form begins with."""
        initial = {name: getattr(member, name) for name in ProfileForm.base_fields}
        return initial | {"organisation": member.organisation.name if member.organisation else ""}


def profile_form(actor: Actor, data: Any) -> OwnNameForm:
    """The form for members, or for those who only hold a role."""
    if actor.member is not None:
        return ProfileForm(data, initial=ProfileForm.initial_of(actor.member))
    return OwnNameForm(data, initial={"name": name_of_roles(actor)})
