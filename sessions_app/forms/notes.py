"""What is written down after a session: notes, and actions with a role in place of a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, TypedDateField, submit_helper
from cop.core.names import clean_lines
from sessions_app.models import Action

LONGEST_NOTES = 1500  # characters; the summary they go into is one page
LONGEST_ACTION = 200


class NotesForm(forms.Form):
    """Notes of the parts everybody was in."""

    words = forms.CharField(
        label=_("Notes of the parts together"),
        help_text=_(
            "What was said and agreed when everybody was in one room. Nothing of a caucus beyond "
            "what it agreed to share, and no names: “a member asked”, “the co-chairs will”."
        ),
        required=False,
        max_length=LONGEST_NOTES,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    mark_optional = False
    helper = submit_helper(_("Save the notes"))

    def clean_words(self) -> str:
        return clean_lines(str(self.cleaned_data["words"]))


class ActionForm(forms.Form):
    """One action."""

    words = LineField(label=_("What will be done?"), max_length=LONGEST_ACTION)
    role = LineField(
        label=_("Who sees to it?"),
        help_text=_("A role and no name: the co-chairs, the secretary, a working group."),
        required=False,
        max_length=80,
    )
    due_on = TypedDateField(label=_("By when?"), required=False)
    is_done = forms.BooleanField(label=_("This is done"), required=False)
    helper = submit_helper(_("Save the action"))

    def __init__(self, *args: Any, action: Action | None = None, **kwargs: Any) -> None:
        if action is not None:
            names = ("words", "role", "due_on", "is_done")
            kwargs["initial"] = {name: getattr(action, name) for name in names}
        super().__init__(*args, **kwargs)
        if action is None:
            del self.fields["is_done"]
