"""Leaving a community: what ends at once, and who is still needed."""

import datetime as dt

from django.db import transaction

from cop.audit.services import record
from cop.core import clock
from cop.core.policy import Actor, require
from cop.core.registry import Subject
from cop.members.enums import Role
from cop.members.models import Appointment, Community, Member, User
from cop.members.policies import can_leave_community, has_left
from cop.members.selectors import overlapping_appointments
from cop.members.services.appointments import lock, refuse_without_co_chair
from cop.members.signals import person_left


@transaction.atomic
def leave_community(*, actor: Actor) -> None:
    """Let today be the actor's last day as a member; roles end at once.

    Raises Refused for the last co-chair, who needs a successor first. Whoever left may be invited
    back.
    """
    require(can_leave_community(actor))
    community = lock(actor.community)
    refuse_last_co_chair(community, actor.person)
    day = clock.today(community.time_zone)
    if actor.member is not None and not has_left(actor):
        Member.objects.filter(pk=actor.member.pk, is_erased=False).update(left_on=day)
    held = Appointment.objects.filter(community=community, person=actor.person)
    held.filter(from_on__gte=day).delete()
    held.exclude(until_on__lt=day).update(until_on=day - dt.timedelta(days=1))
    record(actor=actor, verb="leave", target=community)
    person_left.send(sender=Member, subject=Subject(community, actor.person, actor.member))


def refuse_last_co_chair(community: Community, person: User | None) -> None:
    """Raise Refused where the community would be left without a co-chair, today or later."""
    if person is None:
        return
    day = clock.today(community.time_zone)
    held = overlapping_appointments(community, day, None).filter(person=person, role=Role.CO_CHAIR)
    begins = held.order_by("from_on").values_list("from_on", flat=True).first()
    if begins is not None:
        refuse_without_co_chair(community, without=person, on=max(begins, day))
