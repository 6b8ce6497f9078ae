"""Local dates and times, as people type them.

A community plans in its own time zone; the database keeps instants. A local time that a clock
change skips or repeats is refused rather than guessed.
"""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.core.errors import Refused

NAMED_TIMES = {"midday": dt.time(12), "noon": dt.time(12), "midnight": dt.time(0)}
ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
TYPED_TIME = re.compile(
    r"^(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?$", re.IGNORECASE
)


def now() -> dt.datetime:
    """Return this instant."""
    return timezone.now()


def today(time_zone: str) -> dt.date:
    """The date it is in the time zone: a community's, or the installation's own where none is."""
    return timezone.now().astimezone(ZoneInfo(time_zone)).date()


def local(instant: dt.datetime, time_zone: str) -> dt.datetime:
    """The instant as the clocks of the time zone show it."""
    return instant.astimezone(ZoneInfo(time_zone))


def midnight(day: dt.date, time_zone: str) -> dt.datetime:
    """When the day begins in the time zone."""
    return dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(time_zone))


def parse_iso_date(text: str) -> dt.date:
    """Read "2026-01-31". Raises Refused for anything else, and for a day that does not exist."""
    typed = text.strip()
    if not ISO_DATE.match(typed):
        raise Refused(_("Write the date as year-month-day, like 2026-01-31."))
    try:
        day = dt.date.fromisoformat(typed)
    except ValueError:
        raise Refused(_("This day does not exist. Check the date.")) from None
    if not 1900 <= day.year <= 2200:
        raise Refused(_("Check the year."))
    return day


def parse_time(text: str) -> dt.time:
    """Read "1pm", "1:30 pm", "13:30", "13.30" or "midday".

    Raises Refused for anything else; "7" alone is refused too, since it may be morning or evening.
    """
    typed = text.strip().lower()
    if typed in NAMED_TIMES:
        return NAMED_TIMES[typed]
    match = TYPED_TIME.match(typed)
    if match and (match["minute"] or match["half"]):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if match["half"]:
            if not 1 <= hour <= 12:
                hour = 99
            else:
                hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
        if hour < 24 and minute < 60:
            return dt.time(hour, minute)
    raise Refused(_("Enter a time, like 1pm, 13:30 or midday."))


def local_instant(day: dt.date, time: dt.time, time_zone: str) -> dt.datetime:
    """The instant of a local date and time. Raises Refused in a clock change's gap or fold."""
    zone = ZoneInfo(time_zone)
    early = dt.datetime.combine(day, time, tzinfo=zone)
    late = early.replace(fold=1)
    if early.utcoffset() == late.utcoffset():
        return early
    if early.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != early.replace(tzinfo=None):
        raise Refused(
            _("The clocks go forward that night and this time does not exist. Choose another.")
        )
    raise Refused(_("The clocks go back that night and this time comes twice. Choose another."))


def date_in_words(day: dt.date) -> str:
    """``Thursday 14 January 2027``."""
    return date_format(day, "l j F Y")


def time_in_words(time: dt.time | dt.datetime) -> str:
    """``1pm``, ``1:30pm``, ``midday``, ``midnight``."""
    if (time.hour, time.minute) == (12, 0):
        return _("midday")
    if (time.hour, time.minute) == (0, 0):
        return _("midnight")
    minutes = f":{time.minute:02}" if time.minute else ""
    half = _("pm") if time.hour >= 12 else _("am")
    return f"{time.hour % 12 or 12}{minutes}{half}"


def zone_in_words(instant: dt.datetime, time_zone: str) -> str:
    """What people call the zone on that day: ``GMT`` in winter, ``BST`` in summer."""
    name = instant.astimezone(ZoneInfo(time_zone)).tzname() or time_zone
    return f"UTC{name}" if name[0] in "+-" else name


def instant_in_words(instant: dt.datetime, time_zone: str) -> str:
    """``2:05pm (GMT)``, on the clocks of that zone."""
    time = time_in_words(local(instant, time_zone))
    return f"{time} ({zone_in_words(instant, time_zone)})"


def when_in_words(instant: dt.datetime, minutes: int, time_zone: str) -> str:
    """``Thursday 14 January 2027, 1pm to 3pm (GMT)``, in the community's zone."""
    zone = ZoneInfo(time_zone)
    start = instant.astimezone(zone)
    end = (instant.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).astimezone(zone)
    return _("%(day)s, %(start)s to %(end)s (%(zone)s)") % {
        "day": date_in_words(start.date()),
        "start": time_in_words(start),
        "end": time_in_words(end),
        "zone": zone_in_words(instant, time_zone),
    }
