"""Who follows a session while it runs, who runs it, and what can be pressed when."""

import datetime as dt

from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.policy import Actor
from cop.members.enums import Role
from cop.members.policies import belongs_on
from sessions_app.enums import Act
from sessions_app.formats import without_dialogue
from sessions_app.models import Session
from sessions_app.policies.planning import can_change_session, is_facilitator_of
from sessions_app.presses import end_after, pressed
from sessions_app.running import EARLY, Moment

OVERRUN = dt.timedelta(minutes=60)
"""Past the planned end: then a session is over whatever was pressed, and its spaces shut."""
KEPT_OPEN = dt.timedelta(hours=24)
"""After that its checklist stands as it is."""


def can_follow_session(actor: Actor, session: Session) -> bool:
    """Whoever takes part: members of that day, its guests and its facilitators."""
    if actor.community.pk != session.community_id:
        return False
    if takes_part(actor, session):
        return True
    if actor.person is None or Role.GUEST not in actor.roles:
        return False
    return session.guests.filter(person=actor.person).exists()


def takes_part(actor: Actor, session: Session) -> bool:
    """In every part of it, also where the caucuses meet: guests are not."""
    return belongs_on(actor, session.held_on) or can_run_session(actor, session)


def can_run_session(actor: Actor, session: Session) -> bool:
    """Its facilitators, and any co-chair: one takes over when the other drops out."""
    return can_change_session(actor, session) or is_facilitator_of(actor, session)


def runs_from(session: Session) -> dt.datetime:
    """From when it can be run: an hour before the start, or from the day's begin on."""
    if session.starts_at is not None:
        return session.starts_at - EARLY
    return clock.midnight(session.held_on, session.community.time_zone)


def runs_until(session: Session) -> dt.datetime:
    """Until when at the latest: an hour past the planned end, or until the day is over."""
    if session.ends_at is not None:
        return session.ends_at + OVERRUN
    return clock.midnight(session.held_on + dt.timedelta(days=1), session.community.time_zone)


def why_not_run(session: Session, now: dt.datetime) -> str:
    """Why nothing of the session can be pressed now."""
    if session.is_cancelled:
        return _("This session is cancelled, so nothing of it runs.")
    if session.imported:
        return _("This session was brought in from a file. It lies in the past and cannot be run.")
    if session.ended_at is not None:
        return _("This session has ended. Nothing was changed by your press.")
    if now < runs_from(session):
        begins = runs_from(session)
        return _("It is too early. You can run this session from %(time)s on %(day)s.") % {
            "time": clock.instant_in_words(begins, session.community.time_zone),
            "day": clock.date_in_words(clock.local(begins, session.community.time_zone).date()),
        }
    if now >= runs_until(session):
        return _("This session is over: more than an hour has passed since its planned end.")
    return ""


def is_on(session: Session) -> bool:
    """People gather, or are together: as long as it can be run, whatever the date."""
    return not why_not_run(session, clock.now())


def why_no_act(act: Act, session: Session, moment: Moment) -> str:
    """Why this cannot be pressed at this moment; whether the session runs is asked before."""
    if not moment.parts:
        return _("This session has no parts to go through.")
    if moment.position >= len(moment.parts):
        return _(
            "The plan is over, so there is nothing to move on. Take the time you need, "
            "and end the session when everybody is ready."
        )
    return _why_not_from_here(act, session, moment) or _why_too_long(act, session, moment)


def _why_not_from_here(act: Act, session: Session, moment: Moment) -> str:
    place, runs = moment.position, moment.current is not None
    if act == Act.BEGIN:
        began = runs and (place > 0 or moment.press is not None)
        return _("The session has begun already.") if began else ""
    if act in (Act.APART, Act.TOGETHER):
        return _why_same_plan(act, session, moment)
    if not runs:
        return _("The session has not begun. Press “Begin now” first.")
    if act == Act.BACK:
        early = session.starts_at is not None and moment.now < session.starts_at
        return "" if place > 0 or (early and moment.press) else _("This is the first part.")
    if moment.is_over:
        return _("All parts with everybody are over. Go back one part if you need more time.")
    if act == Act.NEXT and place + 1 >= len(moment.parts):
        return _("This is the last part. End the session when everybody is ready.")
    return ""


def _why_same_plan(act: Act, session: Session, moment: Moment) -> str:
    if moment.is_apart == (act == Act.APART):
        return _("This plan is followed already.")
    has_other = moment.is_apart or without_dialogue(moment.parts)
    return "" if session.is_caucused and has_other else _("This session has no other plan.")


def _why_too_long(act: Act, session: Session, moment: Moment) -> str:
    """No press pushes the session past the hour after which everything shuts by itself."""
    if act == Act.NEXT:
        return ""  # goes on early, so nothing ends later
    ends = end_after(pressed(act, moment), moment)
    if ends is None or ends <= runs_until(session):
        return ""
    return _(
        "That would take the session past %s, an hour after its planned end. Then it is over by "
        "itself. End another part early, and there is time again."
    ) % clock.instant_in_words(runs_until(session), session.community.time_zone)


def why_no_tick(session: Session, now: dt.datetime) -> str:
    """Why nothing on the checklist can be ticked now."""
    if session.is_cancelled or session.imported or now < runs_from(session):
        return why_not_run(session, now)
    if now >= runs_until(session) + KEPT_OPEN:
        return _("This session is long over, so its checklist stays as it is.")
    return ""
