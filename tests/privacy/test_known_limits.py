"""What the threat model says is not protected is truly so: its limits are no modesty.

And each ends where the document says it ends: at the count, when keys and marks are gone.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

from feedback.box import codes, keys
from feedback.box.responses import Response, open_response
from feedback.models import Eligibility, Envelope, Survey
from feedback.services import drop_coded_envelope, issue_code
from tests.feedback import ballots

pytestmark = pytest.mark.django_db
DOCUMENT = (Path(settings.BASE_DIR) / "docs/threat-model.md").read_text()


@pytest.fixture
def crowd(cast):
    return ballots.members(cast.community, 6)


@pytest.fixture
def survey(cast, crowd):
    return ballots.opened(cast.community, crowd)


def opened_with(key, survey: Survey, sha: bytes) -> Response:
    sealed = Envelope.objects.get(ballot_sha=sha)
    return open_response(bytes(sealed.ciphertext), survey.pk, key)


def envelopes() -> set[bytes]:
    return {bytes(sha) for sha in Envelope.objects.values_list("ballot_sha", flat=True)}


def test_a_stolen_key_and_a_look_at_every_moment_tell_who_said_what(crowd, survey):
    assert "watching all along, whose" in DOCUMENT
    stolen = keys.box_key(survey.pk)
    told = {}
    for number, member in enumerate(crowd):
        paper, before = ballots.collect(member, survey), envelopes()
        ballots.send(survey, paper, ballots.answers("white", 1 + number % 5, q2=f"voice {number}"))
        [new] = envelopes() - before
        told[number] = opened_with(stolen, survey, new).texts["2"]
    assert told == {number: f"voice {number}" for number in range(len(crowd))}
    ballots.count(survey)
    assert envelopes() == set()


def test_the_secret_and_the_database_tell_whose_a_code_is_until_the_count(crowd, survey):
    assert re.search(r"holds the survey's\s+secret and the database can tell whose it is", DOCUMENT)
    author = crowd[3]
    shown = codes.typed(issue_code(actor=ballots.actor_of(author), survey=survey))
    assert shown is not None
    drop_coded_envelope(survey_id=survey.pk, code=shown, answers=ballots.answers("white"))

    def whose() -> list[int]:
        """The member whose code stands on an envelope."""
        marks = Eligibility.objects.filter(survey=survey).values_list("member_id", "mark")
        return [
            member
            for member, mark in marks
            if codes.ballot_sha(codes.code_for(survey.pk, mark)) in envelopes()
        ]

    assert whose() == [author.pk]
    ballots.count(survey)
    keys.destroy(survey.pk)  # done after the commit, which a test's transaction has not
    assert not Eligibility.objects.filter(survey=survey).exists()
    with pytest.raises(keys.KeyMissing):
        codes.code_for(survey.pk, "0" * 32)
