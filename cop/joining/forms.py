"""Input about joining."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from cop.core.addresses import clean_email
from cop.core.errors import Refused
from cop.core.forms import AddressField, LineField
from cop.core.names import clean_line
from cop.joining.services import Invitee

MOST_AT_ONCE = 200
ADDRESS = re.compile(r"[^\s,;<>\"]+@[^\s,;<>\"]+")
AROUND_NAME = " \t,;<>\"'"
LONGEST_NAME = 200


class ParagraphField(forms.CharField):
    """Several lines of plain text, each of them clean."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        lines = [clean_line(line) for line in (super().to_python(value) or "").splitlines()]
        return "\n".join(lines).strip()


class InviteForm(forms.Form):
    """One person, or a list."""

    people = forms.CharField(
        label=_("Whom do you invite?"),
        help_text=_("One person on each line: the name, a comma, the e-mail address."),
        error_messages={"required": _("Enter at least one e-mail address.")},
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    words = ParagraphField(
        label=_("Your own words"),
        max_length=1500,
        required=False,
        help_text=_(
            "They stand in the mail. Say who you are, so that people know that it is real. "
            "Mail is read over shoulders: no word about race or a caucus."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_people(self) -> list[Invitee]:
        """Everybody on the list. One line that cannot be read, and nobody is invited."""
        lines = [line for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(
                __("Invite at most %(most)d at once; these are %(number)d.")
                % {"most": MOST_AT_ONCE, "number": len(lines)}
            )
        people: dict[str, Invitee] = {}
        problems = []
        for number, line in enumerate(lines, start=1):
            try:
                invitee = read_invitee(line)
                if invitee.email in people:
                    raise Refused(__("this address stands on the list already."))
                people[invitee.email] = invitee
            except Refused as refused:
                problems.append(
                    __("Line %(number)d: %(problem)s")
                    % {"number": number, "problem": refused.message}
                )
        if problems:
            raise ValidationError(problems)
        return list(people.values())


def read_invitee(line: str) -> Invitee:
    """Name and address of a line, in the ways people paste them. Raises Refused."""
    line = clean_line(line)
    found = ADDRESS.findall(line)
    if len(found) != 1:
        raise Refused(__("put one e-mail address on the line, like “Ada Obi, ada@example.org”."))
    name = clean_line(line.replace(found[0], " ").strip(AROUND_NAME))
    if len(name) > LONGEST_NAME:
        raise Refused(__("the name is too long."))
    try:
        return Invitee(email=clean_email(found[0]), name=name)
    except Refused:
        raise Refused(__("“%s” is not an e-mail address.") % found[0][:100]) from None


class WordsForm(forms.Form):
    """Own words in a mail whose text is given."""

    words = ParagraphField(
        label=_("Your own words"),
        max_length=1500,
        required=False,
        help_text=_("They stand in the mail. No word about race or a caucus: mail is not private."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class QuestionForm(forms.Form):
    """One question to somebody who asked to join."""

    words = ParagraphField(
        label=_("Your question"),
        max_length=1500,
        help_text=_("Ask nothing about race: nobody is checked for eligibility."),
        error_messages={"required": _("Write your question.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """The answer to it."""

    answer = ParagraphField(
        label=_("Your answer"),
        max_length=3000,
        error_messages={"required": _("Write your answer.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class RequestForm(forms.Form):
    """A request to join. Nothing about race is asked, here or later."""

    name = LineField(
        label=_("Your name"),
        max_length=200,
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(
        label=_("E-mail address"),
        help_text=_("At work or at home, as you like. The answer comes to it."),
        autocomplete="email",
        error_messages={"required": _("Enter your e-mail address.")},
    )
    profession = LineField(
        label=_("Your role or profession"),
        max_length=200,
        error_messages={"required": _("Enter your role or profession.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    organisation = LineField(
        label=_("Your organisation"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty if you would rather not say."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "list": "organisations"}),
    )
    why = ParagraphField(
        label=_("Why would you like to join?"),
        max_length=2000,
        required=False,
        help_text=_("A sentence or two, if you like."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_name(self) -> str:
        """A name that shows something: what is left may be nothing."""
        name: str = self.cleaned_data["name"]
        if not name:
            raise ValidationError(self.fields["name"].error_messages["required"])
        return name


class PageForm(forms.Form):
    """The public page."""

    headline = LineField(
        label=_("Headline"),
        max_length=200,
        error_messages={"required": _("Enter a headline.")},
    )
    text = forms.CharField(
        label=_("What everybody reads"),
        max_length=10_000,
        help_text=_("A line that begins with ## is a heading; **two stars** make words bold."),
        error_messages={"required": _("Say what your community is for.")},
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    names_me = forms.BooleanField(
        label=_("Name me as one who runs it"),
        required=False,
        help_text=_("Each co-chair says this for themselves alone."),
    )
    suggests_organisations = forms.BooleanField(
        label=_("Suggest our members’ organisations while people type theirs"),
        required=False,
        help_text=_("Everybody can then read that list."),
    )
    is_open = forms.BooleanField(
        label=_("The page is open to everybody"),
        required=False,
        help_text=_("Switched off, its address answers as if the community did not exist."),
    )
