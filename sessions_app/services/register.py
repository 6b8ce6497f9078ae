"""The register: who came, until it is closed; and the end of a session."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record, record_reading
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.figures import Count
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.members.models import Member
from sessions_app.models import Attendance, Session
from sessions_app.policies import (
    can_close_register,
    can_end_session,
    can_record_attendance,
    can_view_needs,
    why_attendance_stands,
    why_needs_are_shut,
    why_no_apology,
    why_no_headcount,
    why_no_mark_goes,
    why_no_walk_ins,
    why_not_endable,
    why_register_stays_open,
)
from sessions_app.selectors import locked_session, members_at, needs_at
from sessions_app.services.answers import forget_needs
from sessions_app.services.meeting import refuse_if_not_meeting
from sessions_app.services.places import fill_places
from sessions_app.signals import attendance_changed, register_closed, session_ended

LONGEST_REASON = 200


@transaction.atomic
def record_attendance(
    *,
    actor: Actor,
    session: Session,
    members: Collection[Member],
    before: Collection[Member] | None = None,
    reason: str = "",
    from_list: bool = False,
) -> int:
    """Mark exactly these members as having come; returns how many did.

    ``before`` is who was marked when the secretary looked (None: who is marked now). Only what
    they changed is written, so a member who checks in meanwhile stays.
    Raises Refused once the register is closed, before the day of the session, more than
    ``DAYS_AFTER`` days after it, and where a mark is taken away without a reason.
    """
    require(can_record_attendance(actor, session))
    session = locked_session(session.pk)
    refuse_if_not_meeting(actor, session)
    refuse_if(why_attendance_stands(session))
    if any(member.community_id != session.community_id for member in members):
        raise Refused(_("Choose members of this community."))
    marked = set(session.attendances.values_list("member_id", flat=True))
    seen = marked if before is None else {member.pk for member in before}
    came = {member.pk for member in members}
    gone = (seen - came) & marked
    new = (came - seen) - marked
    if new and session.headcount is not None:
        raise Refused(
            _("This session is known by a headcount. Take it away before you mark who came.")
        )
    refuse_if(why_no_mark_goes(gone, reason))
    session.attendances.filter(member__in=gone).delete()
    Attendance.objects.bulk_create(Attendance(session=session, member_id=pk) for pk in sorted(new))
    if gone or new:
        session.register_changes.create(
            made_on=clock.today(session.community.time_zone),
            added=len(new),
            removed=len(gone),
            reason=clean_line(reason)[:LONGEST_REASON] if gone else "",
            from_list=from_list,
        )
        record(actor=actor, verb="record", target=session, fields=["attendance"])
        attendance_changed.send(sender=Session, session=session, actor=actor)
    return len(marked - gone) + len(new)


@transaction.atomic
def note_apology(*, actor: Actor, session: Session, member: Member, sent: bool = True) -> None:
    """Note that a member said they cannot come, or (``sent`` False) that they did not.

    Raises Refused once the register is closed. What a member answers themselves is not touched.
    """
    require(can_record_attendance(actor, session))
    session = locked_session(session.pk)
    refuse_if(why_no_apology(session))
    if member.community_id != session.community_id or member.is_erased:
        raise Refused(_("Choose a member of this community."))
    noted = session.apologies.filter(member=member)
    if sent and not noted.exists():
        session.apologies.create(member=member)
    elif sent or not noted.delete()[0]:
        return
    record(actor=actor, verb="record", target=session, fields=["apologies"])
    fill_places(session)


@transaction.atomic
def record_walk_ins(*, actor: Actor, session: Session, number: int) -> Session:
    """Say how many came who are no members. They have no name here and are asked for nothing.

    Raises Refused before the session has begun, and once the register is closed.
    """
    require(can_record_attendance(actor, session))
    session = locked_session(session.pk)
    refuse_if(why_no_walk_ins(session))
    if session.walk_ins != number:
        session.walk_ins = number
        session.save(update_fields=["walk_ins"])
        record(actor=actor, verb="record", target=session, fields=["walk_ins"])
    return session


def read_register(*, actor: Actor, session: Session) -> list[Member]:
    """D3: the members who came, by name; the record says who looked (policy is the caller's)."""
    came = list(members_at(session))
    if came:
        record_reading(actor=actor, what="register", target=session)
    return came


def read_needs(*, actor: Actor, session: Session) -> list[Member] | None:
    """What members need, for whoever facilitates the session and until it is over; else None.

    The record says who looked.
    """
    if not can_view_needs(actor, session) or why_needs_are_shut(session):
        return None
    members = needs_at(session)
    if members:
        record_reading(actor=actor, what="needs", target=session)
    return members


@transaction.atomic
def record_headcount(*, actor: Actor, session: Session, count: Count | None) -> Session:
    """Say how many came where nobody's name was kept; None takes the number away.

    Raises Refused before the session is over, where members are marked, and once the register of
    a session planned here is closed.
    """
    require(can_record_attendance(actor, session))
    session = locked_session(session.pk)
    refuse_if(why_no_headcount(session))
    if session.headcount_known != count:
        session.set_headcount(count)
        session.save(update_fields=["headcount", "headcount_kind"])
        record(actor=actor, verb="record", target=session, fields=["headcount"])
    return session


@transaction.atomic
def close_register(*, actor: Actor, session: Session) -> Session:
    """Close the register for good: feedback is counted against this number.

    Raises Refused before the session has begun, and the second time.
    """
    require(can_close_register(actor, session))
    session = locked_session(session.pk)
    refuse_if(why_register_stays_open(session))
    session.register_closed_at = clock.now()
    session.save(update_fields=["register_closed_at"])
    record(actor=actor, verb="close", target=session, fields=["register"])
    register_closed.send(sender=Session, session=session, actor=actor)
    return session


@transaction.atomic
def end_session(*, actor: Actor, session: Session) -> Session:
    """End the session: from here on nothing remembers who was in which space.

    Raises Refused before it has begun, and the second time.
    """
    require(can_end_session(actor, session))
    session = locked_session(session.pk)
    refuse_if(why_not_endable(session))
    session.ended_at = clock.now()
    session.save(update_fields=["ended_at"])
    forget_needs(session)
    record(actor=actor, verb="end", target=session)
    session_ended.send(sender=Session, session=session, actor=actor)
    return session
