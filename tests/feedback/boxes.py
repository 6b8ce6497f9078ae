"""A box as if many had answered: sealed by the code, and put in together."""

from feedback.box import envelopes, papers
from feedback.box.responses import Asked, read_response, seal_response
from feedback.models import Survey
from feedback.rules import asked_by

COMMENT = "We had room to speak, and I would like the same facilitator again. " * 4
LABELS = ("white", "racially_minoritised", None)


def everything(survey: Survey, number: int, asked: Asked | None = None) -> dict[str, object]:
    """Answers to all there is, every comment of a good two hundred characters."""
    asked = asked or asked_by(survey)
    label = LABELS[number % 3]
    return {
        "label": label if label in asked.caucuses else None,
        "ratings": {key: 1 + (number + place) % 5 for place, key in enumerate(asked.statements)},
        "texts": dict.fromkeys(asked.questions, COMMENT),
    }


def fill(survey: Survey, number: int) -> None:
    """Envelopes as if so many had answered."""
    asked, key = asked_by(survey), bytes(survey.paper_public_key)
    envelopes.put_all(
        survey.pk,
        (
            (papers.ballot_sha(papers.new_message(key)), sealed(survey, one, asked))
            for one in range(number)
        ),
    )


def sealed(survey: Survey, number: int, asked: Asked | None = None) -> bytes:
    """One response, ready for the box."""
    asked = asked or asked_by(survey)
    response = read_response(everything(survey, number, asked), asked)
    return seal_response(response, survey.pk, bytes(survey.box_public_key))
