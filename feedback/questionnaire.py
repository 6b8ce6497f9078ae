"""Questionnaires: their exact wording, and what each open question is for."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from feedback.disclosure import Purpose

FOLDER = Path(__file__).parent / "questionnaires"
LATEST = "PPN-1"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement rated from 1 to 5; ``polarity`` is ``positive`` or ``negative``."""

    key: str
    text: str
    polarity: str


@dataclass(frozen=True, slots=True)
class Question:
    """An open question. Findings keep the caucus and lose the session; planning the reverse."""

    key: str
    text: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Questionnaire:
    code: str
    title: str
    stem: str
    min_label: str
    max_label: str
    statements: tuple[Statement, ...]
    questions: tuple[Question, ...]

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(statement.key for statement in self.statements)

    def keys_for(self, purpose: Purpose) -> frozenset[str]:
        return frozenset(one.key for one in self.questions if one.purpose is purpose)


@cache
def questionnaire(code: str) -> Questionnaire:
    """The questionnaire of that code and edition; a survey keeps the one it was opened with."""
    data = json.loads((FOLDER / f"{code.lower()}.json").read_text(encoding="utf-8"))
    block = next(item for item in data["items"] if item["kind"] == "rating_block")
    return Questionnaire(
        code=data["code"],
        title=data["title"],
        stem=block["stem"],
        min_label=data["scale"]["min_label"],
        max_label=data["scale"]["max_label"],
        statements=tuple(
            Statement(one["key"], one["text"], one["polarity"]) for one in block["statements"]
        ),
        questions=tuple(
            Question(item["key"], item["text"], Purpose(item["purpose"]))
            for item in data["items"]
            if item["kind"] == "text"
        ),
    )
