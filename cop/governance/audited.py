"""What may be on record about governance: which fact changed, never what it says."""

from django.utils.translation import gettext_lazy as _

from cop.audit.enums import Verb
from cop.core.registry import Audited, audited, audited_fields

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

audited_fields |= {
    "controller_name": _("who answers for the data"),
    "controller_contact": _("how to reach who answers for the data"),
    "staff_support": _("support for staff"),
    "informed_support": _("race-informed support"),
    "speak_up": _("speaking up"),
    "independent_name": _("the independent person"),
    "independent_contact": _("how to reach the independent person"),
    "notice_confirmed_on": _("day the notice was confirmed"),
    "notice_facts": _("what the confirmed notice says"),
    "special_condition": _("special-category condition"),
    "dpia_reference": _("the impact assessment"),
    "screening_decided_on": _("day of the screening decision"),
    "figures_only": _("whether only ratings are asked"),
    "retention_confirmed_on": _("day the periods were confirmed"),
    "thresholds_confirmed_on": _("day the numbers of answers were confirmed"),
    "consent_asked": _("whether consent is asked for a choice"),
    "keeps_complaints": _("whether complaints are kept here"),
    "keeps_breaches": _("whether breaches are kept here"),
}

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
