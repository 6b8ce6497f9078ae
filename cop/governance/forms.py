"""Input: what a community has in place."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, TypedDateField, submit_helper
from cop.governance.enums import LawfulBasis, SpecialCondition
from cop.governance.models import Governance
from cop.governance.support import NATIONAL

BASIS_HINTS: dict[str, str | Promise] = {
    LawfulBasis.PUBLIC_TASK: _("The host is an NHS body, a council or another public authority."),
    LawfulBasis.LEGITIMATE_INTERESTS: _("The host is a charity, a network or a company."),
    LawfulBasis.LEGAL_OBLIGATION: _("A law requires the work, such as the public equality duty."),
    LawfulBasis.CONSENT: _("Rarely right where an employer asks: people must be free to say no."),
}
CONDITION_HINTS: dict[str, str | Promise] = {
    SpecialCondition.EXPLICIT_CONSENT: _(
        "Choosing a space is the consent; it ends with the session."
    ),
    SpecialCondition.EQUALITY: _(
        "To promote equality of opportunity; the controller needs a policy document for it."
    ),
    SpecialCondition.EMPLOYMENT: _("The employer runs the community under a duty to its staff."),
    SpecialCondition.NOT_FOR_PROFIT: _("A charity or union, for members, and never outside it."),
    SpecialCondition.RESEARCH: _("Only for a study with its own approval."),
}


def initial_of(facts: Governance, names: list[str]) -> dict[str, Any]:
    """What is known, or where nothing is said yet what holds in the whole country."""
    return {name: getattr(facts, name) or NATIONAL.get(name, "") for name in names}


class MeetForm(forms.Form):
    """Who answers for the data, why it may be kept, and where members find support."""

    mark_optional = False

    controller_name = LineField(
        label=_("Which organisation answers for the data?"),
        help_text=_("The controller: mostly the organisation that hosts the community."),
        max_length=200,
    )
    controller_contact = LineField(
        label=_("How can people reach it?"),
        help_text=_("An address or telephone number that will still work next year."),
        max_length=300,
    )
    lawful_basis = forms.ChoiceField(
        label=_("Why may names and addresses be kept?"),
        choices=LawfulBasis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the lawful basis, or ask your officer first.")},
    )
    independent_name = LineField(
        label=_("Who is the independent person?"),
        help_text=_("Not a facilitator: for anything that went wrong in a session."),
        max_length=200,
    )
    independent_contact = LineField(label=_("How can members reach them?"), max_length=300)
    staff_support = LineField(label=_("Staff support"), max_length=300, required=False)
    informed_support = LineField(
        label=_("Support that understands racism"), max_length=300, required=False
    )
    union = LineField(label=_("Union"), max_length=300, required=False)
    speak_up = LineField(label=_("Speaking up"), max_length=300, required=False)
    samaritans = LineField(label=_("Day and night"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        basis: Any = self.fields["lawful_basis"]
        basis.option_hints = BASIS_HINTS


class ListenForm(forms.Form):
    """Why the choice of a space may be stored, who reads comments, and two confirmations."""

    helper = submit_helper(_("Save"))
    mark_optional = False

    special_condition = forms.ChoiceField(
        label=_("Why may the choice of a space be stored?"),
        choices=SpecialCondition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the condition, or ask your officer first.")},
    )
    figures_only = forms.BooleanField(
        label=_("Ask for ratings only, without comments"),
        help_text=_("For a community without an evaluator. You may appoint one later."),
        required=False,
    )
    confirm_retention = forms.BooleanField(
        label=_("Our controller is content with how long things are kept"), required=False
    )
    confirm_thresholds = forms.BooleanField(
        label=_("We have looked at how many answers it takes before anything is shown"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        condition: Any = self.fields["special_condition"]
        condition.option_hints = CONDITION_HINTS


class ScreeningForm(forms.Form):
    """The assessment's reference, or the decision that none is needed."""

    helper = submit_helper(_("Save"))

    reference = LineField(
        label=_("Reference of the impact assessment"), max_length=200, required=False
    )
    decision = forms.CharField(
        label=_("Or: the officer’s decision"),
        help_text=_("Why a full assessment is not needed, in their words, with their name."),
        widget=forms.Textarea,
        max_length=2000,
        required=False,
    )
    decided_on = TypedDateField(label=_("Day of the decision"), required=False)


class PublishForm(forms.Form):
    """How themes are checked, and how the caucus that is answered to is asked."""

    helper = submit_helper(_("Save"))

    validation = forms.CharField(
        label=_("When and how do members check the themes?"),
        widget=forms.Textarea,
        max_length=1000,
    )
    consent_asked = forms.CharField(
        label=_("How is the caucus asked before its findings are published?"),
        help_text=_(
            "Until the program asks it at a session, this is your word that somebody does."
        ),
        widget=forms.Textarea,
        max_length=1000,
    )


class RegistersForm(forms.Form):
    """Which registers the community keeps here."""

    helper = submit_helper(_("Save"))
    mark_optional = False

    keeps_complaints = forms.BooleanField(
        label=_("Keep a register of complaints here"),
        help_text=_("Otherwise the controller keeps its own, and the page says how to reach it."),
        required=False,
    )
    keeps_breaches = forms.BooleanField(
        label=_("Keep a register of data breaches here"), required=False
    )
