"""Cells as people really type them, read as what the register holds. Each raises Refused."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from cop.core.clock import parse_iso_date, parse_time
from cop.core.errors import Refused
from cop.core.forms import month_number
from cop.core.names import clean_line

DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(\w{1,9})[\s./,-]+(\d{2}|\d{4})", re.ASCII
)
WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)\w*,?\s+", re.IGNORECASE)
WITH_TIME = re.compile(r"^(.*?\d{4}|\d{4}-\d{2}-\d{2})[T ,]+(\d{1,2}[:.]\d{2})(?::\d{2})?$")
CAME = frozenset({"x", "y", "yes", "1", "true", "✓", "✔", "√", "came", "present", "attended", "p"})
DID_NOT = frozenset(
    {
        "",
        "n",
        "no",
        "0",
        "false",
        "-",
        "–",
        "—",
        "absent",
        "apologies",
        "a",
        "dna",
        "n/a",
        "did not attend",
    }
)
TOTALS = re.compile(r"(grand |sub)?-?totals?( .*)?|sum|count", re.IGNORECASE)
NUMBER = re.compile(r"[\d.,%\s]*")


def read_day(text: str) -> dt.date:
    """A date as it is written in Britain: 3/9/26 is 3 September 2026; 2026-09-03; 3 Sept 2026."""
    typed = WEEKDAY.sub("", clean_line(text))
    match = DAY_FIRST.fullmatch(typed)
    if match is None:
        try:
            return parse_iso_date(typed)
        except Refused:
            raise Refused(
                _("Write the date as day/month/year, like 31/1/2026, or 31 January 2026.")
            ) from None
    day, month, year = match.groups()
    try:
        full = int(year) + (2000 if len(year) == 2 else 0)
        return parse_iso_date(dt.date(full, month_number(month), int(day)).isoformat())
    except ValueError:
        raise Refused(
            _("There is no such day. Dates are read as day/month/year; check this one.")
        ) from None


def read_start(day: str, time: str = "") -> str:
    """A date, and a time where there is one, in the form the register reads."""
    typed = clean_line(day)
    match = WITH_TIME.match(typed)
    if match and not time:
        typed, time = match[1], match[2]
    date = read_day(typed)
    if not time:
        return date.isoformat()
    return f"{date.isoformat()}T{parse_time(clean_line(time)):%H:%M}"


def read_address(text: str) -> str:
    """An address without what mail programs put around it; checked later."""
    typed = clean_line(text)
    shown = re.fullmatch(r".*<([^<>]+)>", typed)
    typed = shown[1] if shown else typed
    return (
        re.sub(r"^mailto:", "", typed.strip(), flags=re.IGNORECASE).partition("?")[0].strip(" ;,")
    )


def read_mark(text: str) -> bool:
    """Whether a mark says that somebody came."""
    typed = clean_line(text).lower()
    if typed in CAME:
        return True
    if typed in DID_NOT:
        return False
    raise Refused(_("Write x or yes for somebody who came, and nothing or no for others."))


def is_total(cells: list[str]) -> bool:
    """Whether a row adds up the ones above: it begins with the word, and only numbers follow."""
    filled = [clean_line(cell) for cell in cells if cell.strip()]
    return (
        bool(filled)
        and bool(TOTALS.fullmatch(filled[0].rstrip(":")))
        and all(NUMBER.fullmatch(cell) for cell in filled[1:])
    )
