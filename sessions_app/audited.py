"""What may be on record about sessions: never who answered what, and never who came."""

from django.utils.translation import gettext_lazy as _

from cop.audit.enums import Verb
from cop.core.registry import Audited, audited, audited_fields

PLANNED = frozenset(
    {
        "title",
        "held_on",
        "starts_at",
        "minutes",
        "format",
        "place",
        "joining",
        "link",
        "dial_in",
        "is_in_person",
        "room_limit",
        "segments",
        "topics",
        "facilitators",
        "grouping",
        "questionnaire",
    }
)

audited_fields |= {
    "is_on": _("whether it is sent"),
    "words": _("what it says"),
    "held_on": _("day"),
    "starts_at": _("day and time"),
    "minutes": _("length"),
    "joining": _("how to join"),
    "link": _("link"),
    "dial_in": _("dial-in"),
    "is_in_person": _("whether people meet in person"),
    "room_limit": _("how many the room holds"),
    "segments": _("timetable"),
    "grouping": _("how people sit"),
    "questionnaire": _("what people are asked afterwards"),
    "headcount": _("how many came"),
    "calendar_feed": _("its calendar’s address"),
    "walk_ins": _("how many came who are no members"),
    "marked_days": _("days to know of when planning"),
}

audited += [
    Audited(
        "session",
        _("a session"),
        {
            Verb.SCHEDULE: frozenset(),
            Verb.CHANGE: PLANNED,
            Verb.CANCEL: frozenset(),
            Verb.END: frozenset(),
            Verb.INVITE: frozenset({"invitations"}),
            Verb.RECORD: frozenset(
                {"attendance", "headcount", "walk_ins", "apologies", "notes", "actions"}
            ),
            Verb.CLOSE: frozenset({"register"}),
        },
    ),
    Audited(
        "register",
        _("the register of a session"),
        {Verb.READ: frozenset(), Verb.EXPORT: frozenset()},
    ),
    Audited("attendance", _("attendance in numbers"), {Verb.EXPORT: frozenset()}),
    Audited("needs", _("what members need at a session"), {Verb.READ: frozenset()}),
    Audited("decision", _("the decision log"), {Verb.CREATE: frozenset()}),
    Audited(
        "ownformat",
        _("a format"),
        {
            Verb.CREATE: frozenset(),
            Verb.CHANGE: frozenset(
                {
                    "name",
                    "summary",
                    "advice",
                    "topics",
                    "grouping",
                    "questionnaire",
                    "segments",
                }
            ),
            Verb.DELETE: frozenset(),
        },
    ),
    Audited("programme", _("a programme"), {Verb.SCHEDULE: frozenset()}),
    Audited(
        "markedday",
        _("a day to know of when planning"),
        {verb: frozenset() for verb in (Verb.CREATE, Verb.CHANGE, Verb.DELETE)},
    ),
    # Who proposed or supports a topic is on no record.
    Audited("proposal", _("a proposed topic"), {Verb.ANSWER: frozenset()}),
    Audited("remindertext", _("a reminder"), {Verb.CHANGE: frozenset({"is_on", "words"})}),
    Audited("guest", _("a guest"), {Verb.INVITE: frozenset()}),
    Audited(
        "community",
        _("the community"),
        {
            Verb.IMPORT: frozenset({"members", "sessions", "attendance", "marked_days"}),
            Verb.CHANGE: frozenset({"calendar_feed"}),
        },
    ),
]
