"""Numbers in the authors' sentences that disagree with the tables.

Read is what plainly counts members, sessions, attendances or responses; part of them may be any
number, so "four members wrote a poem" is nobody's concern. A sentence about another time is left
alone. Where a number is called about right, or says in brackets what it counts, a warning is all.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.check.draft import Draft, Passage
from reports.check.known import Known
from reports.check.problem import Problem, error, warning
from reports.check.reading import short

WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}  # fmt: skip
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{'|'.join(WORDS)})"
_START = r"(?<![\w.,/–-])"
PAIR = re.compile(
    rf"{_START}({NUMBER}|one|none) (?:out )?of (?:the |our |all )?({NUMBER})(?![\w–-])(?![.,]\d)"
    r"(?! ?%| per ?cent| million)",
    re.IGNORECASE,
)
_PEOPLE = r"(?:people|members|persons|colleagues|participants)"
_CAME = r"(?:came|attended|took part|joined us)"
_ANSWERED = r"(?:answered|responded|replied|gave (?:us )?feedback)"
_TIMES = {"once": 1, "twice": 2, **{f"{word} times": number for word, number in WORDS.items()}}
CAME_OFTEN = re.compile(
    rf"{_START}({NUMBER})(?: of (?:the |our )?{NUMBER})?(?: \([\d.]+ ?%\))?(?: {_PEOPLE})? {_CAME} "
    rf"(?:to )?(?:only |just )?({'|'.join(_TIMES)})(?! or more| at| each)",
    re.IGNORECASE,
)
OTHER_TIME = re.compile(
    r"\b(?:last year|next|previous|the year before|will|shall|should|could|would|plan(?:s|ned)?|"
    r"propos\w+|aim(?:s|ed)?|target|hope[sd]?|until then|in future)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
ABOUT = re.compile(
    r"\b(?:about|around|nearly|almost|over|under|some|roughly|approximately|up to|at least|"
    r"at most|(?:more|fewer|less) than)\W+$",
    re.IGNORECASE,
)
_CLAIMS = re.compile(
    r"\b(?:has|have|had|all|all our|our|total of|community of|now|there (?:were|are)|held|ran|"
    r"organised|hosted|programme of|met (?:for|in)|all (?:of )?the)\s+$",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\b(?:our|all of the|all the) $", re.IGNORECASE)
_WHOLE = re.compile(
    r"^(?:\W*$|\W*[.;:,)(]|\s+(?:in (?:all|total)|altogether|on the register|belong|this year|"
    r"over|between|and)\b)",
    re.IGNORECASE,
)
_OF_SESSIONS = re.compile(r"\s+(?:our |the )?(?:two-hour )?(?:sessions|meetings)\b", re.IGNORECASE)
_OF_ANSWERED = re.compile(rf"\s+(?:{_PEOPLE} |of those )?(?:who came )?{_ANSWERED}", re.IGNORECASE)
_OF_ATTENDANCES = re.compile(r"\s+attendances\b", re.IGNORECASE)
_OF_MEMBERS = re.compile(r"\s+(?:registered )?members\b(?! of)", re.IGNORECASE)
_FEEDBACK = re.compile(r"\b(?:feedback|answers?|surveys?|responses?)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:(]|, ")


@dataclass(frozen=True)
class Said:
    """A number in a sentence, with what stands before and after it."""

    sentence: str
    number: int
    before: str
    after: str

    @property
    def claims_all(self) -> bool:
        """It speaks of all there are, not of some of them."""
        return bool(_CLAIMS.search(self.before)) and bool(_WHOLE.match(self.after))

    @property
    def is_scoped(self) -> bool:
        """It says itself that it is rough, or which ones it counts."""
        return bool(ABOUT.search(self.before)) or bool(re.match(r"\s*\(", self.after))


def number_of(text: str) -> int:
    """Of digits or a word."""
    word = text.lower()
    if word in ("one", "none"):
        return int(word == "one")
    return WORDS.get(word) or int(word.replace(",", ""))


def _members(known: Known, said: Said) -> int | None:
    """The number the tables have instead, or None where nothing is wrong."""
    total = known.members
    if total is None or said.number in known.of_people:
        return None
    qualified = not (_WHOLE.match(said.after) or _OWNED.search(said.before))
    if said.number <= total and (2 * said.number < total or qualified) and not said.claims_all:
        return None
    return total


def _sessions(known: Known, said: Said) -> int | None:
    if said.number > known.sessions:
        return known.sessions
    claims = said.claims_all and not said.after.startswith(" and ")
    wrong = claims and said.number not in {known.sessions, *known.coverage}
    return known.sessions if wrong else None


def _attendances(known: Known, said: Said) -> int | None:
    return None if said.number in known.of_attendances else known.attendances


def _responses(known: Known, said: Said) -> int | None:
    total = known.responses
    if total is None or said.number in known.of_responses:
        return None
    return total if said.claims_all or 2 * said.number >= total else None


def _people(known: Known, said: Said) -> int | None:
    total = known.persons
    if total is None or said.number in known.of_people:
        return None
    return total if 2 * said.number >= total else None


Judge = Callable[[Known, Said], int | None]
COUNTED: tuple[tuple[str, str | Promise, Judge], ...] = (
    (rf"{_PEOPLE} {_CAME}", gettext_lazy("members who came"), _people),
    (rf"{_PEOPLE} {_ANSWERED}", gettext_lazy("responses"), _responses),
    (r"(?:registered |current )?members?", gettext_lazy("members"), _members),
    (r"(?:two-hour )?(?:sessions?|meetings?)", gettext_lazy("sessions"), _sessions),
    (r"attendances?", gettext_lazy("attendances"), _attendances),
    (r"responses?|replies|respondents", gettext_lazy("responses"), _responses),
)
_ANY = re.compile(
    rf"{_START}({NUMBER}) (?:" + "|".join(f"({noun})" for noun, _n, _j in COUNTED) + r")\b",
    re.IGNORECASE,
)
# What would print the number, in the words of reports.placeholders.
PLACEHOLDERS: dict[Judge, str] = {
    _members: "members.total",
    _sessions: "sessions.total",
    _attendances: "attendance.total",
    _responses: "responses.total",
    _people: "attendance.people",
}


def numbers_disagree(draft: Draft) -> Iterator[Problem]:
    """Numbers of members, sessions, attendances and responses are those of the tables."""
    for passage, sentence in draft.sentences:
        if is_of_the_period(draft, sentence):
            yield from _counts(draft, passage, sentence)
            yield from _pairs(draft, passage, sentence)
            yield from _times(draft, passage, sentence)


def is_of_the_period(draft: Draft, sentence: str) -> bool:
    """Whether the report's tables are about what the sentence says."""
    period = draft.data["period"]
    years = range(int(period["from"][:4]), int(period["to"][:4]) + 1)
    others = [year for year in YEAR.findall(sentence) if int(year) not in years]
    return not others and not OTHER_TIME.search(sentence)


def _counts(draft: Draft, passage: Passage, sentence: str) -> Iterator[Problem]:
    pairs = [match.span(2) for match in PAIR.finditer(sentence)]
    pairs += [match.span(1) for match in CAME_OFTEN.finditer(sentence)]
    for match in _ANY.finditer(sentence):
        if any(start <= match.start(1) < end for start, end in pairs):
            continue
        which = next(at for at, found in enumerate(match.groups()[1:]) if found)
        _noun, name, judge = COUNTED[which]
        number = number_of(match[1])
        said = Said(sentence, number, sentence[: match.start()], sentence[match.end() :])
        right = judge(draft.known, said)
        if right is not None:
            words = _("“%(said)s”: the tables have %(right)d %(what)s.") % {
                "said": short(sentence),
                "right": right,
                "what": name,
            }
            yield _disagrees(draft, passage, words, PLACEHOLDERS[judge], scoped=said.is_scoped)


def _pairs(draft: Draft, passage: Passage, sentence: str) -> Iterator[Problem]:
    for match in PAIR.finditer(sentence):
        part, whole = number_of(match[1]), number_of(match[2])
        after = _CLAUSE.split(re.sub(r"^\s*\([^)]*\)", "", sentence[match.end() :]), maxsplit=1)[0]
        scoped = bool(ABOUT.search(sentence[: match.start()]))
        found = _wrong_pair(draft.known, part, whole, after, sentence)
        if found:
            right, placeholder = found
            words = _("“%(said)s”: the tables say %(right)s.") % {
                "said": short(sentence),
                "right": right,
            }
            yield _disagrees(draft, passage, words, placeholder, scoped=scoped)


def _wrong_pair(
    known: Known, part: int, whole: int, after: str, sentence: str
) -> tuple[str, str] | None:
    """What the tables say instead of “x of n”, and the placeholder; None where they agree."""
    if _OF_SESSIONS.match(after):
        return _wrong_of_sessions(known, part, whole, sentence)
    if _OF_ANSWERED.match(after):
        wrong = known.answered and (part, whole) not in known.response_pairs
        return (_("%d of %d answered") % known.answered, "responses.rate") if wrong else None
    if _OF_ATTENDANCES.match(after):
        wrong = known.attendances not in (None, whole)
        return (_("%d attendances") % known.attendances, "attendance.total") if wrong else None
    if _OF_MEMBERS.match(after) and known.members is not None:
        wrong = whole not in known.of_people
        return (_("%d members") % known.members, "members.total") if wrong else None
    return None


def _wrong_of_sessions(
    known: Known, part: int, whole: int, sentence: str
) -> tuple[str, str] | None:
    if whole != known.sessions:
        return _("%d sessions") % known.sessions, "sessions.total"
    if part not in known.coverage and _FEEDBACK.search(sentence):
        text = _("feedback from %(part)d of %(whole)d sessions")
        return text % {"part": min(known.coverage), "whole": whole}, "coverage"
    return None


def _times(draft: Draft, passage: Passage, sentence: str) -> Iterator[Problem]:
    """How many came once, twice, and so on."""
    frequency = draft.known.frequency
    if not frequency or not draft.known.by_name:
        return
    for match in CAME_OFTEN.finditer(sentence):
        times = _TIMES[match[2].lower()]
        if number_of(match[1]) != frequency.get(times, 0):
            words = _("“%(said)s”: the tables have %(right)d who came as often.") % {
                "said": short(sentence),
                "right": frequency.get(times, 0),
            }
            yield _disagrees(
                draft, passage, words, "attendance.once" if times == 1 else "", scoped=False
            )


def _disagrees(
    draft: Draft, passage: Passage, words: str, placeholder: str, *, scoped: bool
) -> Problem:
    make = warning if scoped else error
    mend = _("Put it right, or say in brackets what it counts.")
    if placeholder in draft.placeholders:
        mend = _("Put it right, or write {{ %s }}, which prints the table’s.") % placeholder
    return make("number_disagrees", f"{words} {mend}", passage.url)


NUMBER_RULES = (numbers_disagree,)
