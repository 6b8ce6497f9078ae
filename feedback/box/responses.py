"""One response: checked, folded, packed for its envelope and unpacked at the count."""

import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from feedback.box import sealing
from feedback.box.typography import fold
from feedback.disclosure import BANDS, UNANSWERED, Answer, Items, band_of

ENVELOPE_BYTES = 16_384
LONGEST_TEXT = 2_000
RATINGS = range(1, 6)
PARTS = {"label", "ratings", "texts", "choices"}


class NotAResponse(Exception):
    """The answers do not fit the questionnaire. Never says what they were."""


class TextTooLong(Exception):
    """A comment has more than LONGEST_TEXT characters, or all together do not fit."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a survey asks: caucuses that may be stated, statements, open questions, choices.

    ``choices`` holds the options of each.
    """

    caucuses: Collection[str]
    statements: Collection[str]
    questions: Collection[str]
    choices: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Response:
    """One person's answers to one survey. What was skipped is left out."""

    label: str | None
    ratings: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)

    def as_answer(self, items: Items) -> Answer:
        """The answers as the disclosure rules take them: a band for every item."""
        return Answer(self.label, {item: self._band(item, bands) for item, bands in items.items()})

    def _band(self, item: str, bands: tuple[str, ...]) -> str:
        if bands == BANDS:
            return band_of(self.ratings.get(item))
        return self.choices.get(item, UNANSWERED)


def read_response(answers: object, asked: Asked) -> Response:
    """The response in answers that came over the wire: ``{label, ratings, texts, choices}``.

    Raises NotAResponse for anything that was not asked, TextTooLong for a long comment.
    """
    if not isinstance(answers, dict) or not set(answers) <= PARTS:
        raise NotAResponse
    label = answers.get("label")
    if label is not None and (not isinstance(label, str) or label not in asked.caucuses):
        raise NotAResponse
    ratings = _given(answers.get("ratings"), asked.statements)
    texts = _given(answers.get("texts"), asked.questions)
    choices = _given(answers.get("choices"), asked.choices)
    if any(type(rating) is not int or rating not in RATINGS for rating in ratings.values()):
        raise NotAResponse
    if not all(isinstance(one, str) for one in (*texts.values(), *choices.values())):
        raise NotAResponse
    if any(option not in asked.choices[key] for key, option in choices.items()):
        raise NotAResponse
    folded = {question: fold(text) for question, text in texts.items()}
    if any(len(text) > LONGEST_TEXT for text in folded.values()):
        raise TextTooLong
    written = {key: text for key, text in folded.items() if text}
    return Response(label, ratings, written, choices)


def _given(part: object, keys: Collection[str]) -> dict[str, Any]:
    if part is None:
        return {}
    if not isinstance(part, dict) or not set(part) <= set(keys):
        raise NotAResponse
    return {key: value for key, value in part.items() if value is not None}


def packed(response: Response) -> bytes:
    """The response as bytes that fit into an envelope; TextTooLong if they do not.

    Compressed, so that long comments fit in any script; the padding hides how well that went.
    """
    plain = json.dumps(
        {
            "l": response.label,
            "r": dict(response.ratings),
            "t": dict(response.texts),
            "c": dict(response.choices),
        },
        ensure_ascii=False,
    )
    content = zlib.compress(plain.encode())
    if len(content) > ENVELOPE_BYTES - sealing.OVERHEAD:
        raise TextTooLong
    return content


def seal_response(response: Response, survey: UUID, public_key: bytes) -> bytes:
    """The response as an envelope's content; TextTooLong if it does not fit."""
    return sealing.seal(public_key, packed(response), length=ENVELOPE_BYTES, purpose=survey.bytes)


def open_response(sealed: bytes, survey: UUID, key: X25519PrivateKey) -> Response:
    """What ``seal_response`` sealed."""
    data = json.loads(zlib.decompress(sealing.unseal(key, sealed, purpose=survey.bytes)))
    return Response(data["l"], data["r"], data["t"], data["c"])
