"""Asks, what is taken on, and how it stands."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caucus.enums import CommitmentState
from caucus.models import Ask, Commitment
from cop.core.forms import LineField, LinesField, TypedDateField, submit_helper
from sessions_app.models import Session

ROLES = (
    gettext_lazy("The facilitators of our caucus"),
    gettext_lazy("The co-chairs"),
    gettext_lazy("The secretary"),
)
ANOTHER = "another"


class AskForm(forms.Form):
    """Nothing is required of the caucus the others answer to (R7)."""

    helper = submit_helper(gettext_lazy("Post it"))
    mark_optional = False
    words = LinesField(
        label=gettext_lazy("What your caucus asks of the others"),
        help_text=gettext_lazy("Everybody in the community reads it. Please name nobody."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=600,
        required=False,
    )


class ResponseForm(forms.Form):
    """What the asking caucus says to what was answered, if it likes."""

    helper = submit_helper(gettext_lazy("Save"))
    mark_optional = False
    words = LinesField(
        label=gettext_lazy("What your caucus says to the answers"),
        help_text=gettext_lazy(
            "Everybody reads it. Leave it empty, or empty it again, as you like."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=600,
        required=False,
    )

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"words": ask.response}


class CompleteForm(forms.Form):
    """Who sees to it, as a role, and by when."""

    helper = submit_helper(gettext_lazy("Save"))
    role = forms.ChoiceField(
        label=gettext_lazy("Who sees to it?"),
        help_text=gettext_lazy("A role and no person: people change, and the promise stays."),
        choices=[
            *((str(at), words) for at, words in enumerate(ROLES)),
            (ANOTHER, gettext_lazy("Another role")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say which role sees to it.")},
    )
    other_role = LineField(
        label=gettext_lazy("The other role, if it is one"),
        max_length=80,
        required=False,
    )
    due_on = TypedDateField(
        label=gettext_lazy("By when?"),
        help_text=gettext_lazy("Within two years. For example 27 3 2027."),
    )
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("role") == ANOTHER and not cleaned.get("other_role"):
            self.add_error("other_role", _("Write the role."))
        return cleaned

    def completion(self) -> dict[str, Any]:
        """The role in words, and the day."""
        typed = self.cleaned_data
        chosen = typed["role"]
        role = typed["other_role"] if chosen == ANOTHER else str(ROLES[int(chosen)])
        return {"role": role, "due_on": typed["due_on"]}


class TakeOnForm(CompleteForm):
    """What a caucus takes on."""

    helper = submit_helper(gettext_lazy("Take it on"))
    field_order = ["words"]
    words = LinesField(
        label=gettext_lazy("What your caucus will do"),
        help_text=gettext_lazy("One thing, so that it can be seen whether it was kept."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=600,
        error_messages={"required": gettext_lazy("Write what your caucus will do.")},
    )


class StandingForm(forms.Form):
    """How each commitment stands; what is left out stays as it was."""

    mark_optional = False

    def __init__(
        self, *args: Any, commitments: Sequence[Commitment], session: Session, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.commitments = commitments
        for one in commitments:
            said = one.stands if one.stands and one.stands.session_id == session.pk else None
            state, why = f"state_{one.pk}", f"why_{one.pk}"
            self.fields[state] = forms.ChoiceField(
                label=_("How it stands"),
                choices=CommitmentState.choices,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
                initial=said.state if said else None,
                required=False,
            )
            self.fields[why] = LineField(
                label=_("Why, or how, in a sentence"),
                help_text=_("Needed where it was not kept."),
                initial=said.why if said else "",
                max_length=300,
                required=False,
            )

    def rows(self) -> list[tuple[Commitment, Any, Any]]:
        """Each commitment with its two fields."""
        return [(one, self[f"state_{one.pk}"], self[f"why_{one.pk}"]) for one in self.commitments]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.commitments:
            is_not_kept = cleaned.get(f"state_{one.pk}") == CommitmentState.NOT_KEPT
            if is_not_kept and not cleaned.get(f"why_{one.pk}"):
                self.add_error(f"why_{one.pk}", _("Say in a sentence why it was not kept."))
        return cleaned

    def told(self) -> dict[int, tuple[str, str]]:
        """By the commitment's key: the state and why."""
        typed = self.cleaned_data
        return {
            one.pk: (typed[f"state_{one.pk}"], typed[f"why_{one.pk}"])
            for one in self.commitments
            if typed[f"state_{one.pk}"]
        }
