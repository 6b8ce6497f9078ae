"""Input about organisations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cop.core.forms import LineField, submit_helper
from cop.core.names import clean_line
from cop.members.models import Organisation
from cop.members.services.organisations import LONGEST_NAME

FEWEST_MERGED = 2
LONGEST_LIST = 12000


class OrganisationForm(forms.Form):
    """One name, and what else people call it."""

    name = LineField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("As reports print it."),
        error_messages={"required": _("Enter the organisation’s name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        help_text=_(
            "One on each line: short names, old names, how spreadsheets spell it. Whoever types "
            "one of them gets this organisation. Capitals and spaces do not matter."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    helper = submit_helper(_("Save the organisation"))

    def clean_aliases(self) -> list[str]:
        """The lines that say something."""
        typed = self.cleaned_data["aliases"]
        if len(typed) > LONGEST_LIST:
            raise ValidationError(_("Other names: this is too long. Shorten the list."))
        names = [clean_line(line) for line in typed.splitlines()]
        if any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(
                _("Other names: use at most %d characters on a line.") % LONGEST_NAME
            )
        return [name for name in names if name]

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        """What the form begins with."""
        aliases = [alias.name for alias in organisation.aliases.all()]
        return {"name": organisation.name, "aliases": "\n".join(aliases)}


class MergeForm(forms.Form):
    """Which organisations are one, and which name stays. ``seen`` comes from the preview."""

    organisations = forms.TypedMultipleChoiceField(
        label=_("Which of these are the same organisation?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least two organisations."),
            "invalid_choice": _("This organisation is no longer there. Choose again."),
        },
    )
    keep = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    mark_optional = False

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {row.pk: row.ever for row in organisations}  # type: ignore[attr-defined]
        field = self.fields["organisations"]
        field.choices = [(row.pk, row.name) for row in organisations]  # type: ignore[attr-defined]
        field.option_hints = {  # type: ignore[attr-defined]
            str(pk): ngettext("%d member", "%d members", number) % number
            for pk, number in self.members.items()
        }

    def clean_organisations(self) -> list[int]:
        """At least two."""
        chosen: list[int] = self.cleaned_data["organisations"]
        if len(set(chosen)) < FEWEST_MERGED:
            raise ValidationError(_("Choose at least two organisations."))
        return chosen

    def clean(self) -> dict[str, Any]:
        """The one with most members is kept unless another is chosen."""
        clean = super().clean() or self.cleaned_data
        chosen = clean.get("organisations", [])
        if chosen and clean.get("keep") not in chosen:
            clean["keep"] = max(chosen, key=lambda pk: self.members[pk])
        return clean


class OrganisationDeleteForm(forms.Form):
    """Nothing to fill in: the question is on the page."""

    helper = submit_helper(_("Delete the organisation"), danger=True)
