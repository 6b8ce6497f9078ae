"""Topics: one line to propose, one sentence to decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import clock
from cop.core.forms import LineField, submit_helper
from sessions_app.enums import ProposalState
from sessions_app.models import Proposal, Session
from sessions_app.selectors import Slot


class TopicForm(forms.Form):
    """``sure`` is sent along once similar topics have been shown."""

    words = LineField(
        label=gettext_lazy("What would you like to talk about?"),
        help_text=gettext_lazy(
            "One line. Everybody reads it and nobody sees that it is yours, so write it without "
            "names, and without what only you could know."
        ),
        max_length=Proposal._meta.get_field("words").max_length,  # noqa: SLF001 - Django's own
        error_messages={"required": gettext_lazy("Write what you would like to talk about.")},
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)


class DecideForm(forms.Form):
    """What becomes of a topic. A session with an open first call is not offered (R7)."""

    helper = submit_helper(gettext_lazy("Save the decision"))
    mark_optional = False
    state = forms.ChoiceField(
        label=gettext_lazy("What becomes of it?"),
        choices=[
            (ProposalState.ADOPTED, gettext_lazy("We take it up")),
            (ProposalState.PARKED, gettext_lazy("We park it for later")),
            (ProposalState.DECLINED, gettext_lazy("We do not take it up")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what becomes of the topic.")},
    )
    session = forms.ChoiceField(label=gettext_lazy("For which session?"), required=False)
    reason = LineField(
        label=gettext_lazy("A sentence for members"),
        help_text=gettext_lazy("They read it under “You said, we did”. Name nobody."),
        max_length=Proposal._meta.get_field("reason").max_length,  # noqa: SLF001 - Django's own
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Write a sentence, so that members can follow the decision.")
        },
    )

    def __init__(
        self, *args: Any, slots: Sequence[Slot], taken_for: Session | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        free = [slot.session for slot in slots if slot.first_call_until is None]
        if taken_for is not None and taken_for not in free and not taken_for.is_cancelled:
            free.insert(0, taken_for)
        self.sessions = {str(one.pk): one for one in free}
        field: Any = self.fields["session"]
        field.choices = [
            ("", _("Choose a session") if free else _("No session has time for a topic more")),
            *((key, f"{one.title}, {one.when}") for key, one in self.sessions.items()),
        ]
        waiting = [
            _("%(title)s: first call until %(day)s")
            % {"title": slot.session.title, "day": clock.date_in_words(slot.first_call_until)}
            for slot in slots
            if slot.first_call_until is not None
        ]
        if waiting:
            field.help_text = _("Not yet: %s.") % "; ".join(waiting)

    def clean_session(self) -> Session | None:
        """The session itself."""
        return self.sessions.get(self.cleaned_data["session"])
