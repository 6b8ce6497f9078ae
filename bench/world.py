"""What is measured on: one community, and on demand very many."""

import datetime as dt
import json
from collections.abc import Iterator
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.hashes import SHA384
from django.db import connection

from cop.core import clock
from cop.members.models import Community, Member
from cop.members.selectors import system_actor
from feedback.box import keys, papers
from feedback.box.base64url import encode
from feedback.models import Survey
from feedback.services import open_community_survey
from feedback.services.envelopes import BODY_BYTES
from tests.feedback.ballots import opened, session_with
from tests.feedback.boxes import everything, fill

PAPERS = 500  # made together, so that most rounds are not charged with it


def choose_rhythm(community: Community, rhythm: str) -> None:
    """Of figures and of comments."""
    community.figures_rhythm = community.comments_rhythm = rhythm
    community.save()


def crowd(community: Community, number: int, *, key: str) -> list[Member]:
    """Members who do not sign in."""
    return Member.objects.bulk_create(
        Member(
            community=community,
            reference=f"{key}{one}",
            name=f"{key} {one}",
            email=f"{key.lower()}{one}@example.org",
            joined_on=dt.date(2020, 1, 1),
        )
        for one in range(number)
    )


def survey_with(
    community: Community, came: list[Member], *, key: str, filled: int, asked: str = "PPN-1"
) -> Survey:
    """An open survey of a session, with so many envelopes in its box."""
    survey = opened(community, came, key=key, asked=asked)
    fill(survey, filled)
    return survey


def whole_community_survey(community: Community, number: int, *, key: str) -> Survey:
    """An open survey of everybody who came, answered by all."""
    today = clock.today(community.time_zone)
    session_with(community, crowd(community, number, key=key), key=key)
    survey = open_community_survey(
        actor=system_actor(community),
        title="Our year",
        from_on=today,
        to_on=today,
        closes_on=today + dt.timedelta(days=14),
        asked="YEAR-1",
    )
    fill(survey, number)
    return survey


def paper_of(survey: Survey) -> tuple[bytes, bytes]:
    """What a browser holds after blinding and unblinding: an ordinary signature."""
    message = papers.new_message(bytes(survey.paper_public_key))
    pss = PSS(MGF1(SHA384()), 48)
    return message, keys.paper_key(survey.pk).sign(message, pss, SHA384())


def bodies(survey: Survey) -> Iterator[bytes]:
    """Bodies of anonymous requests, each with a paper of its own, without end."""
    number = 0
    while True:
        made = [_body(survey, number + one) for one in range(PAPERS)]
        number += len(made)
        yield from made


def _body(survey: Survey, number: int) -> bytes:
    message, signature = paper_of(survey)
    said = {
        "message": encode(message),
        "signature": encode(signature),
        "answers": everything(survey, number),
    }
    return json.dumps(said).encode().ljust(BODY_BYTES)


def trim(survey: UUID, number: int) -> None:
    """Leave so many envelopes in a box, so that every round finds as many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM feedback_envelope WHERE survey_id = %s AND ballot_sha NOT IN"
            " (SELECT ballot_sha FROM feedback_envelope WHERE survey_id = %s LIMIT %s)",
            [survey, survey, number],
        )
        cursor.execute("VACUUM feedback_envelope")
