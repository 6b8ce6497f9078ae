"""When a space can be chosen, and when the choice must be forgotten at the latest."""

import datetime as dt

from sessions_app.models import Session
from sessions_app.policies import runs_from, runs_until, why_not_run

ALARM = dt.timedelta(hours=24)
DRAFT_KEPT = dt.timedelta(days=14)


def opens_at(session: Session) -> dt.datetime:
    """An hour before the start; where the time is unknown, when the local day begins."""
    return runs_from(session)


def shuts_at(session: Session) -> dt.datetime:
    """When the session was ended; at the latest an hour past its planned end, or the day's end."""
    return session.ended_at or runs_until(session)


def kept_until(session: Session) -> dt.datetime:
    """The last moment at which choices may still be stored; later is an alarm."""
    if session.ended_at is not None:
        return session.ended_at + ALARM
    if session.ends_at is not None:
        return session.ends_at + ALARM
    return shuts_at(session)  # 24 hours after the start of the day, give or take a clock change


def is_choice_open(session: Session, now: dt.datetime) -> bool:
    """Whether a space can be chosen or changed now."""
    return not why_not_run(session, now)


def has_shut(session: Session, now: dt.datetime) -> bool:
    """Whether the spaces of the session have shut, so that only published facilitators act.

    Later than ``Session.is_over`` where nobody has ended it: people may overrun.
    """
    return session.imported or now >= shuts_at(session)


def draft_kept_until(session: Session, now: dt.datetime) -> dt.date | None:
    """The last day of a draft written now; None while spaces are open: it goes with the close."""
    return (now + DRAFT_KEPT).date() if has_shut(session, now) else None
