"""The other plan of a session in caucuses (R9): its times, without an inter-caucus dialogue.

Made from the format alone, so that having it says nothing about who came.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from sessions_app.enums import SegmentKind
from sessions_app.formats.parts import APART, Part, Text

Words = tuple[Text, Text, Text]  # title, prompt, materials

READING: Words = (
    _("Spaces: read together"),
    _(
        "Every space stays by itself and reads or hears the same short text, one that nobody here "
        "wrote. What does it ask of us? Nothing is carried from one space to another today."
    ),
    _("A page of text, a poem or a recording, the same for every space"),
)
TALKING: Words = (
    _("Spaces: the topic"),
    _("What does the topic bring up for us? It stays in this space."),
    "",
)
ENDING: Words = (
    _("Spaces: what stays with us"),
    _("What will each of us do before we meet next? It stays in this space."),
    "",
)


def without_dialogue(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts with every dialogue replaced, minute for minute; none where there is none."""
    if not any(part.kind == SegmentKind.INTER_CAUCUS for part in parts):
        return ()
    last = max(place for place, part in enumerate(parts) if part.kind in APART)
    return tuple(
        _without(part, is_last=place == last) if part.kind in APART else part
        for place, part in enumerate(parts)
    )


def _without(part: Part, *, is_last: bool) -> Part:
    """No prompt of the format's own stays: it would ask what to share, or what was heard."""
    words = ENDING if is_last else TALKING
    if not is_last and part.kind == SegmentKind.INTER_CAUCUS:
        words = READING
    title, prompt, materials = words
    return replace(part, kind=SegmentKind.CAUCUS, title=title, prompt=prompt, materials=materials)
