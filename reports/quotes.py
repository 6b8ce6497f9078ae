"""Whether a quote is its comment, changed only inside square brackets. Pure: texts in, text out.

Brackets are always an editor's, here and in the comment: ``[…]`` stands for words left out, other
words in brackets replace some or stand between. Everything outside them must be the author's, in
order, at the bounds of words. What is kept is cut out of the comment itself, so that nothing typed
outside the brackets is ever printed.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from cop.core.errors import Refused
from cop.core.names import APOSTROPHES, DASHES, clean_line

LONGEST = 60
"""Characters inside one pair of brackets."""
MOST = 20
"""Pairs of brackets in one quote."""
SHORT = 3
"""Words. A cut no longer than this that takes a negation away turns what was said round."""
LONG = 15
"""Words, about a sentence: what stands round a longer cut was seldom said in one breath."""
CUT = "[…]"
SPEAKER = {"I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll"}

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
# One character for one, so that every place in the text stays.
_ONE_SPELLING = str.maketrans(
    dict.fromkeys(DASHES, "-") | dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys("“”„‟«»", '"')
)
_WORD = re.compile(r"\w+(?:['-]\w+)*")
LATIN = "LATIN"
_LATIN = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER")  # and no small capitals, which look alike
_INSIDE = re.compile(r"\w['-]\w|\d[.,]\d")
# With what says nearly no, and as it is typed without an apostrophe.
_NEGATION = re.compile(
    r"\b(?:not|no|non|never|nor|none|neither|nobody|nothing|nowhere|nowt|cannot|\w+n't"
    r"|(?:do|did|does|is|was|are|were|ca|wo|would|could|should|has|have|had|must|need|ai)nt"
    r"|hardly|barely|scarcely|rarely|seldom|without|unless|except|lack(?:s|ed|ing)?"
    r"|(?<!\ba )(?:few|little))\b"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of a text: the author's words, or what an editor put in brackets."""

    text: str
    is_bracket: bool
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Segment:
    """The author's words between the brackets of a quote; how they touch those."""

    text: str
    before: tuple[str, ...]  # what stands in the brackets before it
    glued_before: bool
    glued_after: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a segment stands in the comment, and the way there."""

    start: int
    end: int
    earlier: "_Place | None" = None


def quoted(comment: str, typed: str) -> str:
    """The quote as it is kept. Raises Refused, saying what to do, where it is not the comment's."""
    body, quote = clean_line(comment), _with_one_kind_of_cut(clean_line(typed))
    if not quote:
        raise Refused(_("Leave at least some of the comment’s words, or drop the quote."))
    _refuse_bad_brackets(quote)
    _refuse_other_letters(body, quote)
    parts = list(_parts(quote))
    segments, after = _segments(parts)
    if not any(_WORD.search(one.text) for one in segments):
        raise Refused(_("Leave some words outside the brackets: a quote is the author’s."))
    return _rebuilt(body, parts, _places(body, segments, after))


def second_looks(comment: str, quote: str) -> list[str]:
    """What no rule can judge, and its evaluator reads once more: a sentence for each."""
    body = clean_line(comment)
    try:
        places = _places(body, *_segments(list(_parts(quote))))
    except Refused:
        return []
    return [
        *_about_words_before(body, places[0]),
        *(said for one, other in pairwise(places) for said in _about_cut(body, one, other)),
        *_about_capitals(body, quote),
    ]


def _about_words_before(body: str, first: "_Place") -> Iterator[str]:
    """A “not” right before a quote: without it the quote may say otherwise."""
    sentence = re.split(r"[.!?;\]]", body[: first.start])[-1]
    near = " ".join(sentence.split()[-SHORT:])
    if _has_negation(near):
        yield _("Right before it stands “%s”: does the quote still say what was meant?") % near


def _about_cut(body: str, one: "_Place", other: "_Place") -> Iterator[str]:
    """A cut that is long, or takes a “not” along."""
    cut, words = body[one.end : other.start], _shortened(body[other.start : other.end])
    if _has_negation(cut):
        said = _("A “not” is among what is left out before “%s”: is it still what was meant?")
        yield said % words
    elif _number_of_words(cut) > LONG:
        said = _("Much is left out before “%s”: does it still go with what stands before it?")
        yield said % words


def _about_capitals(body: str, quote: str) -> Iterator[str]:
    """Where a name may stand: whoever chooses quotes knows nobody's, so no list is asked."""
    for put in _BRACKETS.findall(quote):
        named = [one for one in _WORD.findall(put) if one[0].isupper() and one not in SPEAKER]
        if named and f"[{put}]" not in body:
            said = _("“%s” in brackets has a capital: make sure that it names no person or place.")
            yield said % named[0]


def _with_one_kind_of_cut(text: str) -> str:
    return re.sub(r"\[\s*(?:…|\.{2,4})\s*\]", CUT, text)


def _refuse_bad_brackets(quote: str) -> None:
    rest = _BRACKETS.sub("", quote)
    if "[" in rest or "]" in rest:
        raise Refused(_("Close each square bracket before you open the next one."))
    found = _BRACKETS.findall(quote)
    if any(not one.strip() for one in found):
        raise Refused(_("Write what stands in the brackets, or […] for words left out."))
    if any(len(one) > LONGEST for one in found):
        raise Refused(_("Shorten what stands in brackets to at most %d characters.") % LONGEST)
    if len(found) > MOST:
        raise Refused(_("Use at most %d pairs of brackets, or quote less.") % MOST)


def _refuse_other_letters(body: str, quote: str) -> None:
    """A word in look-alike letters would pass for another: [nοt], with a Greek ο."""
    known = _scripts(body) | {LATIN}
    for put in _BRACKETS.findall(quote):
        for word in _WORD.findall("" if f"[{put}]" in body else put):
            scripts = _scripts(word)
            if scripts - known or (LATIN in scripts and len(scripts) > 1):
                said = _("Write “%s” in the letters of the comment: some only look like them.")
                raise Refused(said % word)


def _scripts(text: str) -> set[str]:
    """By the names of the letters; small capitals, which look like others, are a script apart."""
    names = {unicodedata.name(one, "") for one in text.translate(_ONE_SPELLING) if one.isalpha()}
    return {LATIN if _LATIN.match(one) else one.removeprefix(LATIN).split(" ")[0] for one in names}


def _parts(text: str) -> Iterator[_Part]:
    at = 0
    for found in _BRACKETS.finditer(text):
        if found.start() > at:
            yield _Part(text[at : found.start()], is_bracket=False, start=at)
        yield _Part(found[0], is_bracket=True, start=found.start())
        at = found.end()
    if at < len(text):
        yield _Part(text[at:], is_bracket=False, start=at)


def _segments(parts: list[_Part]) -> tuple[list[_Segment], tuple[str, ...]]:
    """The author's words, and the brackets after the last; white space alone is no words."""
    made: list[_Segment] = []
    before: tuple[str, ...] = ()
    for at, part in enumerate(parts):
        if part.is_bracket:
            before = (*before, part.text)
        elif part.text.strip():
            glued_after = at + 1 < len(parts) and _is_word(part.text[-1])
            glued_before = at > 0 and _is_word(part.text[0])
            made.append(_Segment(part.text.strip(), before, glued_before, glued_after))
            before = ()
    return made, before


def _places(body: str, segments: list[_Segment], after: tuple[str, ...]) -> list[_Place]:
    """Where each stands, in order. Raises Refused for the first that fits nowhere.

    Of all ways to read the quote, one is enough.
    """
    runs = [part for part in _parts(body) if not part.is_bracket]
    ways = [_Place(0, 0)]
    for segment in segments:
        ways = _one_further(body, runs, ways, segment)
    if after and not any(_keeps_the_sense(body[way.end :], after) for way in ways):
        raise Refused(_turned_round("]"))
    found: list[_Place] = []
    way: _Place | None = ways[0]
    while way is not None and way.earlier is not None:
        found.append(way)
        way = way.earlier
    return found[::-1]


def _one_further(
    body: str, runs: list[_Part], ways: list[_Place], segment: _Segment
) -> list[_Place]:
    """Every place of the segment that one of the ways leads to; the earliest first."""
    here = list(_occurrences(body, runs, segment))
    if not here:
        raise Refused(
            _(
                "These words are not in the comment as they stand: “%s”. Change only what stands "
                "in square brackets, and whole words: […] for words left out, or your own words "
                "in brackets."
            )
            % _shortened(segment.text)
        )
    following = [one for one in here if one.start >= ways[0].end]
    if not following:
        raise Refused(
            _("Keep the order of the comment: “%s” does not come after what stands before it.")
            % _shortened(segment.text)
        )
    if ways[0].earlier is None and not segment.before:
        return [_Place(one.start, one.end, ways[0]) for one in following]
    led_to = [found for one in following if (found := _led_to(body, ways, one, segment))]
    if not led_to:
        raise Refused(_turned_round(segment.text))
    return led_to


def _led_to(body: str, ways: list[_Place], one: _Place, segment: _Segment) -> _Place | None:
    """The place after an earlier one between which the brackets may stand."""
    before = [way for way in ways if way.end <= one.start]
    # The widest gap and the narrow ones: a gap that is not short is judged as the widest is.
    for way in (before[0], *before[-1 - SHORT :]):
        if _keeps_the_sense(body[way.end : one.start], segment.before):
            return _Place(one.start, one.end, way)
    return None


def _keeps_the_sense(gap: str, brackets: tuple[str, ...]) -> bool:
    """Whether no “not” is put in, and none is what a short cut takes out."""
    put = [one for one in brackets if _has_negation(one)]
    if any(one not in gap for one in put):  # a reviewer's own may stay
        return False
    return bool(put) or _number_of_words(gap) > SHORT or not _has_negation(gap)


def _turned_round(words: str) -> str:
    return _(
        "The brackets before “%s” take out or put in a “not”. Leave that word as it was written: "
        "without it the quote says something else."
    ) % _shortened(words)


def _occurrences(body: str, runs: list[_Part], segment: _Segment) -> Iterator[_Place]:
    """Where the author wrote these words, at the bounds of words, inside no brackets."""
    wanted = segment.text.translate(_ONE_SPELLING)
    for run in runs:
        text = run.text.translate(_ONE_SPELLING)
        start = text.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            if not _splits(text, start) and not _splits(text, end):
                place = _Place(run.start + start, run.start + end)
                if _touches_alike(body, place, segment):
                    yield place
            start = text.find(wanted, start + 1)


def _touches_alike(body: str, place: _Place, segment: _Segment) -> bool:
    """A bracket touches a word only where a reviewer's touches it in the comment."""
    first, last = body[place.start], body[place.end - 1]
    before = _is_word(first) and body[place.start - 1 : place.start] == "]"
    after = _is_word(last) and body[place.end : place.end + 1] == "["
    return (before, after) == (segment.glued_before, segment.glued_after)


def _splits(text: str, at: int) -> bool:
    """Whether a word, or a number, goes on over this place."""
    if not 0 < at < len(text):
        return False
    if _is_word(text[at - 1]) and _is_word(text[at]):
        return True
    around = (text[at - 1 : at + 2], text[max(at - 2, 0) : at + 1])
    return any(_INSIDE.fullmatch(one) for one in around)


def _is_word(letter: str) -> bool:
    return re.match(r"\w", letter) is not None or _joins(letter)


def _joins(letter: str) -> bool:
    """A mark on the letter before it, or a joiner between two."""
    return unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")


def _number_of_words(text: str) -> int:
    return len(_WORD.findall(text.translate(_ONE_SPELLING)))


def _has_negation(text: str) -> bool:
    """Also with marks on its letters, with lines round it, or with its letters set apart."""
    taken_apart = unicodedata.normalize("NFKD", text.translate(_ONE_SPELLING).casefold())
    plain = "".join(one for one in taken_apart if not unicodedata.combining(one))
    spelled = re.sub(r"[-_]", " ", plain)
    return bool(_NEGATION.search(spelled) or _NEGATION.fullmatch(re.sub(r"[\W_]", "", plain)))


def _rebuilt(body: str, parts: list[_Part], places: list[_Place]) -> str:
    """The quote with the comment's own characters between the brackets."""
    own, text = iter(places), ""
    for part in parts:
        if part.is_bracket or not part.text.strip():
            text += part.text
            continue
        place, said = next(own), part.text.strip()
        before, after = part.text.split(said, 1)
        text += f"{before}{body[place.start : place.end]}{after}"
    return text


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def attribution(cell: str, singulars: Mapping[str, str]) -> str:
    """Who said it, in the one form in which it is printed: a member of a caucus, or a member."""
    return singulars.get(cell) or _("Member")


def digest_of(words: str) -> str:
    """A mark of the words somebody has read."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]
