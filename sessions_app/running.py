"""Where a session is at a moment. Pure: the plan, what was pressed and the time give the answer.

Nothing has to run for a session to go on: a part begins when the one before it is over, and a
facilitator's press moves that by hand. So timers advance alone, for a server that was restarted
and for a page that slept.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from sessions_app.formats import Part

EARLY = dt.timedelta(hours=1)  # before the start: people gather, and the session can be run
DOORS = dt.timedelta(minutes=10)  # before the start: they come in
LATE = dt.timedelta(hours=1)  # after the end: there is feedback, and the facilitators talk
FAR = dt.timedelta(hours=16)  # from a session that is another day's


@dataclass(frozen=True)
class Press:
    """What was last done by hand: this part began then, and takes so many minutes."""

    position: int
    began_at: dt.datetime
    minutes: int
    others: tuple[tuple[int, int], ...] = ()  # place and minutes of parts that were left by hand


@dataclass(frozen=True)
class Stretch:
    """A part with the instants between which it runs, as it looks now."""

    position: int
    part: Part
    begins_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True)
class Moment:
    """A session at one moment. ``stretches`` holds the part that runs and those to come."""

    now: dt.datetime
    stretches: tuple[Stretch, ...] = ()
    parts: tuple[Part, ...] = ()  # the whole plan that is followed
    press: Press | None = None  # the last one by hand, where it counts
    is_timed: bool = True  # it is known when it begins, or it has begun
    done: tuple[str, ...] = ()  # keys of the facilitators' checklist
    is_apart: bool = False  # the plan without inter-caucus dialogue is followed
    revision: int = 0
    heard_before: bool = False  # an inter-caucus dialogue lies behind
    has_ended: bool = False  # by hand, or by the plan where it has no parts
    is_free: bool = False  # it has begun, and has no parts that say where it is

    @property
    def current(self) -> Stretch | None:
        """The part that runs; None before the start, after the end, or where no time is known."""
        first = self.stretches[0] if self.stretches else None
        return first if first is not None and first.begins_at <= self.now else None

    @property
    def position(self) -> int:
        """The place of the part that runs; -1 before the first, past the last once all is over."""
        if self.current:
            return self.current.position
        return len(self.parts) if self.is_over and not self.stretches else -1

    @property
    def minutes_left(self) -> int:
        """Whole minutes until the part that runs is over, the one that has begun counted."""
        return minutes_until(self.current.ends_at, self.now) if self.current else 0

    @property
    def minutes_to_start(self) -> int:
        """Whole minutes until the first part begins by itself; 0 once it has, or if unknown."""
        return minutes_until(self.stretches[0].begins_at, self.now) if self.stretches else 0

    @property
    def following(self) -> Stretch | None:
        """The part that comes next."""
        place = 1 if self.current else 0
        return self.stretches[place] if len(self.stretches) > place else None

    @property
    def is_over(self) -> bool:
        """Every part that people are in is behind them; the facilitators' debrief may still run.

        What is asked of the session elsewhere is ``Session.is_over``, which waits for the plan
        where presses were faster.
        """
        if self.has_ended:
            return True
        parts_over = self.is_timed and bool(self.parts)
        return parts_over and not any(each.part.counts for each in self.stretches)

    @property
    def over_at(self) -> dt.datetime | None:
        """When the parts people are in will be over; None where all of them are behind."""
        return max((each.ends_at for each in self.stretches if each.part.counts), default=None)


def minutes_until(then: dt.datetime, now: dt.datetime) -> int:
    """How many minutes lie between, rounded up."""
    return max(0, math.ceil((then - now) / dt.timedelta(minutes=1)))


def at(
    parts: Sequence[Part], starts_at: dt.datetime | None, press: Press | None, now: dt.datetime
) -> tuple[Stretch, ...]:
    """The part that runs at ``now`` and those after it; before the start, all of them.

    ``starts_at`` is as planned and counts until something was pressed; without either the time of
    no part is known, and there are none.
    """
    position, begins = 0, starts_at
    changed: dict[int, int] = {}
    if press is not None:
        position, begins = press.position, press.began_at
        changed = dict(press.others) | {position: press.minutes}
    if begins is None:
        return ()
    begins = begins.astimezone(dt.UTC)  # minutes are counted, whatever the clocks do meanwhile
    found = []
    for place, part in enumerate(parts[position:], start=position):
        ends = begins + dt.timedelta(minutes=changed.get(place, part.minutes))
        if ends > now:
            found.append(Stretch(place, part, begins, ends))
        begins = ends
    return tuple(found)


def asks_again(moment: Moment, starts_at: dt.datetime, ends_at: dt.datetime) -> int:
    """Seconds until a page that is looked at asks what changed; 0: it need not ask any more.

    Quick while anything can be pressed, so that a page left open all day costs next to nothing.
    ``ends_at`` is when the session was ended, or would be by itself.
    """
    if moment.current is not None:
        return 2
    begins = moment.stretches[0].begins_at if moment.stretches else starts_at
    to_come = begins - moment.now
    if to_come <= dt.timedelta():
        return 10 if moment.now < ends_at + LATE else 0
    if to_come <= DOORS:
        return 2
    if to_come <= EARLY:
        return 20
    return 60 if to_come < FAR else 0
