"""The form without scripts: the same questions, with a code in the place of a voting paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cop.core.forms import RatingSelect
from feedback.box import codes
from feedback.box.responses import LONGEST_TEXT, RATINGS
from feedback.forms.lines import LinesField
from feedback.selectors import BallotForm

# With a hyphen: no key of a questionnaire has one.
CODE, CAUCUS = "own-code", "own-caucus"


class UnchosenSelect(forms.RadioSelect):
    """Radios of which none is chosen beforehand, not even "no answer"."""

    format_value = RatingSelect.format_value


class CodeField(forms.CharField):
    """A typed code, as bytes."""

    def clean(self, value: Any) -> bytes:
        code = codes.typed(super().clean(value))
        if code is None:
            raise forms.ValidationError(
                _("A code has six groups of four letters and figures. Compare it with yours.")
            )
        return code


class CodedForm(forms.Form):
    """What one survey asks, and a code. Nothing is chosen beforehand."""

    mark_optional = False

    def __init__(self, asked: BallotForm, **given: Any) -> None:
        super().__init__(**given)
        self.asked = asked
        self.fields[CODE] = _code_field()
        for statement in asked.questionnaire.statements:
            self.fields[statement.key] = _rating_field(asked, statement.text)
        for choice in asked.questionnaire.choices:
            options = [(option.key, option.text) for option in choice.options]
            self.fields[choice.key] = _choice_field(choice.text, [*options, ("", _("No answer"))])
        for question in asked.questions:
            self.fields[question.key] = _comment_field(question.text)
        self.fields[CAUCUS] = _caucus_field(asked)

    @property
    def code(self) -> forms.BoundField:
        return self[CODE]

    @property
    def caucus(self) -> forms.BoundField:
        return self[CAUCUS]

    @property
    def ratings(self) -> list[forms.BoundField]:
        return [self[one.key] for one in self.asked.questionnaire.statements]

    @property
    def choices(self) -> list[forms.BoundField]:
        return [self[one.key] for one in self.asked.questionnaire.choices]

    @property
    def comments(self) -> list[forms.BoundField]:
        return [self[one.key] for one in self.asked.questions]

    def clean(self) -> dict[str, Any]:
        """Whatever was chosen counts, "no view" too; nothing at all is no feedback."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = any(one.html_name in self.data for one in (*self.ratings, *self.choices))
        written = any(one.data and one.data.strip() for one in self.comments)
        if not chosen and not written and not given.get(CAUCUS):
            raise forms.ValidationError(
                _("There is nothing to send yet. Answer whatever you like, or close the page.")
            )
        return given

    def answers(self) -> dict[str, Any]:
        """As a browser sends them with a paper."""
        given = self.cleaned_data
        return {
            "label": given[CAUCUS] or None,
            "ratings": {one.name: int(given[one.name] or 0) or None for one in self.ratings},
            "choices": {one.name: given[one.name] or None for one in self.choices},
            "texts": {one.name: given[one.name] for one in self.comments},
        }


def _code_field() -> forms.Field:
    attrs = {
        "class": "govuk-input--width-20",
        "autocapitalize": "characters",
        "autocomplete": "off",
        "spellcheck": "false",
    }
    return CodeField(
        label=_("Your code"),
        help_text=_("Six groups of four letters and figures. Small letters will do."),
        max_length=60,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": _("Type your code. You get it after signing in.")},
    )


def _rating_field(asked: BallotForm, text: str) -> forms.Field:
    ends = {1: asked.questionnaire.min_label, RATINGS[-1]: asked.questionnaire.max_label}
    scale = [(str(one), f"{one} {ends.get(one, '')}".strip()) for one in RATINGS]
    return forms.ChoiceField(
        label=text, required=False, choices=[*scale, ("", _("No view"))], widget=RatingSelect
    )


def _choice_field(text: str, options: list[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(label=text, required=False, choices=options, widget=UnchosenSelect)


def _comment_field(text: str) -> forms.Field:
    return LinesField(
        label=text,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": _("This comment has more than %d characters. Shorten it.") % LONGEST_TEXT
        },
    )


def _caucus_field(asked: BallotForm) -> forms.Field:
    stated = [(one.key, one.name) for one in asked.caucuses]
    field = _choice_field(
        _("Which caucus do you speak from?"), [*stated, ("", _("I would rather not say"))]
    )
    field.help_text = _(
        "You say it yourself, whichever space you were in. It is sealed with your answers."
    )
    return field
