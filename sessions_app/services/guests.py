"""Guests: somebody invited to one session."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from cop.members.enums import READS_ANSWERS, Role
from cop.members.models import User
from cop.members.selectors import actor_in, overlapping_appointments
from cop.members.services import appoint, person_for
from sessions_app.models import Guest, Session
from sessions_app.policies import can_invite_guest, why_no_guest
from sessions_app.services.invitations import invite_as_guest

READS_ON_FOR = dt.timedelta(days=366)  # share-backs and the report of that year


@transaction.atomic
def invite_guest(*, actor: Actor, session: Session, email: str, name: str = "") -> Guest:
    """Announce a guest in a session: they see this one, and nothing else of the community.

    The role lasts a year beyond the session, so that they can read what came of it.
    They are sent the invitation. Raises Refused for members, for readers of unreviewed answers,
    for a session that is over, and if the mail would name a caucus.
    """
    require(can_invite_guest(actor, session))
    refuse_if(why_no_guest(session))
    person = person_for(email, name)
    if actor_in(person, actor.community).is_member:
        raise Refused(_("This person is a member, so they are invited already."))
    day = clock.today(actor.community.time_zone)
    until = session.held_on + READS_ON_FOR
    held = overlapping_appointments(actor.community, day, until).filter(person=person)
    if held.filter(role__in=READS_ANSWERS).exists():
        raise Refused(_("This person reads unreviewed answers, so they cannot visit a session."))
    _keep_role(actor, person, name, day, until)
    guest, created = Guest.objects.get_or_create(session=session, person=person)
    if not created:
        raise Refused(_("This guest is announced already."))
    record(actor=actor, verb="invite", target=guest)
    invite_as_guest(guest)
    return guest


def _keep_role(actor: Actor, person: User, name: str, day: dt.date, until: dt.date) -> None:
    """Give the role of guest from the day on, or let it last longer."""
    held = overlapping_appointments(actor.community, day, until).filter(
        person=person, role=Role.GUEST
    )
    longest = held.order_by(F("until_on").asc(nulls_last=True)).last()
    if longest is None:
        appoint(actor=actor, email=person.email, name=name, role=Role.GUEST, until_on=until)
    elif longest.until_on is not None and longest.until_on < until:
        longest.until_on = until
        longest.save(update_fields=["until_on"])
        record(actor=actor, verb="change", target=longest, fields=["until_on"])
