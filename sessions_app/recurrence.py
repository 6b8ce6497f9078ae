"""The days of a run of sessions: pure, local dates in and local dates out.

A run keeps its weekday. What meets by the month keeps its place in the month too, as people say
it: "the third Thursday"; a first day after the 28th stands for the last such weekday. Times are
no matter here: one o'clock is one o'clock whatever the clocks do (``cop.core.clock``).
"""

import calendar
import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sessions_app.enums import ProgrammeRhythm

WEEK = dt.timedelta(days=7)
LAST = 5  # the place of whatever lies after the 28th
MONTHS = {
    ProgrammeRhythm.QUARTERLY: 3,
    ProgrammeRhythm.TWO_MONTHS: 2,
    ProgrammeRhythm.MONTHLY: 1,
}
# Where a day may go that cannot be: the week after, then the week before, then further.
TRIED = (1, -1, 2, -2, 3, -3)


@dataclass(frozen=True)
class Moved:
    """A day of a run, and the one it was moved off, if any."""

    day: dt.date
    moved_from: dt.date | None = None


def first_on(weekday: int, start: dt.date) -> dt.date:
    """The first such weekday (0 is Monday) on or after the day."""
    return start + dt.timedelta(days=(weekday - start.weekday()) % 7)


def place_in_month(day: dt.date) -> int:
    """1 for the first of its weekday in the month, up to 4; ``LAST`` after the 28th."""
    return (day.day - 1) // 7 + 1


def day_at(place: int, weekday: int, year: int, month: int) -> dt.date:
    """The third Thursday, or the last Monday, of a month."""
    if place < LAST:
        return first_on(weekday, dt.date(year, month, 1)) + (place - 1) * WEEK
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return last - dt.timedelta(days=(last.weekday() - weekday) % 7)


def days_of(rhythm: str, first: dt.date, number: int) -> list[dt.date]:
    """As many days as asked, beginning with the first one; own dates have no rhythm to follow."""
    if rhythm == ProgrammeRhythm.FORTNIGHTLY:
        return [first + 2 * step * WEEK for step in range(number)]
    if rhythm == ProgrammeRhythm.OWN:
        return [first] * min(number, 1)
    place, weekday = place_in_month(first), first.weekday()
    found = []
    for step in range(number):
        month = first.month - 1 + step * MONTHS[ProgrammeRhythm(rhythm)]
        found.append(day_at(place, weekday, first.year + month // 12, month % 12 + 1))
    return found


def move_off(days: Sequence[dt.date], taken: Collection[dt.date]) -> list[Moved]:
    """Each day, or where it is taken the nearest free week of the same weekday, the later first.

    No day goes onto another of the run, nor before the first one.
    """
    used = set(days)
    found = []
    for day in days:
        if day not in taken:
            found.append(Moved(day))
            continue
        free = (day + weeks * WEEK for weeks in TRIED)
        new = next((at for at in free if at not in taken and at not in used and at >= days[0]), day)
        used.add(new)
        found.append(Moved(new, day if new != day else None))
    return found


def in_words(rhythm: str, first: dt.date) -> str:
    """``every three months, on the third Thursday``, to be printed after a colon."""
    weekday = WEEKDAYS[first.weekday()]
    if rhythm == ProgrammeRhythm.FORTNIGHTLY:
        return _("every two weeks, on a %(weekday)s") % {"weekday": weekday}
    place = {
        1: pgettext("of its kind in a month", "first"),
        2: pgettext("of its kind in a month", "second"),
        3: pgettext("of its kind in a month", "third"),
        4: pgettext("of its kind in a month", "fourth"),
        LAST: pgettext("of its kind in a month", "last"),
    }[place_in_month(first)]
    said = {
        ProgrammeRhythm.QUARTERLY: _("every three months, on the %(place)s %(weekday)s"),
        ProgrammeRhythm.TWO_MONTHS: _("every two months, on the %(place)s %(weekday)s"),
        ProgrammeRhythm.MONTHLY: _("every month, on the %(place)s %(weekday)s"),
    }
    return said[ProgrammeRhythm(rhythm)] % {"place": place, "weekday": weekday}
