"""What a format is: timed parts, how people sit, what they are asked afterwards, and advice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sessions_app.enums import Grouping, SegmentKind

Text = str | Promise

OWN = "own-"  # begins the key of a format a community made its own
PPN, WEBINAR, NONE = "PPN-1", "WEBINAR-1", ""
LONGEST = 8 * 60  # minutes of a session
APART = frozenset({SegmentKind.CAUCUS, SegmentKind.INTER_CAUCUS})
"""Parts that only a session in caucuses has."""
DEBRIEF_MINUTES = 15


@dataclass(frozen=True)
class Part:
    """A timed part of a session as it is planned."""

    kind: str
    title: Text
    minutes: int
    prompt: Text = ""
    materials: Text = ""

    @property
    def counts(self) -> bool:
        """The facilitators' debrief comes after the session and is no part of its length."""
        return self.kind != SegmentKind.DEBRIEF


@dataclass(frozen=True)
class Format:
    """``questionnaire`` is the code of what people are asked afterwards; "": they are not asked."""

    key: str
    name: Text
    summary: Text
    parts: tuple[Part, ...]
    topics: int = 1
    grouping: str = Grouping.CAUCUSES
    questionnaire: str = PPN
    advice: Text = ""
    own_id: int | None = None

    @property
    def is_caucused(self) -> bool:
        return self.grouping == Grouping.CAUCUSES

    @property
    def grouping_name(self) -> str:
        return str(Grouping(self.grouping).label)

    @property
    def minutes(self) -> int:
        return length_of(self.parts)


def length_of(parts: Iterable[Part]) -> int:
    """Minutes from welcome to close."""
    return sum(part.minutes for part in parts if part.counts)


def why_not_filled(parts: Iterable[Part], minutes: int) -> str:
    """Why the parts do not fill a session of that length; "" where they do."""
    taken = length_of(parts)
    words = {"taken": taken, "minutes": minutes}
    if taken < minutes:
        left = minutes - taken
        return ngettext(
            "The parts take %(taken)d of the %(minutes)d minutes: %(left)d is left.",
            "The parts take %(taken)d of the %(minutes)d minutes: %(left)d are left.",
            left,
        ) % (words | {"left": left})
    if taken > minutes:
        over = taken - minutes
        return ngettext(
            "The parts take %(taken)d minutes and the session has %(minutes)d: %(over)d too many.",
            "The parts take %(taken)d minutes and the session has %(minutes)d: %(over)d too many.",
            over,
        ) % (words | {"over": over})
    return ""


def why_out_of_order(parts: Sequence[Part], grouping: str) -> str:
    """Why parts make no session with that grouping; "" where they do."""
    if not any(part.counts for part in parts):
        return str(_("A session needs at least one part."))
    if grouping != Grouping.CAUCUSES and any(part.kind in APART for part in parts):
        return str(
            _(
                "Only a session in caucuses has a part in caucuses or an inter-caucus dialogue. "
                "Choose another kind for that part, or another grouping."
            )
        )
    if any(not part.counts for part in parts[:-1]):
        return str(_("The facilitators’ debrief comes after the session: make it the last part."))
    return ""


def remarks_on(chosen: Format, parts: Sequence[Part]) -> list[Text]:
    """What practice advises and these parts leave out; the people who plan decide."""
    said: list[Text] = []
    kinds = {part.kind for part in parts}
    if parts and parts[0].kind != SegmentKind.PLENARY:
        said.append(_("Begin together, with the purpose and the ground rules."))
    if chosen.is_caucused and SegmentKind.CAUCUS not in kinds:
        said.append(_("No part is in caucuses. A format without them would suit better."))
    if chosen.questionnaire and SegmentKind.FEEDBACK not in kinds:
        said.append(_("Give people time to answer the feedback inside the session."))
    if sum(part.minutes for part in parts if not part.counts) < DEBRIEF_MINUTES:
        said.append(_("Keep 15 minutes afterwards for the facilitators’ debrief."))
    return said
