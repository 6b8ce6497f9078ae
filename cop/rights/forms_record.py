"""What to look for in the record of acts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.audit.selectors import verb_in_words
from cop.core.forms import TypedDateField
from cop.core.policy import Actor
from cop.rights import record
from cop.rights.policies import can_view_whole_record
from cop.rights.record import GONE, PROGRAM, SOMEBODY_GONE, THE_PROGRAM, Question


class RecordFilterForm(forms.Form):
    """Days, an act, a kind of thing and, for whoever reads all of it, a person known here."""

    mark_optional = False

    from_on = TypedDateField(label=_("From"), required=False)
    to_on = TypedDateField(label=_("To"), required=False)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    kind = forms.ChoiceField(label=_("With what"), required=False)
    who = forms.ChoiceField(label=_("Who"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs, kinds = record.verbs_and_kinds(actor.community)
        self._offer("verb", [(verb, verb_in_words(verb)) for verb in verbs])
        self._offer("kind", [(kind, record.kind_in_words(kind)) for kind in kinds])
        if can_view_whole_record(actor):
            people = record.people_who_acted(actor.community)
            self._offer("who", [*people, (PROGRAM, THE_PROGRAM), (GONE, SOMEBODY_GONE)])
        else:
            del self.fields["who"]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type alone
        field.choices = [("", _("Everything") if name != "who" else _("Everybody")), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("To: this day lies before the first. Check both."))
        return cleaned

    def question(self) -> Question:
        """What was asked, once the form is valid."""
        return Question(**{key: value for key, value in self.cleaned_data.items() if value})
