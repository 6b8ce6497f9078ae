"""What in a comment may tell who wrote it, or about whom: pointed at, never decided.

Only what stands in the text is highlighted. A reviewer learns which of its words are names here,
and no name that nobody wrote.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from cop.core.names import folded, place_in_alphabet


class Why(StrEnum):
    """In the order in which they win where two meet."""

    FACILITATOR = "facilitator"
    CONTACT = "contact"
    NAME = "name"
    ORGANISATION = "organisation"
    ONLY = "only"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A span of the text, in code points, and why somebody should look at it."""

    start: int
    end: int
    why: Why


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """Keys of what a community's names consist of; no screen and no log shows one."""

    names: frozenset[str] = frozenset()
    facilitators: frozenset[str] = frozenset()
    organisations: dict[str, list[list[str]]] = field(default_factory=dict)


WORD = re.compile(r"\w[\w\u0300-\u036f]*(?:['’-]\w+)*")
TITLES = frozenset({"dr", "mr", "mrs", "ms", "mx", "prof", "professor", "sir", "dame"})
# Names that are words as well: only with a capital letter are they taken for one.
_WORDS_TOO = (
    "amber april art august autumn bill bob brook can chance charity china chase christian clay "
    "cliff constance crystal daisy dawn do drew eve faith fern flora forest frank gene ginger "
    "glory grace grant guy heath heather hazel he holly honour hope ivy jack jade jasmine joy "
    "june king lane lily long major mark may mercy miles my olive park patience pearl pat penny "
    "poppy price prince rain ray reed rich rob robin rose ruby rusty sandy sky so sonny star "
    "stone storm sue summer sunny to trinity victor violet wade ward will wren young"
)
ORDINARY = frozenset(_WORDS_TOO.split())
SHORT = 2  # letters up to which a name is taken for one with a capital letter only

MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
PATTERNS = (
    (Why.FACILITATOR, r"\b(?:co-?chair\w*|chair(?:ed|ing|s|person)?|facilitat\w+)\b"),
    (Why.CONTACT, r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"),
    (Why.CONTACT, r"(?<!\w)@\w{2,}"),
    (Why.CONTACT, r"\b(?:https?://|www\.)\S+"),
    (Why.CONTACT, r"(?<![\w+])\+?\d[\d ()-]{7,18}\d(?!\w)"),
    (Why.CONTACT, r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b"),
    (Why.CONTACT, r"\b\d+[a-z]? (?:\w+ ){1,3}(?:street|road|lane|avenue|close|drive|way|court)\b"),
    (Why.ONLY, r"\b(?:as |being |i am |i'm |i was )?the (?:only|sole|first|last)\b(?: \w+){0,3}"),
    (Why.ONLY, r"\bonly one\b(?: (?:who|of|in|here|there)\b)?|\bnobody else\b|\bno one else\b"),
    (Why.ONLY, r"\bas an? (?:only|new|newly|junior|senior|former|part-time)\b(?: \w+){0,2}"),
    (Why.ONLY, r"\bmy (?:manager|supervisor|boss|ward|team|service|trust|husband|wife|partner)\b"),
    (Why.MOMENT, r"\b(?:session|meeting) (?:\d+|one|two|three|four|five|six)\b"),
    (Why.MOMENT, rf"\b(?:in|on|last|this|since|until) (?:{MONTHS})\b"),
)
COMPILED = tuple((why, re.compile(pattern, re.IGNORECASE)) for why, pattern in PATTERNS)


def known_from(
    *, names: Iterable[str], facilitators: Iterable[str], organisations: Iterable[str]
) -> Known:
    """What to look for, from names as people write them."""
    sequences: dict[str, list[list[str]]] = {}
    for name in organisations:
        parts = [_key(word) for word in WORD.findall(name.partition("(")[0])]
        if parts:
            sequences.setdefault(parts[0], []).append(parts)
    return Known(_parts(names), _parts(facilitators), sequences)


def highlights(body: str, known: Known) -> tuple[Mark, ...]:
    """Every mark, in the order of the text and none over another."""
    found = [*_patterns(body), *_names(body, known), *_organisations(body, known)]
    rank = {why: place for place, why in enumerate(Why)}
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda one: (rank[one.why], one.start, -one.end)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return tuple(sorted(kept))


def _patterns(body: str) -> Iterator[Mark]:
    for why, pattern in COMPILED:
        for match in pattern.finditer(body):
            yield Mark(*match.span(), why)


def _names(body: str, known: Known) -> Iterator[Mark]:
    for match in WORD.finditer(body):
        for why, keys in ((Why.FACILITATOR, known.facilitators), (Why.NAME, known.names)):
            if _is_name(match.group(), keys):
                yield Mark(*match.span(), why)


def _is_name(word: str, keys: frozenset[str]) -> bool:
    key = _key(word)
    for part in {key, *key.split("-")} & keys:
        doubtful = part in ORDINARY or len(part) <= SHORT
        if not doubtful or word[0].isupper():
            return True
    return False


def _organisations(body: str, known: Known) -> Iterator[Mark]:
    found = [(match, _key(match.group())) for match in WORD.finditer(body)]
    keys = [key for _match, key in found]
    for place, (match, key) in enumerate(found):
        for parts in known.organisations.get(key, ()):
            if keys[place : place + len(parts)] == parts:
                yield Mark(match.start(), found[place + len(parts) - 1][0].end(), Why.ORGANISATION)


def _parts(names: Iterable[str]) -> frozenset[str]:
    keys = {_key(word) for name in names for word in WORD.findall(name)}
    keys |= {part for key in keys for part in key.split("-")}
    return frozenset(key for key in keys if len(key) > 1 and key not in TITLES)


def _key(word: str) -> str:
    """One spelling for capitals, accents, apostrophes; without the ’s of a possessive."""
    return place_in_alphabet(folded(word)).removesuffix("'s")
