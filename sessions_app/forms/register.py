"""What the secretary types."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.errors import Refused
from cop.core.figures import Count, read_count
from cop.core.forms import LineField, submit_helper
from sessions_app.models import Session


class HeadcountForm(forms.Form):
    """How many came: exactly, or as roughly as it is known."""

    count = LineField(
        label=gettext_lazy("How many came?"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "A number like 19, or “over 160”, “at least 12”, “about 20”. Empty takes it away."
        ),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    mark_optional = False
    helper = submit_helper(gettext_lazy("Save the number"))

    def clean_count(self) -> Count | None:
        typed = str(self.cleaned_data["count"])
        if not typed:
            return None
        try:
            return read_count(typed)
        except Refused as refused:
            raise ValidationError(refused.message) from refused


class RegisterForm(forms.Form):
    """Who came. ``before`` remembers who was marked when the page was shown."""

    came = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who came?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    before = forms.CharField(required=False, widget=forms.HiddenInput)
    mark_optional = False

    def __init__(self, *args: Any, session: Session, members: Sequence[Any], **kwargs: Any) -> None:
        marked = set(session.attendances.values_list("member_id", flat=True))
        kwargs["initial"] = {
            "came": [member.pk for member in members if member.pk in marked],
            "before": " ".join(str(pk) for pk in sorted(marked)),
        }
        super().__init__(*args, **kwargs)
        self.members = {member.pk: member for member in members}
        field = cast(forms.TypedMultipleChoiceField, self.fields["came"])
        field.choices = [(member.pk, str(member)) for member in members]
        field.option_hints = {  # type: ignore[attr-defined]
            str(member.pk): str(member.organisation) for member in members if member.organisation
        }

    def clean_before(self) -> set[int]:
        typed = str(self.cleaned_data["before"]).split()
        if not all(part.isdecimal() for part in typed):
            raise ValidationError(_("This page is out of date. Open it again."))
        return {int(part) for part in typed}

    def chosen(self) -> tuple[list[Any], list[Any]]:
        """Members marked now, and members that were marked when the page was shown."""
        clean = self.cleaned_data
        came = [self.members[pk] for pk in clean["came"]]
        return came, [self.members[pk] for pk in clean["before"] if pk in self.members]
