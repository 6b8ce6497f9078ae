"""Which column of somebody's spreadsheet holds what: guesses by its heading, and what is refused.

Nothing about race is ever read: a column that seems to tell of it cannot be matched.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.errors import Refused
from cop.core.names import clean_line
from sessions_app.enums import UploadKind
from sessions_app.imports.values import read_day
from sessions_app.models import Session

AT_SESSION = "at:"  # followed by a session's key: who has a mark there came

# A heading that speaks of race or of a caucus, in the words such lists use.
OF_RACE = re.compile(
    r"\b(caucus\w*|rac(e|es|ial|ially|ialised|ialized|ialisation)|ethnic\w*|heritage|bame|bme|poc|"
    r"bipoc|skin|colou?r|minorit\w+|global majority|whiteness|nationality|religio\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Field:
    """What a column may hold, and the headings it is known by."""

    key: str
    label: str | Promise
    headings: tuple[str, ...]
    example: str = ""


PERSON = (
    Field(
        "member_id",
        gettext_lazy("Member’s own key, like M01"),
        ("member id", "memberid", "id", "ref", "reference", "member ref", "member reference",
         "membership number", "membership no", "member number", "member no", "key"),
        "M900",
    ),
    Field(
        "name",
        gettext_lazy("Full name"),
        ("name", "full name", "member", "member name", "attendee", "attendee name", "participant",
         "participant name", "delegate", "delegate name", "who"),
        "Example Person (fictional)",
    ),
    Field(
        "first_name",
        gettext_lazy("First name"),
        ("first name", "firstname", "forename", "given name", "first", "christian name"),
    ),
    Field(
        "last_name",
        gettext_lazy("Last name"),
        ("last name", "lastname", "surname", "family name", "last"),
    ),
    Field(
        "email",
        gettext_lazy("E-mail address"),
        ("email", "email address", "mail", "work email", "contact", "contact email", "email id"),
        "example.person@example.org",
    ),
)  # fmt: skip
MEMBERS = (
    *PERSON,
    Field(
        "organisation",
        gettext_lazy("Organisation"),
        ("organisation", "organization", "org", "trust", "nhs trust", "employer", "workplace",
         "place of work", "company", "organisation name", "team organisation"),
        "Example Trust",
    ),
    Field(
        "profession",
        gettext_lazy("Profession"),
        ("profession", "job title", "job", "job role", "role", "position", "occupation"),
        "Psychologist",
    ),
    Field(
        "joined_on",
        gettext_lazy("First day (member since)"),
        ("joined on", "joined", "date joined", "join date", "joining date", "date of joining",
         "member since", "since", "start date", "start", "started", "started on", "first day"),
        "2026-01-31",
    ),
)  # fmt: skip
SESSIONS = (
    Field(
        "session",
        gettext_lazy("Session’s own key, like S1"),
        ("session", "session id", "session key", "session no", "session number", "key", "code",
         "no", "number"),
        "W1",
    ),
    Field(
        "starts_at",
        gettext_lazy("Date"),
        ("starts at", "date", "day", "held on", "session date", "event date", "when", "start"),
        "2026-01-14",
    ),
    Field(
        "time",
        gettext_lazy("Start time"),
        ("time", "start time", "starts", "from"),
        "13:00",
    ),
    Field(
        "minutes",
        gettext_lazy("Length in minutes"),
        ("minutes", "length", "duration", "duration minutes", "length minutes", "mins"),
        "120",
    ),
    Field(
        "title",
        gettext_lazy("Title"),
        ("title", "session title", "name", "session name", "event", "event name", "subject"),
        "Example session (fictional)",
    ),
    Field("format", gettext_lazy("Format"), ("format", "type", "kind"), "1 topic"),
    Field(
        "topics",
        gettext_lazy("Topics, separated by ;"),
        ("topics", "topic", "theme", "themes"),
        "Listening; Speaking",
    ),
    Field(
        "headcount",
        gettext_lazy("Headcount: 19, over 160, about 20"),
        ("headcount", "head count", "attendance", "attended", "attendees", "number attended",
         "number of attendees", "no attended", "came", "how many came", "participants"),
        "about 20",
    ),
)  # fmt: skip
ATTENDANCE = (
    *PERSON,
    Field(
        "session",
        gettext_lazy("Session’s key or title"),
        ("session", "session id", "session key", "session title", "event", "session attended"),
        "S1",
    ),
    Field(
        "day",
        gettext_lazy("Session’s date"),
        ("day", "date", "session date", "date attended", "event date", "attended on"),
    ),
    Field(
        "came",
        gettext_lazy("Whether they came (yes or no)"),
        ("came", "attended", "present", "attendance", "attended yes no"),
    ),
)
FIELDS: dict[str, tuple[Field, ...]] = {
    UploadKind.MEMBERS: MEMBERS,
    UploadKind.SESSIONS: SESSIONS,
    UploadKind.ATTENDANCE: ATTENDANCE,
}
# In a template there is one column a thing, under the name the commands know it by.
IN_TEMPLATE: dict[str, tuple[str, ...]] = {
    UploadKind.MEMBERS: ("member_id", "name", "email", "organisation", "profession", "joined_on"),
    UploadKind.SESSIONS: (
        "session", "starts_at", "time", "minutes", "title", "format", "topics", "headcount",
    ),
    UploadKind.ATTENDANCE: ("member_id", "session"),
}  # fmt: skip


def is_of_race(heading: str) -> bool:
    """Whether a column seems to say which caucus or ethnic group somebody belongs to."""
    return bool(OF_RACE.search(clean_line(heading).replace("_", " ")))


def why_never_read(heading: str) -> str:
    """What is said of such a column."""
    return (
        _(
            "“%s” is not read and was not kept: nobody’s caucus, race or ethnicity is ever "
            "imported. People choose for themselves, afresh in each session."
        )
        % heading
    )


def guess(kind: str, heading: str, sessions: Sequence[Session] = ()) -> str:
    """What the column most likely holds, or ""."""
    known = session_of_heading(heading, sessions)
    if known is not None:
        return f"{AT_SESSION}{known.key}"
    if is_of_race(heading):
        return ""
    words = words_of(heading)
    return next((field.key for field in FIELDS[kind] if words in field.headings), "")


def words_of(heading: str) -> str:
    """A heading's words alone, “E-mail” and “e mail” as one."""
    words = re.sub(r"\([^)]*\)|[^a-z0-9]+", " ", clean_line(heading).lower())
    return re.sub(r"\be mail", "email", words).strip()


def session_of_heading(heading: str, sessions: Sequence[Session]) -> Session | None:
    """The one session a heading names by its key, its date or its title."""
    text = clean_line(heading)
    if not text:
        return None
    found = [session for session in sessions if session.key.lower() == text.lower()]
    found = found or [one for one in sessions if one.title.lower() == text.lower()]
    found = found or [one for one in sessions if one.held_on == _day(text)]
    return found[0] if len(found) == 1 else None


def _day(text: str) -> dt.date | None:
    try:
        return read_day(text)
    except Refused:
        return None


def why_not_enough(kind: str, chosen: Iterable[str]) -> str:
    """What is missing among the chosen columns, or ""."""
    held = set(chosen)
    somebody = held & {"member_id", "name", "email", "last_name"}
    if kind == UploadKind.SESSIONS:
        return "" if "starts_at" in held else _("Choose which column holds the date.")
    if not somebody:
        return _("Choose which column says who it is: a name, an e-mail address or a key.")
    marks = any(key.startswith(AT_SESSION) for key in held)
    if kind == UploadKind.ATTENDANCE and not marks and not held & {"session", "day"}:
        return _("Choose which column says which session it was, by its key, title or date.")
    return ""


def label_of(kind: str, key: str) -> str:
    """A field in words."""
    if key.startswith(AT_SESSION):
        return _("Came to %s") % key.removeprefix(AT_SESSION)
    return next((str(field.label) for field in FIELDS[kind] if field.key == key), key)
