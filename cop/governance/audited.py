"""What may be on record about governance: which fact changed, never what it says."""

from django.utils.translation import gettext_lazy as _

from cop.audit.enums import Verb
from cop.core.registry import Audited, audited

FACTS = frozenset(
    {
        "controller_name",
        "controller_contact",
        "lawful_basis",
        "staff_support",
        "informed_support",
        "union",
        "speak_up",
        "samaritans",
        "independent_name",
        "independent_contact",
        "notice_confirmed_on",
        "notice_facts",
        "special_condition",
        "dpia_reference",
        "screening_decision",
        "screening_decided_on",
        "figures_only",
        "retention_confirmed_on",
        "thresholds_confirmed_on",
        "validation",
        "consent_asked",
        "keeps_complaints",
        "keeps_breaches",
    }
)

audited += [
    Audited("governance", _("what the community has in place"), {Verb.CHANGE: FACTS}),
    # Who complains is not on record: only that the contact entered or worked one.
    Audited(
        "complaint",
        _("a complaint"),
        {Verb.CREATE: frozenset(), Verb.CHANGE: frozenset({"steps"})},
    ),
    Audited("breach", _("a breach"), {Verb.CREATE: frozenset(), Verb.CHANGE: frozenset({"steps"})}),
]
