"""Who says that somebody came, and who reads it."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.figures import Count, number_in
from cop.core.names import clean_line
from cop.core.policy import Actor
from cop.members.enums import Role
from cop.members.policies import belongs_on
from sessions_app.models import Session
from sessions_app.policies.planning import is_facilitator_of

DAYS_AFTER = 2
"""Days after a session on which attendance can be recorded, and feedback opened and given."""
CHECK_IN_OPENS = dt.timedelta(minutes=30)  # before the start
FEWEST_FOR_RESULTS = 5  # feedback.disclosure shows nothing of fewer
READS_TOTALS = (Role.EVALUATOR, Role.SECOND_REVIEWER, Role.OVERSIGHT_CHAIR)


def can_check_in(actor: Actor, session: Session) -> bool:
    """Members say for themselves that they are here; not on a day when they have left."""
    return actor.community.pk == session.community_id and belongs_on(actor, session.held_on)


def can_check_in_today(actor: Actor) -> bool:
    """Whoever is a member today; whether a session is on is another matter."""
    return belongs_on(actor, clock.today(actor.community.time_zone))


def can_show_code(actor: Actor, session: Session) -> bool:
    """Whoever may see who is here may show the code in the room."""
    return can_view_present(actor, session)


def can_view_register(actor: Actor, session: Session) -> bool:
    """D3: names of who came to any session are the secretary's."""
    return actor.community.pk == session.community_id and actor.holds(Role.SECRETARY)


def can_record_attendance(actor: Actor, session: Session) -> bool:
    """The secretary."""
    return can_view_register(actor, session)


def can_close_register(actor: Actor, session: Session) -> bool:
    """The secretary."""
    return can_view_register(actor, session)


def can_view_attendance(actor: Actor) -> bool:
    """Attendance in numbers, over many sessions: whoever knows the register, or reads totals."""
    return actor.holds(Role.SECRETARY, *READS_TOTALS)


def can_view_attendance_whole(actor: Actor) -> bool:
    """By organisation, and of sessions whose register is open: whoever knows the names anyway."""
    return actor.holds(Role.SECRETARY)


def can_import_register(actor: Actor) -> bool:
    """Members, sessions and attendance out of a spreadsheet: the secretary alone."""
    return actor.holds(Role.SECRETARY)


def can_export_register(actor: Actor) -> bool:
    """D1 and D3 as files: the secretary alone."""
    return actor.holds(Role.SECRETARY)


def can_view_present(actor: Actor, session: Session) -> bool:
    """D3: facilitators see who is here in their own sessions."""
    return can_view_register(actor, session) or is_facilitator_of(actor, session)


def can_view_total(actor: Actor, session: Session) -> bool:
    """D3 as a number, once the register is closed: readers and the oversight chair."""
    if not session.is_register_closed or actor.community.pk != session.community_id:
        return False
    return actor.holds(*READS_TOTALS) or can_view_present(actor, session)


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


def why_no_mark_goes(gone: Collection[int], reason: str) -> str:
    """Why marks cannot be taken away: somebody said they came, so the log says why they did not."""
    if gone and not clean_line(reason):
        return _("Say why you take a mark away. The reason is listed with the change.")
    return ""


def why_no_apology(session: Session) -> str:
    """Why apologies can no longer be noted."""
    if session.is_cancelled:
        return _("This session is cancelled, so nobody has to apologise.")
    if session.is_register_closed:
        return _("The register is closed, and that is final.")
    return ""


def why_no_meeting_list(session: Session) -> str:
    """Why no list of who was in the meeting can be read."""
    if session.headcount is not None:
        return _("This session is known by a headcount. Take it away before you mark who came.")
    if not session.is_over and not session.is_cancelled:
        return _("A meeting’s list can be read once the session is over.")
    return why_attendance_stands(session)


def why_no_walk_ins(session: Session) -> str:
    """Why nobody can be counted who came and is no member."""
    if session.is_cancelled:
        return _("This session is cancelled, so nobody can have come.")
    if session.is_register_closed:
        return _("The register is closed, and that is final.")
    if not session.has_begun:
        return _("Who came can be counted once the session has begun.")
    return ""


def why_feedback_stays_small(number: Count) -> str:
    """What to know before a register is closed with so few that no results can be shown."""
    if number_in(number) < FEWEST_FOR_RESULTS:
        return _(
            "With fewer than 5 people to answer, results of the feedback are not shown, so that "
            "nobody can be picked out. Comments can still reach you another way: ask in the next "
            "session what people made of this one."
        )
    return ""


def why_close_later(session: Session) -> str:
    """What to know before the register of a session is closed while it is on."""
    if session.is_over:
        return ""
    end, zone = session.over_at, session.community.time_zone
    until = clock.time_in_words(clock.local(end, zone)) if end else _("midnight")
    return (
        _(
            "The session is still on, until %s. Once its register is closed nobody can check in "
            "any more. The list of a meeting can be read once the session is over, and only while "
            "the register is open: if you close it now, that list cannot be read at all."
        )
        % until
    )


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
