"""The register: who came, until it is closed; and the end of a session."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.models import Member
from sessions_app.models import Attendance, Session
from sessions_app.policies import can_close_register, can_end_session, can_record_attendance
from sessions_app.signals import attendance_changed, register_closed, session_ended


@transaction.atomic
def record_attendance(
    *,
    actor: Actor,
    session: Session,
    members: Collection[Member],
    before: Collection[Member] | None = None,
) -> int:
    """Mark exactly these members as having come; returns how many did.

    ``before`` is who was marked when the secretary looked (None: who is marked now). Only what
    they changed is written, so a member who checks in meanwhile stays.
    Raises Refused once the register is closed, and before the day of the session.
    """
    require(can_record_attendance(actor, session))
    session = _locked(session)
    _refuse_if_closed(session)
    if session.is_cancelled:
        raise Refused(_("This session is cancelled, so nobody can have come."))
    if session.held_on > clock.today(actor.community.time_zone):
        raise Refused(_("Attendance can be recorded from the day of the session."))
    if any(member.community_id != session.community_id for member in members):
        raise Refused(_("Choose members of this community."))
    marked = set(session.attendances.values_list("member_id", flat=True))
    seen = marked if before is None else {member.pk for member in before}
    came = {member.pk for member in members}
    gone = (seen - came) & marked
    new = (came - seen) - marked
    session.attendances.filter(member__in=gone).delete()
    Attendance.objects.bulk_create(Attendance(session=session, member_id=pk) for pk in sorted(new))
    if gone or new:
        record(actor=actor, verb="record", target=session, fields=["attendance"])
        attendance_changed.send(sender=Session, session=session, actor=actor)
    return len(marked - gone) + len(new)


@transaction.atomic
def close_register(*, actor: Actor, session: Session) -> Session:
    """Close the register for good: feedback is counted against this number.

    Raises Refused before the session has begun, and the second time.
    """
    require(can_close_register(actor, session))
    session = _locked(session)
    refuse_if_not_closable(session)
    session.register_closed_at = clock.now()
    session.save(update_fields=["register_closed_at"])
    record(actor=actor, verb="close", target=session, fields=["register"])
    register_closed.send(sender=Session, session=session, actor=actor)
    return session


def refuse_if_not_closable(session: Session) -> None:
    """Raise Refused where the register cannot be closed now."""
    _refuse_if_closed(session)
    if session.is_cancelled:
        raise Refused(_("This session is cancelled, so it has no register to close."))
    if not session.has_begun:
        raise Refused(_("The register can be closed once the session has begun."))


@transaction.atomic
def end_session(*, actor: Actor, session: Session) -> Session:
    """End the session: from here on nothing remembers who was in which space.

    Raises Refused before it has begun, and the second time.
    """
    require(can_end_session(actor, session))
    session = _locked(session)
    if session.is_cancelled:
        raise Refused(_("This session is cancelled."))
    if session.ended_at is not None:
        raise Refused(_("This session has ended already."))
    if not session.has_begun:
        raise Refused(_("This session has not begun yet."))
    session.ended_at = clock.now()
    session.save(update_fields=["ended_at"])
    record(actor=actor, verb="end", target=session)
    session_ended.send(sender=Session, session=session, actor=actor)
    return session


def _locked(session: Session) -> Session:
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("community")
        .get(pk=session.pk)
    )


def _refuse_if_closed(session: Session) -> None:
    if session.is_register_closed:
        raise Refused(_("The register is closed, and that is final."))
