"""What reviewers type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import submit_helper
from feedback.enums import Outcome, WithheldBecause
from feedback.forms.lines import LinesField
from feedback.models import Review
from feedback.review.outcomes import PARAPHRASE_LENGTH, Proposal
from feedback.services.confirming import REMARK_LENGTH
from feedback.services.replying import REPLY_LENGTH

HINTS = {
    Outcome.AS_WRITTEN: _("Nothing in it tells who wrote it or about whom."),
    Outcome.REDACTED: _("With the brackets you have put in above."),
    Outcome.PARAPHRASE: _("What it says in your words, marked as yours. Usual for facilitators."),
    Outcome.TOPICS: _("A few words each; the text goes no further."),
    Outcome.WITHHELD: _("Nothing of it is passed on. It is counted."),
}


class ProposalForm(forms.Form):
    """What is to become of one comment; the service says what does not fit."""

    helper = submit_helper(_("Put to the second reviewer"))
    mark_optional = False
    is_about_facilitator = forms.BooleanField(
        label=_("This is about somebody who facilitated"),
        help_text=_("It is held: never released as it is, and shown apart from the others."),
        required=False,
    )
    outcome = forms.ChoiceField(
        label=_("What is to become of it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to become of this comment.")},
    )
    paraphrase = LinesField(
        label=_("Paraphrase"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=PARAPHRASE_LENGTH,
        required=False,
    )
    topics = LinesField(
        label=_("Topics, one a line"),
        help_text=_("Yours to word: “more time”, not “longer tea breaks for ward staff”."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    withheld_because = forms.ChoiceField(
        label=_("If it is withheld: why?"),
        choices=[("", _("Choose")), *WithheldBecause.choices],
        required=False,
    )

    def __init__(
        self, *args: Any, review: Review | None, may: tuple[Outcome, ...], held: bool, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _initial(review, held=held)
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        outcome.choices = [(one, one.label) for one in may]  # type: ignore[attr-defined]
        outcome.option_hints = {one: HINTS[one] for one in may}  # type: ignore[attr-defined]
        if Outcome.PARAPHRASE not in may:
            del self.fields["paraphrase"]

    def proposal(self) -> Proposal:
        typed = self.cleaned_data
        return Proposal(
            outcome=typed["outcome"],
            withheld_because=typed["withheld_because"],
            paraphrase=typed.get("paraphrase", ""),
            topics=tuple(typed["topics"].splitlines()),
            is_about_facilitator=typed["is_about_facilitator"],
        )


def _initial(review: Review | None, *, held: bool) -> dict[str, Any]:
    if review is None:
        return {"is_about_facilitator": held, "outcome": _usual(held=held)}
    return {
        "is_about_facilitator": review.is_about_facilitator,
        "outcome": review.outcome or _usual(held=review.is_about_facilitator),
        "paraphrase": review.paraphrase,
        "topics": "\n".join(review.topics),
        "withheld_because": review.withheld_because,
    }


def _usual(*, held: bool) -> str:
    return Outcome.PARAPHRASE if held else ""


class SendBackForm(forms.Form):
    """Why the second reviewer does not agree."""

    helper = submit_helper(_("Send it back"))
    remark = LinesField(
        label=_("What should be different?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=REMARK_LENGTH,
        error_messages={"required": _("Write what should be different.")},
    )


class ReplyForm(forms.Form):
    """What facilitators say to a paraphrase; empty takes it back."""

    helper = submit_helper(_("Save the reply"))
    reply = LinesField(
        label=_("Reply"),
        help_text=_("Shown below the paraphrase, as from the facilitators, without a name."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=REPLY_LENGTH,
        required=False,
    )
