"""Who may do what with a session, and what its time and state still allow.

``can_…`` asks who, ``why_…`` asks the session alone and answers with a reason in words or "".
Services refuse with that reason; pages ask the same function before they offer a button. Who sees
which session is ``Session.objects.visible_to``.
"""

import datetime as dt

from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.policy import Actor
from cop.members.enums import FACILITATES, Role
from cop.members.models import User
from cop.members.policies import belongs_on
from sessions_app.models import Session

DAYS_AFTER = 2
"""Days after a session on which attendance can be recorded, and feedback opened and given."""

PLANNED_AHEAD = dt.timedelta(days=2 * 366)
CHECK_IN_OPENS = dt.timedelta(minutes=30)  # before the start
READS_TOTALS = (Role.EVALUATOR, Role.SECOND_REVIEWER, Role.OVERSIGHT_CHAIR)


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


def can_cancel_session(actor: Actor, session: Session) -> bool:
    """Whoever may change it."""
    return can_change_session(actor, session)


def can_copy_session(actor: Actor, session: Session) -> bool:
    """Whoever may schedule one."""
    return actor.community.pk == session.community_id and can_schedule_session(actor)


def can_send_invitations(actor: Actor, session: Session) -> bool:
    """The secretary, and whoever facilitates the session; names are shown to neither."""
    if actor.community.pk != session.community_id:
        return False
    return actor.holds(Role.SECRETARY) or is_facilitator_of(actor, session)


def can_view_answers(actor: Actor, session: Session) -> bool:
    """How many are coming: numbers, no names."""
    return can_send_invitations(actor, session) or can_change_session(actor, session)


def can_invite_guest(actor: Actor, session: Session) -> bool:
    """Co-chairs to any session, facilitators to their own."""
    return can_change_session(actor, session)


def can_answer_invitation(actor: Actor, session: Session) -> bool:
    """Members answer for themselves, and nobody for anybody else; not for when they have left."""
    return actor.community.pk == session.community_id and belongs_on(actor, session.held_on)


def can_check_in(actor: Actor, session: Session) -> bool:
    """Members say for themselves that they are here; not on a day when they have left."""
    return actor.community.pk == session.community_id and belongs_on(actor, session.held_on)


def can_view_register(actor: Actor, session: Session) -> bool:
    """D3: names of who came to any session are the secretary's."""
    return actor.community.pk == session.community_id and actor.holds(Role.SECRETARY)


def can_record_attendance(actor: Actor, session: Session) -> bool:
    """The secretary."""
    return can_view_register(actor, session)


def can_close_register(actor: Actor, session: Session) -> bool:
    """The secretary."""
    return can_view_register(actor, session)


def can_import_register(actor: Actor) -> bool:
    """Members, sessions and attendance out of a spreadsheet: the secretary alone."""
    return actor.holds(Role.SECRETARY)


def can_export_register(actor: Actor) -> bool:
    """D1 and D3 as files: the secretary alone."""
    return actor.holds(Role.SECRETARY)


def can_view_present(actor: Actor, session: Session) -> bool:
    """D3: facilitators see who is here in their own sessions."""
    return can_view_register(actor, session) or is_facilitator_of(actor, session)


def can_view_needs(actor: Actor, session: Session) -> bool:
    """What members need is for those who facilitate the session they need it in."""
    return is_facilitator_of(actor, session)


def why_needs_are_shut(session: Session) -> str:
    """Why nobody needs to know any more what members need."""
    if session.is_cancelled:
        return _("This session is cancelled, so nobody needs to know.")
    if session.is_over:
        return _("This session is over, so nobody needs to know any more.")
    return ""


def can_view_total(actor: Actor, session: Session) -> bool:
    """D3 as a number, once the register is closed: readers and the oversight chair."""
    if not session.is_register_closed or actor.community.pk != session.community_id:
        return False
    return actor.holds(*READS_TOTALS) or can_view_present(actor, session)


def can_end_session(actor: Actor, session: Session) -> bool:
    """Ending is felt by everybody in it, so it belongs to who facilitates it."""
    return actor.community.pk == session.community_id and is_facilitator_of(actor, session)


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


def why_not_invitable(session: Session) -> str:
    """Why it is too late to send invitations."""
    if session.is_cancelled:
        return _("This session is cancelled, so nobody can be invited.")
    if session.is_over:
        return _("This session is over, so nobody can be invited.")
    return ""


def why_no_guest(session: Session) -> str:
    """Why no guest can be announced."""
    if session.is_cancelled or session.is_over:
        return _("Guests can be invited to sessions that lie ahead.")
    return ""


def why_no_answer(session: Session) -> str:
    """Why nobody can say any more whether they come."""
    if session.is_cancelled:
        return _("This session is cancelled, so there is nothing to answer.")
    if session.is_over:
        return _("This session is over, so the answer can no longer be changed.")
    return ""


def why_check_in_is_shut(session: Session) -> str:
    """Why members cannot check in; they can from 30 minutes before to the end."""
    if session.is_cancelled:
        return _("This session is cancelled.")
    if session.is_register_closed:
        return _("The register of this session is closed. Tell the secretary if you came.")
    if session.starts_at is None:
        return _("The time of this session is not known. Tell the secretary if you came.")
    if clock.now() < session.starts_at - CHECK_IN_OPENS:
        return _("Check-in opens 30 minutes before the session.")
    if session.is_over:
        return _("This session is over. Tell the secretary if you came.")
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


def why_attendance_stands(session: Session) -> str:
    """Why who came can no longer, or not yet, be recorded.

    Feedback asks those who came and shuts ``DAYS_AFTER`` days after the session. Whoever were
    added later could not answer, and would still count among those who were asked.
    """
    if session.is_register_closed:
        return _("The register is closed, and that is final.")
    if session.is_cancelled:
        return _("This session is cancelled, so nobody can have come.")
    day = clock.today(session.community.time_zone)
    if session.held_on > day:
        return _("Attendance can be recorded from the day of the session.")
    if session.held_on + dt.timedelta(days=DAYS_AFTER) < day:
        return _(
            "Attendance can be recorded until two days after the session. "
            "It stands as it is; the register can still be closed."
        )
    return ""


def why_no_headcount(session: Session) -> str:
    """Why a session cannot be known by a headcount alone."""
    if session.is_cancelled:
        return _("This session is cancelled, so nobody can have come.")
    if not session.is_over:
        return _("A headcount can be recorded once the session is over.")
    if session.is_register_closed and not session.imported:
        return _("The register is closed, and that is final.")
    if session.attendances.exists():
        return _("Members are marked as having come, so their number is known by name.")
    return ""


def why_register_stays_open(session: Session) -> str:
    """Why the register cannot be closed now."""
    if session.is_register_closed:
        return _("The register is closed, and that is final.")
    if session.is_cancelled:
        return _("This session is cancelled, so it has no register to close.")
    if not session.has_begun:
        return _("The register can be closed once the session has begun.")
    return ""
