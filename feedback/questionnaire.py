"""Questionnaires: versioned files of exact wording, and what each question is for.

A file's code ends in its version, like ``PPN-1``. Changed words are a new file and a new series:
figures of different codes are never added up. A survey keeps the content it was opened with.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from feedback.disclosure import BANDS, UNANSWERED, Items, Purpose

FOLDER = Path(__file__).parent / "questionnaires"
USUAL = "PPN-1"
"""What a session is asked unless its facilitators choose another."""

KINDS = {"rating_block", "choice", "text"}
MOST_OPTIONS = 5
KEY = re.compile(r"[a-z0-9_]{1,10}")
RESERVED = frozenset({"at_least", "band", UNANSWERED})


class NotAQuestionnaire(ValueError):
    """A file cannot be asked; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement rated from 1 to 5; ``polarity`` is ``positive`` or ``negative``."""

    key: str
    text: str
    polarity: str


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with at most five options, of which one is chosen, or none."""

    key: str
    text: str
    purpose: Purpose
    options: tuple[Option, ...]

    @property
    def bands(self) -> tuple[str, ...]:
        """Its options, and "none" for whoever skips it."""
        return (*(option.key for option in self.options), UNANSWERED)


@dataclass(frozen=True, slots=True)
class Question:
    """An open question. Findings keep the caucus and lose the session; planning the reverse."""

    key: str
    text: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Rated statements, choices and open questions, each in the order of the file."""

    code: str
    title: str
    about: str
    stem: str
    min_label: str
    max_label: str
    statements: tuple[Statement, ...]
    choices: tuple[Choice, ...]
    questions: tuple[Question, ...]

    def items_for(self, purpose: Purpose) -> Items:
        """What becomes figures. Findings by the rhythm of figures; planning by survey, for all."""
        rated = dict.fromkeys((one.key for one in self.statements), BANDS)
        chosen = {one.key: one.bands for one in self.choices if one.purpose is purpose}
        return {**(rated if purpose is Purpose.FINDINGS else {}), **chosen}

    @property
    def items(self) -> Items:
        """Everything that becomes figures."""
        return {**self.items_for(Purpose.FINDINGS), **self.items_for(Purpose.PLANNING)}

    @property
    def wording(self) -> frozenset[str]:
        """The rated and chosen texts: whoever asks one of them asks the same."""
        rated = {one.text for one in self.statements}
        return frozenset(rated | {one.text for one in self.choices})

    @property
    def wording_for_planning(self) -> frozenset[str]:
        """The texts of choices for planning."""
        planning = [one for one in self.choices if one.purpose is Purpose.PLANNING]
        return frozenset(one.text for one in planning)

    def keys_for(self, purpose: Purpose) -> frozenset[str]:
        """The open questions of a purpose."""
        return frozenset(one.key for one in self.questions if one.purpose is purpose)


@cache
def content_of(code: str) -> Mapping[str, Any]:
    """What stands in the file of that code; KeyError where there is none."""
    path = FOLDER / f"{code.lower()}.json"
    if not path.exists():
        raise KeyError(code)
    content: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


@cache
def questionnaire(code: str) -> Questionnaire:
    """The questionnaire of that code as it stands today; KeyError where there is none."""
    return parse(content_of(code))


def questionnaires() -> list[Questionnaire]:
    """All there are, the usual one first."""
    codes = [json.loads(path.read_text(encoding="utf-8"))["code"] for path in FOLDER.glob("*.json")]
    return [questionnaire(code) for code in sorted(codes, key=lambda one: (one != USUAL, one))]


def parse(content: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire in a file's content; NotAQuestionnaire says what is wrong with it."""
    return _read(json.dumps(content, sort_keys=True))


@lru_cache(maxsize=64)
def _read(text: str) -> Questionnaire:
    """Once for each content: a page of many surveys asks for the same few again and again."""
    try:
        made = _parsed(json.loads(text))
    except (KeyError, TypeError, ValueError) as problem:
        raise NotAQuestionnaire(f"{type(problem).__name__}: {problem}") from None
    _check(made)
    return made


def _parsed(content: Mapping[str, Any]) -> Questionnaire:
    items = content["items"]
    blocks = [item for item in items if item["kind"] == "rating_block"]
    if len(blocks) > 1 or not {item["kind"] for item in items} <= KINDS:
        raise ValueError("at most one rating_block, then only choice and text")
    block: Mapping[str, Any] = blocks[0] if blocks else {"stem": "", "statements": ()}
    scale = content.get("scale", {"min_label": "", "max_label": ""})
    return Questionnaire(
        code=content["code"],
        title=content["title"],
        about=content.get("about", ""),
        stem=block["stem"],
        min_label=scale["min_label"],
        max_label=scale["max_label"],
        statements=tuple(
            Statement(one["key"], one["text"], one["polarity"]) for one in block["statements"]
        ),
        choices=tuple(
            Choice(
                item["key"],
                item["text"],
                Purpose(item["purpose"]),
                tuple(Option(one["key"], one["text"]) for one in item["options"]),
            )
            for item in items
            if item["kind"] == "choice"
        ),
        questions=tuple(
            Question(item["key"], item["text"], Purpose(item["purpose"]))
            for item in items
            if item["kind"] == "text"
        ),
    )


def _check(made: Questionnaire) -> None:
    asked: tuple[Statement | Choice | Question, ...]
    asked = (*made.statements, *made.choices, *made.questions)
    keys = [one.key for one in asked]
    options = [[option.key for option in choice.options] for choice in made.choices]
    problems = {
        "a code ends in its version, like PPN-1": not re.fullmatch(r"[A-Z]+-[1-9]\d*", made.code),
        "every key stands once": len(set(keys)) != len(keys),
        "keys are up to ten small letters and digits": not all(map(KEY.fullmatch, keys)),
        "a choice has two to five options": any(
            not 2 <= len(one) <= MOST_OPTIONS for one in options
        ),
        "options have keys of their own, none of them reserved": any(
            len(set(one)) != len(one) or set(one) & RESERVED or not all(map(KEY.fullmatch, one))
            for one in options
        ),
        "a statement is positive or negative": any(
            one.polarity not in {"positive", "negative"} for one in made.statements
        ),
    }
    for rule, is_broken in problems.items():
        if is_broken:
            raise NotAQuestionnaire(rule)
