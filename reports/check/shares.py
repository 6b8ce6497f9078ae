"""Shares in the authors' sentences: of how many, and whether they can be."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from cop.core.figures import percentage, possible_percentage
from reports.check.draft import Draft
from reports.check.numbers import NUMBER, PAIR, number_of
from reports.check.problem import Problem, error, warning
from reports.check.reading import GAP, NOTE, SOURCE, short
from reports.figures import RATE_FLOOR

_PERCENT = r"(\d{1,3}(?:\.\d{1,3})?) ?(?:%|per ?cent\b)"
PERCENT = re.compile(rf"(?<![\w.,]){_PERCENT}", re.IGNORECASE)
OF_NUMBER = re.compile(
    rf"(?<![\w.,]){_PERCENT} of (?:the |our |all )?({NUMBER})(?![\w–-])(?![.,]\d)(?! million)",
    re.IGNORECASE,
)
# Beside “34 of 66”: (51.5%) or “, 51.5%” after it, “51.5% (” before it.
_AFTER = re.compile(rf"^[^.;%]{{0,40}}?[(,–-] ?{_PERCENT}", re.IGNORECASE)
_BEFORE = re.compile(rf"{_PERCENT}[^.;%\d]{{0,40}}\($", re.IGNORECASE)
DENOMINATOR = re.compile(
    rf"\bof (?:the |our |all )?(?:{NUMBER}|{GAP})|\b[nN] ?= ?[\d{GAP}]", re.IGNORECASE
)
# What others found stands beside its source.
SOURCED = re.compile(rf"\[?-?@[\w{{]|https?://|{NOTE}|{SOURCE}|\(\d{{4}}\)|, \d{{4}}[a-z]?\)")
VAGUE = re.compile(
    r"\b(most|(?:the|a|an overwhelming|a large) majority|nearly all|almost all|nearly everyone|"
    r"almost everyone|a minority)(?: of)?(?: the| our| those)?"
    r" (members|people|respondents|participants|attendees|who|us|facilitators|answers|responses)\b",
    re.IGNORECASE,
)


def impossible_percentages(draft: Draft) -> Iterator[Problem]:
    """A percentage of n people is one that some number of them gives."""
    for passage, sentence in draft.sentences:
        for said in {*_not_of_pairs(sentence), *_not_of_numbers(sentence)}:
            yield error(
                "impossible_percentage",
                _("“%(said)s”: no whole number of people gives that percentage. Work it out again.")
                % {"said": said},
                passage.url,
            )


def _not_of_pairs(sentence: str) -> Iterator[str]:
    """X of n, and a percentage that is not theirs."""
    for match in PAIR.finditer(sentence):
        part, whole = number_of(match[1]), number_of(match[2])
        before = _BEFORE.search(sentence[: match.start()])
        after = _AFTER.search(sentence[match.end() :])
        for found in filter(None, (before, after)):
            percent = Decimal(found[1])
            places = len(found[1].partition(".")[2])
            if whole and (part > whole or percentage(part, whole, places=places) != percent):
                yield f"{part} of {whole} ({percent}%)"


def _not_of_numbers(sentence: str) -> Iterator[str]:
    """A percentage of n that nothing out of n gives."""
    for match in OF_NUMBER.finditer(sentence):
        whole = number_of(match[2])
        if whole and not possible_percentage(Decimal(match[1]), whole):
            yield match[0]


def more_than_the_whole(draft: Draft) -> Iterator[Problem]:
    """Nobody is more than all."""
    for passage, sentence in draft.sentences:
        for match in PAIR.finditer(sentence):
            if number_of(match[1]) > number_of(match[2]) and not _is_dated(sentence, match.end()):
                yield error(
                    "more_than_the_whole",
                    _("“%s”: the part is more than the whole. Put it right.") % match[0],
                    passage.url,
                )


def _is_dated(sentence: str, at: int) -> bool:
    months = r"\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    return bool(re.match(months, sentence[at:]))


def shares_without_denominator(draft: Draft) -> Iterator[Problem]:
    """A percentage stands beside its x of n, or its source."""
    for passage, sentence in draft.sentences:
        found = PERCENT.search(sentence)
        if not found or DENOMINATOR.search(sentence) or SOURCED.search(sentence):
            continue
        if found[0].replace(" ", "") == f"{RATE_FLOOR}%" and "under" in sentence[: found.start()]:
            continue  # the floor itself is nobody's share
        yield error(
            "figure_without_denominator",
            _("“%(said)s” says %(share)s and not of how many. Write “x of n” beside it.")
            % {"said": short(sentence), "share": found[0]},
            passage.url,
        )


def vague_shares(draft: Draft) -> Iterator[Problem]:
    """“Most members” says of how many, or is a guess."""
    for passage, sentence in draft.sentences:
        found = VAGUE.search(sentence)
        if found and not PAIR.search(sentence) and GAP not in sentence:
            yield warning(
                "vague_share",
                _("“%(said)s” says “%(vague)s” and no number. Write “x of n” where there is one.")
                % {"said": short(sentence), "vague": found[0]},
                passage.url,
            )


SHARE_RULES = (
    impossible_percentages,
    more_than_the_whole,
    shares_without_denominator,
    vague_shares,
)
