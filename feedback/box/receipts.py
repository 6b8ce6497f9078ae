"""What a browser looks up after the count: the hashes of counted ballots, among random ones.

The list is filled up to a multiple of 512, so that its length says nothing of how many answered.
A hash of a random number and a random number look alike to everybody but who holds the first.
"""

import secrets
from uuid import UUID

from feedback.box import envelopes
from feedback.enums import SurveyState
from feedback.models import CountedList, Survey

SHA_BYTES = 32
FILLED_TO = 512


def publish(survey: Survey) -> None:
    """In the count, before the box is emptied. Imported answers were sent by no browser."""
    if survey.paper_public_key:
        hashes = padded(envelopes.keys_in_box(survey.pk))
        CountedList.objects.create(survey=survey, hashes=b"".join(hashes))


def padded(hashes: list[bytes]) -> list[bytes]:
    """The hashes and random ones, sorted; at least 512, and always a multiple of it."""
    missing = -len(hashes) % FILLED_TO if hashes else FILLED_TO
    return sorted([*hashes, *(secrets.token_bytes(SHA_BYTES) for _number in range(missing))])


def published(survey: UUID) -> bytes | None:
    """The list, hash after hash; None before the count, and for imported answers."""
    found = CountedList.objects.filter(survey_id=survey).values_list("hashes", flat=True).first()
    return None if found is None else bytes(found)


def is_published(survey: Survey) -> bool:
    """Whether there is a list to look at."""
    is_counted = survey.state == SurveyState.COUNTED
    return is_counted and CountedList.objects.filter(survey=survey).exists()
