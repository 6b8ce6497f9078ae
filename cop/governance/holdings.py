"""The personal data this room keeps: complaints, where somebody put their name to one."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import registry
from cop.core.periods import last_day_over
from cop.core.registry import Holding, Subject
from cop.governance.models import Breach, Complaint
from cop.members.enums import Role
from cop.members.models import Community

COMPLAINT_MONTHS = 24
BREACH_MONTHS = 36


def kept_complaints(_community: Community) -> str:
    """From the day it was closed."""
    return _("Until %d months after it is closed.") % COMPLAINT_MONTHS


def kept_breaches(_community: Community) -> str:
    """From the day it was closed."""
    return _("Until %d months after it is closed.") % BREACH_MONTHS


def export_complaints(subject: Subject) -> list[dict[str, Any]]:
    """Those that carry the person's address; others cannot be found."""
    return [
        {
            "received_on": complaint.received_on,
            "words": complaint.words,
            "name": complaint.name,
            "acknowledged_on": complaint.acknowledged_on,
            "closed_on": complaint.closed_on,
        }
        for complaint in _of(subject)
    ]


def erase_complaints(subject: Subject) -> int:
    """The complaint stays, without who made it."""
    return _of(subject).update(name="", contact="")


def expire_complaints(community: Community, today: dt.date, dry_run: bool) -> int:
    """Those closed long enough ago."""
    past = Complaint.objects.filter(
        community=community, closed_on__lte=last_day_over(today, COMPLAINT_MONTHS)
    )
    return past.count() if dry_run else past.delete()[1].get("governance.Complaint", 0)


def expire_breaches(community: Community, today: dt.date, dry_run: bool) -> int:
    """Those closed long enough ago."""
    past = Breach.objects.filter(
        community=community, closed_on__lte=last_day_over(today, BREACH_MONTHS)
    )
    return past.count() if dry_run else past.delete()[1].get("governance.Breach", 0)


def _of(subject: Subject) -> QuerySet[Complaint]:
    addresses = {
        one.email for one in (subject.person, subject.member) if one is not None and one.email
    }
    return Complaint.objects.filter(community=subject.community, contact__in=addresses)


COMPLAINTS = Holding(
    key="complaints",
    title=gettext_lazy("Complaints"),
    models=("governance.Complaint",),
    what=gettext_lazy(
        "Complaints: what was said, the day, and a name and address only where somebody gave them."
    ),
    why=gettext_lazy("So that each is acknowledged in time and answered."),
    readers=(Role.DATA_PROTECTION_CONTACT,),
    kept=kept_complaints,
    export=export_complaints,
    erase=erase_complaints,
    expire=expire_complaints,
)
BREACHES = Holding(
    key="breaches",
    title=gettext_lazy("Breaches of data protection"),
    models=(),
    what=gettext_lazy("Breaches of data protection: what happened and what was done; no names."),
    why=gettext_lazy("So that each is reported in time where it must be."),
    readers=(Role.DATA_PROTECTION_CONTACT, Role.CO_CHAIR),
    kept=kept_breaches,
    export=lambda _subject: [],
    erase=lambda _subject: 0,
    expire=expire_breaches,
)


def register() -> None:
    """Enter them, once."""
    registry.hold(COMPLAINTS, BREACHES)
