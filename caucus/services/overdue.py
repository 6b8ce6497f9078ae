"""R7: what is overdue goes to those named for the caucus that owes it, and to nobody else.

Never to the caucus that asks. Where nobody is named nobody is written to.
"""

import datetime as dt
import logging
from zoneinfo import ZoneInfo

from django.db import transaction

from caucus.letters import OVERDUE, write_overdue_letter
from caucus.models import Caucus, OverdueTold
from caucus.policies import can_tell_of_overdue
from caucus.selectors import overdue_commitments, published_facilitators
from caucus.services.alone import alone
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.models import Community, Member
from cop.members.selectors import system_actor, wants
from cop.members.services import lock
from cop.post.services import post_letter

log = logging.getLogger(__name__)
EVERY = dt.timedelta(days=7)
HOURS = range(9, 17)  # where the community is


def tell_of_overdue() -> None:
    """Hourly, by day: each community by itself."""
    for community in Community.objects.order_by("pk"):
        if clock.now().astimezone(ZoneInfo(community.time_zone)).hour in HOURS:
            alone(_tell, community)


def _tell(community: Community) -> None:
    tell_community_of_overdue(actor=system_actor(community))


@transaction.atomic
def tell_community_of_overdue(*, actor: Actor) -> int:
    """Write to those named for each caucus that owes something past its day; how many mails."""
    require(can_tell_of_overdue(actor))
    community = lock(actor.community)
    owing = {one.caucus for one in overdue_commitments(community)}
    return sum(_tell_caucus(caucus) for caucus in owing if not caucus.is_answered_to)


def _tell_caucus(caucus: Caucus) -> int:
    community = caucus.community
    today = clock.today(community.time_zone)
    if OverdueTold.objects.filter(caucus=caucus, told_on__gt=today - EVERY).exists():
        return 0
    recipients = _recipients(caucus)
    if not recipients:
        return 0
    try:
        sent = post_letter(
            community_id=community.pk,
            kind=OVERDUE,
            recipients=recipients,
            letter=write_overdue_letter(community),
        )
    except Refused:
        log.warning("Mail about what is overdue in community %s may not leave.", community.pk)
        return 0
    OverdueTold.objects.update_or_create(caucus=caucus, defaults={"told_on": today})
    return len(sent)


def _recipients(caucus: Caucus) -> list[tuple[str, str]]:
    """Who is named for the caucus, without members who want no reminders."""
    here = Member.objects.filter(community=caucus.community, person__isnull=False)
    spared = here.exclude(pk__in=wants(here, OVERDUE).values("pk"))
    named = published_facilitators(caucus.community).filter(caucus=caucus)
    return [
        (one.person.email, str(one.person))
        for one in named.exclude(person__in=spared.values("person"))
        if one.person.email
    ]
