"""What the secretary types."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.errors import Refused
from cop.core.figures import Count, read_count
from cop.core.forms import LineField, submit_helper
from cop.core.keys import key_typed
from cop.core.names import place_in_alphabet
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


class WalkInsForm(forms.Form):
    """How many came who are no members."""

    walk_ins = forms.IntegerField(
        label=gettext_lazy("How many came who are not members?"),
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )


class ApologyForm(forms.Form):
    """Who said that they cannot come."""

    member = forms.TypedChoiceField(
        label=gettext_lazy("Who sent apologies?"),
        coerce=int,
        error_messages={"required": gettext_lazy("Choose a member.")},
    )

    def __init__(self, *args: Any, members: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.TypedChoiceField, self.fields["member"])
        self.members = {member.pk: member for member in members}
        field.choices = [
            ("", _("Choose a member")),
            *((pk, str(m)) for pk, m in self.members.items()),
        ]

    @property
    def chosen(self) -> Any:
        """The member chosen."""
        return self.members[self.cleaned_data["member"]]


@dataclass(frozen=True)
class Line:
    """A member on the secretary's list. One whom the search does not find stays marked, unseen."""

    member: Any
    is_marked: bool
    is_found: bool


class RegisterForm(forms.Form):
    """Who came. ``before`` remembers who was marked when the page was shown."""

    q = LineField(label=gettext_lazy("Find a member"), required=False, max_length=100)
    reason = LineField(
        label=gettext_lazy("If you take a mark away, why?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("It is listed with the change. Name nobody."),
    )

    came = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who came?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    before = forms.CharField(required=False, widget=forms.HiddenInput)
    mark_optional = False

    def __init__(
        self, *args: Any, session: Session, members: Sequence[Any], search: str = "", **kwargs: Any
    ) -> None:
        marked = set(session.attendances.values_list("member_id", flat=True))
        kwargs["initial"] = {
            "came": [member.pk for member in members if member.pk in marked],
            "q": search,
            "before": " ".join(str(pk) for pk in sorted(marked)),
        }
        super().__init__(*args, **kwargs)
        self.members = {member.pk: member for member in members}
        field = cast(forms.TypedMultipleChoiceField, self.fields["came"])
        field.choices = [(member.pk, str(member)) for member in members]

    def lines(self) -> list[Line]:
        """Everybody, with the marks as they stand on the page and whom the search finds."""
        marked = {str(pk) for pk in self["came"].value() or []}
        wanted = place_in_alphabet(str(self["q"].value() or "").strip())
        return [
            Line(
                member,
                str(pk) in marked,
                wanted in place_in_alphabet(f"{member} {member.organisation or ''}"),
            )
            for pk, member in self.members.items()
        ]

    def show_everybody(self) -> None:
        """Forget the search: whoever an error is about is to be seen."""
        data = cast(QueryDict, self.data).copy()
        data["q"] = ""
        self.data = data

    def clean_before(self) -> set[int]:
        before = {key_typed(part) for part in str(self.cleaned_data["before"]).split()}
        if 0 in before:
            raise ValidationError(_("This page is out of date. Open it again."))
        return before

    def chosen(self) -> tuple[list[Any], list[Any]]:
        """Members marked now, and members that were marked when the page was shown."""
        clean = self.cleaned_data
        came = [self.members[pk] for pk in clean["came"]]
        return came, [self.members[pk] for pk in clean["before"] if pk in self.members]
