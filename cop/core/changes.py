"""What changed between two texts, word by word. Nothing here knows the database."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

# Words with the space before them, and breaks of lines.
PIECE = re.compile(r"[^\S\n]*\n\s*|[^\S\n]*\S+|[^\S\n]+")
# Above so many pairs of equal words the slow, exact search is not worth its time.
MOST_PAIRS = 1_000_000

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Passage:
    """Some words that both texts have, or one of them."""

    kind: str
    text: str

    @property
    def is_added(self) -> bool:
        return self.kind == ADDED

    @property
    def is_removed(self) -> bool:
        return self.kind == REMOVED


def passages(before: str, after: str) -> list[Passage]:
    """Both texts as one: what stayed, what was taken out and what was put in.

    Without what was added it is ``before``, without what was removed it is ``after``.
    """
    old, new = PIECE.findall(before), PIECE.findall(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=_pairs(old, new) > MOST_PAIRS)
    found: list[Passage] = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            found.append(Passage(SAME, "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append(Passage(REMOVED, "".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Passage(ADDED, "".join(new[new_from:new_to])))
    return found


def _pairs(old: list[str], new: list[str]) -> int:
    counted = Counter(new)
    return sum(counted[piece] for piece in old)
