"""Who plans, changes and ends a session."""

import datetime as dt

from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.policy import Actor
from cop.members.enums import FACILITATES, Role
from cop.members.models import User
from sessions_app.models import Session

PLANNED_AHEAD = dt.timedelta(days=2 * 366)


def is_named_facilitator(person: User | None, session: Session) -> bool:
    """The session names this person as facilitator, whatever role they hold today.

    No query where the session came through its door, which fetches the facilitators.
    """
    if person is None:
        return False
    return any(named.person_id == person.pk for named in session.facilitators.all())


def is_facilitator_of(actor: Actor, session: Session) -> bool:
    """The session names this person as facilitator, and they hold the role today."""
    if actor.is_system:
        return True
    if not actor.holds(*FACILITATES) or actor.community.pk != session.community_id:
        return False
    return is_named_facilitator(actor.person, session)


def can_schedule_session(actor: Actor) -> bool:
    """Co-chairs and facilitators plan the year."""
    return actor.holds(*FACILITATES)


def can_change_session(actor: Actor, session: Session) -> bool:
    """Co-chairs any session, facilitators their own."""
    if actor.community.pk != session.community_id:
        return False
    return actor.holds(Role.CO_CHAIR) or is_facilitator_of(actor, session)


def can_keep_marked_days(actor: Actor) -> bool:
    """Whoever plans keeps the list of days to know of."""
    return can_schedule_session(actor)


def can_cancel_session(actor: Actor, session: Session) -> bool:
    """Whoever may change it."""
    return can_change_session(actor, session)


def can_copy_session(actor: Actor, session: Session) -> bool:
    """Whoever may schedule one."""
    return actor.community.pk == session.community_id and can_schedule_session(actor)


def can_end_session(actor: Actor, session: Session) -> bool:
    """Whoever runs it: its facilitators, and the co-chair who takes over from them."""
    return can_change_session(actor, session)


def can_view_debrief(actor: Actor) -> bool:
    """The debrief after the session is for facilitators."""
    return actor.holds(*FACILITATES)


def why_too_far(starts_at: dt.datetime) -> str:
    """Why nothing is planned for that time: so far ahead it is a slip of the finger."""
    if starts_at > clock.now() + PLANNED_AHEAD:
        return _("Choose a date within the next two years. Check the year.")
    return ""


def why_session_is_fixed(session: Session) -> str:
    """Why a session can no longer be changed."""
    if session.is_cancelled:
        return _("This session is cancelled. Copy it to plan it again.")
    if session.has_begun:
        return _("This session has begun, so it can no longer be changed.")
    return ""


def why_not_theirs(actor: Actor, session: Session) -> str:
    """Why a session of the same programme is not the actor's to change with the others."""
    if can_change_session(actor, session):
        return ""
    return _("You do not facilitate %s. Change your own, or ask a co-chair.") % session.title


def why_not_cancellable(session: Session) -> str:
    """Why there is nothing left to cancel."""
    if session.is_cancelled:
        return _("This session is cancelled already.")
    if session.ended_at is not None or session.is_register_closed:
        return _("This session has taken place, so it cannot be cancelled.")
    if session.has_begun:
        # What people say about it would be buried with it.
        return _("It has begun, so it can no longer be cancelled. Let a facilitator end it.")
    if session.held_on <= clock.today(session.community.time_zone) and session.attendances.exists():
        return _("It has begun: members have checked in, so it can no longer be cancelled.")
    return ""


def why_not_endable(session: Session) -> str:
    """Why the session cannot be ended."""
    if session.is_cancelled:
        return _("This session is cancelled.")
    if session.ended_at is not None:
        return _("This session has ended already.")
    if not session.has_begun:
        return _("This session has not begun yet.")
    return ""
