"""The personal data of this room (cop.core.registry.Holding)."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import registry
from cop.core.periods import last_day_over
from cop.core.registry import Holding, Subject
from cop.members.enums import Role
from cop.members.models import Community
from cop.rights.models import DataRequest

MONTHS = 24


def kept_requests(_community: Community) -> str:
    """As long as the record of acts, so that the answer can be checked."""
    return _("%d months after it was logged; from an erasure on without address and reason.") % (
        MONTHS
    )


def export_requests(subject: Subject) -> list[dict[str, Any]]:
    """What the person asked for by letter."""
    return [
        {
            "asked_for": one.get_kind_display(),
            "received_on": one.received_on,
            "logged_on": one.logged_on,
            "reason": one.reason,
            "done_on": one.done_on,
        }
        for one in _requests(subject)
    ]


def erase_requests(subject: Subject) -> int:
    """That something was asked for and done stays; of whom, and who answered, does not."""
    own = _requests(subject).update(email="", person=None, member=None, reason="")
    logged = DataRequest.objects.filter(
        community=subject.community, logged_by__isnull=False, logged_by=subject.person
    )
    return own + logged.update(logged_by=None)


def expire_requests(community: Community, today: dt.date, dry_run: bool) -> int:
    """Requests logged more than two years ago."""
    old = DataRequest.objects.filter(
        community=community, logged_on__lte=last_day_over(today, MONTHS)
    )
    return old.count() if dry_run else old.delete()[0]


def _requests(subject: Subject) -> QuerySet[DataRequest]:
    theirs = Q(pk__in=[])
    if subject.person is not None:
        theirs |= Q(person=subject.person) | Q(email=subject.person.email)
    if subject.member is not None:
        theirs |= Q(member=subject.member)
        if subject.member.email:
            theirs |= Q(email=subject.member.email)
    return DataRequest.objects.filter(theirs, community=subject.community)


REQUESTS = Holding(
    key="data_requests",
    title=gettext_lazy("What you asked for by letter"),
    models=("rights.DataRequest",),
    what=gettext_lazy(
        "That you asked for a copy of your data, or to be erased, and could not do it here "
        "yourself: your address, when, and why it came by letter."
    ),
    why=gettext_lazy("So that you get an answer, and nobody can ask in your name unnoticed."),
    readers=("own", Role.DATA_PROTECTION_CONTACT),
    kept=kept_requests,
    export=export_requests,
    erase=erase_requests,
    expire=expire_requests,
)


def register() -> None:
    """Enter this room's holdings."""
    registry.hold(REQUESTS)
