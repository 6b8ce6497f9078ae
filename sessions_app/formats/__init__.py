"""How a session's time is shared out: the formats shipped, and what holds for every format.

One topic with reflection is the default; two topics is a choice. Communities copy and change them
(``OwnFormat``); minutes are what a new session starts from.
"""

from sessions_app.formats.apart import without_dialogue
from sessions_app.formats.caucused import CAUCUSED, ONE_TOPIC, TWO_TOPICS
from sessions_app.formats.parts import (
    APART,
    LONGEST,
    OWN,
    PPN,
    Format,
    Part,
    length_of,
    remarks_on,
    why_not_filled,
    why_out_of_order,
)
from sessions_app.formats.together import TOGETHER

FORMATS = {chosen.key: chosen for chosen in (*CAUCUSED, *TOGETHER)}


def format_name(key: str) -> str:
    """What people call the format; words from an import, or of a community's own, as they are."""
    return str(FORMATS[key].name) if key in FORMATS else key


__all__ = [
    "APART",
    "FORMATS",
    "LONGEST",
    "ONE_TOPIC",
    "OWN",
    "PPN",
    "TWO_TOPICS",
    "Format",
    "Part",
    "format_name",
    "length_of",
    "remarks_on",
    "why_not_filled",
    "why_out_of_order",
    "without_dialogue",
]
