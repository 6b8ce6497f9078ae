"""Reads of a session while it runs."""

import datetime as dt
from dataclasses import replace
from typing import Any

from cop.core import clock
from sessions_app import running
from sessions_app.enums import SegmentKind
from sessions_app.formats import Part, without_dialogue
from sessions_app.models import Run, Session
from sessions_app.presses import minutes_of
from sessions_app.running import Moment, Press
from sessions_app.selectors.sessions import parts_of


def parts_running(session: Session, run: Run | None) -> tuple[Part, ...]:
    """The parts the session follows: its plan, or the plan without inter-caucus dialogue."""
    parts = parts_of(session)
    return (without_dialogue(parts) or parts) if run is not None and run.is_apart else parts


def moment_of(session: Session, now: dt.datetime | None = None) -> Moment:
    """Where the session is, as it is in the database. Two queries; caucuses are not looked at."""
    return moment_with(session, Run.objects.filter(session=session).first(), now)


def moment_with(session: Session, run: Run | None, now: dt.datetime | None = None) -> Moment:
    """The same for whoever has its run already."""
    now = now or clock.now()
    kept: dict[str, Any] = {}
    if run is not None:
        kept = {"is_apart": run.is_apart, "revision": run.revision, "done": tuple(run.done)}
    if session.ended_at is not None or session.is_cancelled:
        return Moment(now, has_ended=True, **kept)
    parts = parts_running(session, run)
    if not parts:
        return _without_parts(session, now, kept)
    press = None
    if run is not None and run.began_at is not None and run.position < len(parts):
        minutes = parts[run.position].minutes if run.minutes is None else run.minutes
        others = tuple((place, left) for place, left in run.others)
        press = Press(run.position, run.began_at, minutes, others)
    stretches = running.at(parts, session.starts_at, press, now)
    behind = parts[: stretches[0].position] if stretches else parts
    return Moment(
        now,
        stretches,
        parts,
        press,
        is_timed=press is not None or session.starts_at is not None,
        heard_before=any(part.kind == SegmentKind.INTER_CAUCUS for part in behind),
        **kept,
    )


def _without_parts(session: Session, now: dt.datetime, kept: dict[str, Any]) -> Moment:
    """Of such a session only its begin and its end are known, and without a time neither."""
    is_over, is_timed = session.is_over, session.starts_at is not None
    is_free = is_timed and session.has_begun and not is_over
    return Moment(now, is_timed=is_timed, has_ended=is_over, is_free=is_free, **kept)


def parts_left(moment: Moment) -> tuple[Part, ...]:
    """The part that runs and those to come, as long as presses have made them."""
    return tuple(replace(each.part, minutes=minutes_of(each)) for each in moment.stretches)


def pause_of(session: Session, moment: Moment) -> int:
    """Seconds until a page that follows the session asks again; 0: not any more."""
    zone = session.community.time_zone
    begins = session.starts_at or clock.midnight(session.held_on, zone)
    day_ends = clock.midnight(session.held_on + dt.timedelta(days=1), zone)
    return running.asks_again(moment, begins, session.ended_at or session.over_at or day_ends)
