"""D3, own: what somebody took part in themselves, for their own certificates."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from cop.core.policy import Actor
from cop.core.registry import editions_of
from cop.members.models import Member
from sessions_app import expiry
from sessions_app.enums import SessionState
from sessions_app.models import Attendance, Facilitator, Session


def sessions_attended(actor: Actor, *, session: Session | None = None) -> list[Session]:
    """The sessions the actor came to, in date order; one of them alone, if ``session`` is given.

    Whoever facilitated one and is no member cannot stand on its register, and came as well.
    """
    if actor.person is None:
        return []
    came = Q(Exists(Attendance.objects.filter(session=OuterRef("pk"), member=actor.member)))
    if actor.member is None:
        led = Facilitator.objects.filter(session=OuterRef("pk"), person=actor.person)
        known = Member.objects.filter(community=actor.community, person=actor.person)
        came = Q(Exists(led)) & ~Q(Exists(known))
    held = Session.objects.filter(
        came, community=actor.community, state=SessionState.PLANNED
    ).select_related("community")
    if session is not None:
        held = held.filter(pk=session.pk)
    return [one for one in held if one.is_over]


def names_kept_until(session: Session) -> dt.date:
    """The day on which names leave the register of this session, as far as is known today."""
    editions = editions_of(session.community)
    since = expiry.imported_on(session, session.community)
    return expiry.KEPT.ends_on(session.held_on, editions, kept_since=since)
