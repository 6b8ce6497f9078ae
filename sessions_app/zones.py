"""A time zone as a calendar file explains it: by rules, since Outlook misreads lists of dates."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

AHEAD = 6  # years for which the rule is tried
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@lru_cache(maxsize=64)
def zone_component(time_zone: str, year: int) -> Timezone:
    """The zone for everything from that year on. Shared: do not change it."""
    changes = [_changes(time_zone, one) for one in range(year - 1, year + AHEAD)]
    rules = [[_rule(before, after) for before, after in pairs] for pairs in changes]
    zone = Timezone()
    zone.add("tzid", time_zone)
    if all(rules_of_year == rules[0] for rules_of_year in rules):
        for (before, after), rule in zip(changes[0], rules[0], strict=True):
            zone.add_component(_observance(before, after, rule))
    else:  # no yearly rule: each change stands by itself
        for before, after in (pair for pairs in changes for pair in pairs):
            zone.add_component(_observance(before, after, {}))
    if not any(changes):
        always = dt.datetime(year - 1, 1, 1, tzinfo=ZoneInfo(time_zone))
        zone.add_component(_observance(always, always, {}))
    return zone


def _changes(time_zone: str, year: int) -> list[tuple[dt.datetime, dt.datetime]]:
    """The clock changes of a year: the minute before each, and the one that follows."""
    zone = ZoneInfo(time_zone)
    first = dt.datetime(year, 1, 1, tzinfo=zone).astimezone(dt.UTC)
    days = (first + dt.timedelta(days=n) for n in range(367))
    return [
        change
        for start, end in pairwise(days)
        if start.astimezone(zone).utcoffset() != end.astimezone(zone).utcoffset()
        for change in _changes_between(zone, start)
        if change[1].year == year
    ]


def _changes_between(
    zone: ZoneInfo, start: dt.datetime
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The clock changes of the day that begins then."""
    minute = dt.timedelta(minutes=1)
    for after in (start + n * minute for n in range(1, 24 * 60 + 1)):
        change = (after - minute).astimezone(zone), after.astimezone(zone)
        if change[0].utcoffset() != change[1].utcoffset():
            yield change


def _onset(before: dt.datetime) -> dt.datetime:
    """When the clock is changed, as the clock said until then."""
    return (before + dt.timedelta(minutes=1)).replace(tzinfo=None)


def _rule(before: dt.datetime, after: dt.datetime) -> dict[str, object]:
    """Like the last Sunday of March; with the offsets, so that years can be compared."""
    onset = _onset(before)
    is_last = (onset + dt.timedelta(days=7)).month != onset.month
    place = -1 if is_last else (onset.day - 1) // 7 + 1
    return {
        "day": f"{place}{DAYS[onset.weekday()]}",
        "month": onset.month,
        "time": onset.time(),
        "offsets": (before.utcoffset(), after.utcoffset()),
    }


def _observance(
    before: dt.datetime, after: dt.datetime, rule: dict[str, object]
) -> TimezoneStandard | TimezoneDaylight:
    ahead = (after.utcoffset() or dt.timedelta()) > (before.utcoffset() or dt.timedelta())
    part = TimezoneDaylight() if ahead else TimezoneStandard()
    part.add("dtstart", _onset(before) if before != after else before.replace(tzinfo=None))
    if rule:
        part.add("rrule", {"freq": "yearly", "bymonth": rule["month"], "byday": rule["day"]})
    part.add("tzname", after.tzname() or str(after.utcoffset()))
    part.add("tzoffsetfrom", before.utcoffset())
    part.add("tzoffsetto", after.utcoffset())
    return part
