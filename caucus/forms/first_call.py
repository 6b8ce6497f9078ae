"""A topic put first."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.forms import LineField, submit_helper
from sessions_app.models import Proposal


class FirstCallForm(forms.Form):
    """A topic of the list, or another one. Nothing is required (R7)."""

    helper = submit_helper(gettext_lazy("Put it first"))
    mark_optional = False
    proposal = forms.ChoiceField(label=gettext_lazy("A topic of the list"), required=False)
    words = LineField(
        label=gettext_lazy("Or another topic, in one line"),
        help_text=gettext_lazy("Everybody reads it as the topic of the session."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, topics: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = {str(one.pk): one for one in topics}
        field: Any = self.fields["proposal"]
        field.choices = [("", _("None of these"))] + [
            (key, one.words) for key, one in self.topics.items()
        ]

    def clean_proposal(self) -> Proposal | None:
        """The topic itself."""
        return self.topics.get(self.cleaned_data["proposal"])

    def add_problem(self, words: str) -> None:
        """Say why it was not done, whatever button was pressed."""
        if not self.is_bound:
            self.is_bound, self.data = True, QueryDict()
            self.full_clean()
        self.add_error(None, words)
