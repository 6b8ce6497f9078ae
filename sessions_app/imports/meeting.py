"""A meeting tool's list of who was there, read in the shapes Teams and Zoom publish.

Teams writes tabs in UTF-16: a summary, the participants, and what everybody did (which is not
read); its older lists have the summary's lines straight above the participants. Zoom writes commas:
the participants, sometimes with two lines about the meeting above them. Nothing read here is kept:
whoever calls keeps names alone, and only until somebody has confirmed them.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cop.core.errors import Refused
from cop.core.names import clean_line, folded
from cop.core.tables import UTF_16, Problems, cells_of_csv
from cop.core.workbooks import MOST_COLUMNS, MOST_ROWS
from sessions_app.imports.sheets import text_of
from sessions_app.imports.values import read_address

LARGEST_LIST = 2_000_000  # bytes
MOST_PEOPLE = 400
COLUMNS = {
    "name": ("name (original name)", "full name", "name", "participant", "participant name"),
    "email": ("user email", "email", "e-mail", "email address"),
    "joined": ("join time", "first join", "first join (utc)", "first join time", "joined"),
    "left": ("leave time", "last leave", "last leave (utc)", "last leave time", "left"),
    "lasted": ("duration (minutes)", "total duration (minutes)", "in-meeting duration", "duration"),
    "action": ("user action",),
    "at": ("timestamp",),
}
ABOUT = {
    "title": ("meeting title", "topic", "title", "meeting topic"),
    "number": ("meeting id", "id"),
    "starts": ("start time", "meeting start time"),
    "ends": ("end time", "meeting end time"),
}
SECTION = re.compile(r"\d\. \S.*")
NEXT_SECTION = re.compile(r"[3-9]\. \S.*")
WHEN = re.compile(
    r"(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<c>\d{2,4})[,T ]+"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<utc>Z|UTC|\(UTC\))?"
)
LASTED = re.compile(r"(?:(\d{1,5})\s*h\w*)?\s*(?:(\d{1,5})\s*m\w*)?\s*(?:(\d{1,5})\s*s\w*)?")
AFTER_NAME = re.compile(r"\s*[\[(][^()\[\]]*[)\]]\s*$")


@dataclass(frozen=True)
class Moment:
    """A time as it is written: without a zone, unless it says UTC."""

    at: dt.datetime
    is_utc: bool = False


@dataclass
class Present:
    """Somebody who was in the meeting, from all the lines that name them."""

    name: str
    names: set[str] = field(default_factory=set)  # other spellings: the original, turned round
    email: str = ""
    joined: Moment | None = None
    left: Moment | None = None
    minutes: float | None = None


@dataclass
class MeetingList:
    """Who was in a meeting, and what the list says of the meeting itself."""

    people: list[Present]
    title: str = ""
    number: str = ""
    starts: Moment | None = None
    ends: Moment | None = None


def read_meeting(content: bytes, day: dt.date) -> MeetingList:
    """The list. Raises Refused with what to do where it is none.

    ``day`` is the session's: 3/4/2027 is read as whichever of the two days that is.
    """
    if len(content) > LARGEST_LIST:
        raise Refused(_("The file is over 2 MB. Choose the list of this one meeting."))
    rows = list(_rows(content))
    at = next((place for place, cells in enumerate(rows) if _columns(cells)), None)
    if at is None:
        raise Refused(
            _(
                "This is no list of who was in a meeting. Download the attendance report of Teams, "
                "or the participants of Zoom, as CSV."
            )
        )
    about = _about(rows[:at])
    people = _people(rows[at + 1 :], _columns(rows[at]), day, "(utc)" in "".join(rows[at]).lower())
    if not people:
        raise Refused(_("Nobody is on this list. Choose the list of the meeting."))
    if len(people) > MOST_PEOPLE:
        raise Refused(_("More than %d people are on this list. Mark them by hand.") % MOST_PEOPLE)
    return MeetingList(
        people,
        title=about.get("title", ""),
        number=about.get("number", ""),
        starts=_moment(about.get("starts", ""), day),
        ends=_moment(about.get("ends", ""), day),
    )


def _rows(content: bytes) -> Iterator[list[str]]:
    """Lines that hold something, as cleaned cells."""
    text = text_of(content, [])
    if content.startswith(UTF_16) or text.count("\t") > text.count(","):
        found = ((0, line.split("\t")) for line in text.splitlines())  # Teams quotes nothing
        problems = Problems()
    else:
        problems = Problems()
        found = cells_of_csv(text, "", problems)  # type: ignore[assignment]
    for number, (_line, cells) in enumerate(found, start=1):
        if number > MOST_ROWS:
            raise Refused(_("The file has more than %d rows. Split it.") % MOST_ROWS)
        if len(cells) > MOST_COLUMNS:
            raise Refused(_("A row has more than 100 cells. Check the file."))
        if any(cell.strip() for cell in cells):
            yield [clean_line(cell.strip().strip('"'))[:500] for cell in cells]
    if problems.found:
        raise Refused(_("The file cannot be read as CSV. Download it again."))


def _columns(cells: list[str]) -> dict[str, int]:
    """What each column holds; empty where this is not the line above the participants."""
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for key, headings in COLUMNS.items():
            if cell.lower() in headings:
                places.setdefault(key, place)
    says_more = {"email", "joined", "lasted", "action"} & places.keys()
    return places if "name" in places and says_more else {}


def _about(rows: list[list[str]]) -> dict[str, str]:
    """What stands above: a line for each fact, or a line of headings and one of facts."""
    about: dict[str, str] = {}
    for place, cells in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else []
        for key, headings in ABOUT.items():
            if cells[0].lower() in headings and len(cells) in (2, 3) and cells[1]:
                about.setdefault(key, cells[1])
            for column, cell in enumerate(cells):
                if cell.lower() in headings and len(cells) > 3 and column < len(following):
                    about.setdefault(key, following[column])
    return about


def _people(
    rows: list[list[str]], columns: dict[str, int], day: dt.date, is_utc: bool
) -> list[Present]:
    """Everybody once, however often they came and went."""
    found: dict[str, Present] = {}
    for cells in rows:
        if NEXT_SECTION.fullmatch(cells[0]) and not any(cells[1:]):
            break
        row = {key: cells[place] for key, place in columns.items() if place < len(cells)}
        if not row.get("name") and not row.get("email"):
            continue
        one = _present(row, day, is_utc)
        known = found.setdefault(one.email or folded(one.name), one)
        if known is not one:
            _add(known, one)
    return list(found.values())


def _present(row: dict[str, str], day: dt.date, is_utc: bool) -> Present:
    name = row.get("name", "")
    original = re.search(r"\(([^()]+)\)\s*$", name)
    bare = AFTER_NAME.sub("", name) or name
    names = {name, bare} | ({original[1]} if original else set())
    names |= {
        f"{first} {last}"
        for last, first in (one.split(",", 1) for one in names if one.count(",") == 1)
    }
    joined, left = _moment(row.get("joined", ""), day), _moment(row.get("left", ""), day)
    at = _moment(row.get("at", ""), day)
    if at is not None:  # Teams' oldest lists: one line for coming, one for going
        joined, left = (None, at) if "left" in row.get("action", "").lower() else (at, None)
    if is_utc:
        joined = Moment(joined.at, True) if joined else None
        left = Moment(left.at, True) if left else None
    email = read_address(row.get("email", "")).lower()
    return Present(
        bare, {folded(one) for one in names}, email if "@" in email else "", joined, left,
        _minutes(row.get("lasted", "")),
    )  # fmt: skip


def _add(known: Present, more: Present) -> None:
    """Another line of the same person."""
    known.names |= more.names
    if more.joined and (known.joined is None or more.joined.at < known.joined.at):
        known.joined = more.joined
    if more.left and (known.left is None or more.left.at > known.left.at):
        known.left = more.left
    if more.minutes is not None:
        known.minutes = more.minutes + (known.minutes or 0)


def _minutes(text: str) -> float | None:
    if text.isdecimal():
        return float(text)
    match = LASTED.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 60 + minutes + seconds / 60


def _moment(text: str, day: dt.date) -> Moment | None:
    """A time as it is written, month first or day first, whichever is the session's day."""
    match = WHEN.fullmatch(text.strip())
    if match is None:
        return None
    a, b, c = (int(match[part]) for part in "abc")
    orders = [(a, b, c)] if a > 31 else [(c, b, a), (c, a, b)]
    hour = int(match["hour"]) % 12 if match["half"] else int(match["hour"])
    hour += 12 if (match["half"] or "").lower().startswith("p") else 0
    found = []
    for year, month, number in orders:
        try:
            date = dt.date(year + 2000 if year < 100 else year, month, number)
            time = dt.time(hour, int(match["minute"]), int(match["second"] or 0))
        except ValueError:
            continue
        found.append(dt.datetime.combine(date, time))
    if not found:
        return None
    near = min(found, key=lambda one: abs(one.date() - day))
    return Moment(near, bool(match["utc"]))
