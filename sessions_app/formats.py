"""How the two hours are shared out: the one place that knows.

One topic with reflection is the default; two topics is a choice. Minutes are what a new session
starts from, and the people who plan it may change them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions_app.enums import SegmentKind


@dataclass(frozen=True)
class Part:
    """A timed part of a session as it is planned."""

    kind: str
    title: str | Promise
    minutes: int
    prompt: str | Promise = ""
    materials: str | Promise = ""

    @property
    def counts(self) -> bool:
        """The facilitators' debrief comes after the session and is no part of its length."""
        return self.kind != SegmentKind.DEBRIEF


@dataclass(frozen=True)
class Format:
    key: str
    name: str | Promise
    summary: str | Promise
    topics: int
    parts: tuple[Part, ...]


WELCOME = _("Welcome, purpose and ground rules")
FEEDBACK = Part(SegmentKind.FEEDBACK, _("Feedback"), 8)
CLOSE = Part(SegmentKind.PLENARY, _("Close"), 12)
DEBRIEF = Part(SegmentKind.DEBRIEF, _("Facilitators’ debrief"), 15)

ONE_TOPIC = Format(
    key="one_topic",
    name=_("1 topic + reflection"),
    summary=_("Caucuses, inter-caucus dialogue, then caucuses again to reflect on what was heard."),
    topics=1,
    parts=(
        Part(SegmentKind.PLENARY, WELCOME, 10),
        Part(SegmentKind.CAUCUS, _("Caucuses"), 35),
        Part(SegmentKind.INTER_CAUCUS, _("Inter-caucus dialogue"), 30),
        Part(SegmentKind.CAUCUS, _("Caucuses: reflect on what was heard"), 25),
        FEEDBACK,
        CLOSE,
        DEBRIEF,
    ),
)
TWO_TOPICS = Format(
    key="two_topics",
    name=_("2 topics"),
    summary=_("For each topic, caucuses and then inter-caucus dialogue."),
    topics=2,
    parts=(
        Part(SegmentKind.PLENARY, WELCOME, 10),
        Part(SegmentKind.CAUCUS, _("Caucuses: first topic"), 25),
        Part(SegmentKind.INTER_CAUCUS, _("Inter-caucus dialogue: first topic"), 20),
        Part(SegmentKind.CAUCUS, _("Caucuses: second topic"), 25),
        Part(SegmentKind.INTER_CAUCUS, _("Inter-caucus dialogue: second topic"), 20),
        FEEDBACK,
        CLOSE,
        DEBRIEF,
    ),
)
FORMATS = {chosen.key: chosen for chosen in (ONE_TOPIC, TWO_TOPICS)}


def format_name(key: str) -> str:
    """What people call the format; words from an import stand as they came."""
    return str(FORMATS[key].name) if key in FORMATS else key


def length_of(parts: Iterable[Part]) -> int:
    """Minutes from welcome to close."""
    return sum(part.minutes for part in parts if part.counts)
