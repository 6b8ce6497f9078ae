"""What a member answers."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from cop.core.forms import submit_helper
from cop.core.policy import Actor
from sessions_app.enums import Answer
from sessions_app.models import Invitation, Session
from sessions_app.selectors import own_invitation
from sessions_app.services.answers import LONGEST_NEEDS


class SeveralForm(forms.Form):
    """For which sessions the invitations leave."""

    sessions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("For which sessions?"),
        queryset=Session.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one session.")},
    )
    helper = submit_helper(gettext_lazy("Send these invitations"))

    def __init__(self, data: Any = None, *, sessions: Sequence[Session]) -> None:
        super().__init__(data)
        field = cast(forms.ModelMultipleChoiceField, self.fields["sessions"])
        field.queryset = Session.objects.filter(pk__in=[one.pk for one in sessions])
        field.choices = [(one.pk, f"{one.title}: {one.when}") for one in sessions]


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Are you coming?"),
        choices=Answer.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": gettext_lazy("Choose whether you are coming.")},
    )
    needs = forms.CharField(
        label=gettext_lazy("What you need on the day"),
        max_length=LONGEST_NEEDS,
        required=False,
        help_text=gettext_lazy(
            "What you do not eat, and what you need to take part. Whoever facilitates this session "
            "reads it in place of what your profile says. It is erased once the session is over."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    helper = submit_helper(gettext_lazy("Save my answer"))

    def __init__(self, data: Any = None, *, invitation: Invitation, needs: str) -> None:
        super().__init__(data, initial={"answer": invitation.answer, "needs": needs})
        self.invitation = invitation
        if not invitation.session.is_in_person:
            del self.fields["needs"]  # nobody is asked who sits at home

    @property
    def needs_typed(self) -> str | None:
        """None where the field was not on the page, as on the first page's buttons."""
        return self.cleaned_data.get("needs") if "needs" in self.data else None


def answer_form(
    actor: Actor, session: Session, data: Any = None, *, from_profile: bool = False
) -> AnswerForm:
    """The form with the member's own answer; their profile's words only where they ask for them."""
    invitation = own_invitation(actor, session)
    needs = invitation.needs
    if from_profile and actor.member is not None:
        needs = actor.member.access_needs
    return AnswerForm(data, invitation=invitation, needs=needs)
