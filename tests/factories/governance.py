"""Communities that have everything in place."""

import datetime as dt

from cop.governance.enums import LawfulBasis, SpecialCondition
from cop.governance.models import Governance
from cop.governance.notice import confirmed_words
from cop.members.models import Community

LONG_AGO = dt.date(2020, 1, 1)


def open_all_stages(community: Community, *, figures_only: bool = False) -> Governance:
    """Everything the three stages ask for, people apart: appoint them before.

    ``figures_only`` is for a community without an evaluator.
    """
    facts, _created = Governance.objects.update_or_create(
        community=community,
        defaults={
            "controller_name": "Northern Care Trust",
            "controller_contact": "information.governance@example.org",
            "lawful_basis": LawfulBasis.PUBLIC_TASK,
            "samaritans": "Samaritans, 116 123",
            "independent_name": "Marian Bell",
            "independent_contact": "marian.bell@example.org",
            "notice_confirmed_on": LONG_AGO,
            "special_condition": SpecialCondition.EQUALITY,
            "dpia_reference": "DPIA-2020-7",
            "figures_only": figures_only,
            "retention_confirmed_on": LONG_AGO,
            "thresholds_confirmed_on": LONG_AGO,
            "validation": "Half of the October session.",
            "consent_asked": "Asked aloud by its facilitator; silence keeps findings out.",
        },
    )
    facts.notice_facts = confirmed_words(community, facts).digests()
    facts.save(update_fields=["notice_facts"])
    return facts
