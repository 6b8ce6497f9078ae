"""What the columns of a sheet most likely hold: by known headings, by a word in them, by cells."""

import re
from collections.abc import Sequence

from cop.core.errors import Refused
from cop.core.names import clean_line
from sessions_app.enums import UploadKind
from sessions_app.imports.columns import (
    AT_SESSION,
    FIELDS,
    guess,
    is_of_race,
    session_of_heading,
    words_of,
)
from sessions_app.imports.sheets import Sheet
from sessions_app.imports.values import read_day, read_mark
from sessions_app.models import Session

CELLS_LOOKED_AT = 200

# Somebody else's name or address, or another day: not what such words otherwise tell of.
OF_OTHERS = re.compile(
    r"\b(manager\w*|supervisor\w*|emergency|kin|birth|dob|end|ended|left|leaving|previous|former)\b"
)
# In this order: “job role at the trust” is a role, “employer name” an employer.
BY_WORD: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(rf"\b({words})\b"))
    for key, words in (
        ("email", "emails?|mail|emailaddress"),
        ("joined_on", "start|started|starting|joined|joining|first day|since"),
        ("profession", "job|jobs|role|profession|occupation|position"),
        ("organisation", "organisation|organization|employer|trust|workplace|company"),
        ("last_name", "surname|family name|last name|lastname"),
        ("first_name", "given name|first name|firstname|forename"),
        ("name", "name"),
    )
)
NAME_IN_PARTS = frozenset({"first_name", "last_name"})


def guess_columns(kind: str, sheet: Sheet, sessions: Sequence[Session] = ()) -> dict[int, str]:
    """What each column holds, by its place, nothing twice; a heading that is known goes first."""
    named = sessions if kind == UploadKind.ATTENDANCE else ()
    held: dict[int, str] = {}
    for place, heading in enumerate(sheet.headings):
        key = guess(kind, heading, named)
        if key and key not in held.values():
            held[place] = key
    if kind == UploadKind.SESSIONS:
        return held
    for key, words in BY_WORD:
        at = _first_with(words, key, kind, sheet, held)
        if at is not None:
            held[at] = key
    if "email" not in held.values():
        places = range(len(sheet.headings))
        found = next((one for one in places if one not in held and _are_addresses(sheet, one)), -1)
        if found >= 0:
            held[found] = "email"
    return held


def _first_with(
    words: re.Pattern[str], key: str, kind: str, sheet: Sheet, held: dict[int, str]
) -> int | None:
    taken = set(held.values())
    if key in taken or key not in {field.key for field in FIELDS[kind]}:
        return None
    if (key == "name" and taken & NAME_IN_PARTS) or (key in NAME_IN_PARTS and "name" in taken):
        return None
    for place, heading in enumerate(sheet.headings):
        said = words_of(heading)
        if place in held or not words.search(said) or OF_OTHERS.search(said) or is_of_race(heading):
            continue
        if _may_hold(sheet, place, key):
            return place
    return None


def _may_hold(sheet: Sheet, place: int, key: str) -> bool:
    """Whether the cells do not speak against it."""
    cells = _cells(sheet, place)
    if not cells:
        return True
    if key == "email":
        return any("@" in cell for cell in cells)
    if key == "joined_on":
        return any(map(_is_day, cells))
    return not any("@" in cell for cell in cells)


def _are_addresses(sheet: Sheet, place: int) -> bool:
    """Whether most cells that are filled hold an address, and nobody else's."""
    if OF_OTHERS.search(words_of(sheet.headings[place])):
        return False
    cells = _cells(sheet, place)
    return sum("@" in cell for cell in cells) * 2 > len(cells)


def _cells(sheet: Sheet, place: int) -> list[str]:
    rows = sheet.rows[:CELLS_LOOKED_AT]
    return [text for _row, cells in rows if (text := clean_line(cells[place]))]


def _is_day(text: str) -> bool:
    try:
        read_day(text)
    except Refused:
        return False
    return True


def unknown_sessions(
    kind: str, sheet: Sheet, columns: dict[int, str], sessions: Sequence[Session]
) -> list[int]:
    """Places of columns that hold marks and are called as no session that is known."""
    if kind != UploadKind.ATTENDANCE:
        return []
    return [
        place
        for place, heading in enumerate(sheet.headings)
        if not columns.get(place, "").startswith(AT_SESSION)
        and columns.get(place, "") != "came"
        and heading
        and guess(kind, heading) == ""
        and not is_of_race(heading)
        and session_of_heading(heading, sessions) is None
        and _are_marks(_cells(sheet, place))
    ]


def _are_marks(cells: list[str]) -> bool:
    try:
        marks = [read_mark(cell) for cell in cells]  # all of them: a name is no mark
    except Refused:
        return False
    return any(marks)
