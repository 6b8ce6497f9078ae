"""What a code gives away, and to whom: as much as its page says, and no more."""

import logging
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from feedback.box import codes, keys
from feedback.box.responses import open_response
from feedback.models import CountedList, Eligibility, Envelope
from feedback.services import drop_coded_envelope, issue_code
from tests.feedback import ballots

CANARY = "the heron stood in the car park"
PEOPLE = re.compile(
    r'"(django_session|members_user|members_member|feedback_eligibility|feedback_collected)"'
)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"
    return settings.KEY_DIR


@pytest.fixture
def crowd(cast):
    return ballots.members(cast.community, 6)


@pytest.fixture
def survey(cast, crowd):
    """Everybody has a code and answered with it, each with another rating of one item."""
    survey = ballots.opened(cast.community, crowd)
    for number, member in enumerate(crowd):
        shown = issue_code(actor=ballots.actor_of(member), survey=survey)
        given = {"label": None, "ratings": {"a": number % 5 + 1}, "texts": {"2": f"{member.pk}"}}
        drop_coded_envelope(survey_id=survey.pk, code=codes.typed(shown), answers=given)
    return survey


def tied(survey, marks: dict[int, str]) -> int:
    """How many answers somebody ties to a name who holds these marks, and what keys there are."""
    found = 0
    for member, mark in marks.items():
        try:
            sha = codes.ballot_sha(codes.code_for(survey.pk, mark))
            envelope = Envelope.objects.filter(ballot_sha=sha).first()
            key = keys.box_key(survey.pk)
        except keys.KeyMissing:
            continue
        if envelope is not None:
            response = open_response(bytes(envelope.ciphertext), survey.pk, key)
            found += response.texts["2"] == str(member)
    return found


def marks_of(survey) -> dict[int, str]:
    return dict(Eligibility.objects.filter(survey=survey).values_list("member_id", "mark"))


@pytest.mark.django_db
def test_keys_and_database_together_tie_every_answer_until_the_count(survey, crowd):
    """This is what the pages with a code say, and why a paper is better."""
    assert tied(survey, marks_of(survey)) == len(crowd)


@pytest.mark.django_db
def test_the_database_alone_ties_none_and_neither_do_the_keys(survey, key_directory):
    marks = marks_of(survey)
    assert tied(survey, dict.fromkeys(marks, "0" * 32)) == 0, "keys, and a guess at the marks"
    (key_directory / str(survey.pk) / keys.CODES).unlink()
    assert tied(survey, marks) == 0


@pytest.mark.django_db(transaction=True)
def test_after_the_count_the_list_names_nobody_even_to_who_kept_the_secret(survey, crowd):
    secret, marks = keys.code_secret(survey.pk), marks_of(survey)
    ballots.count(survey)
    assert marks_of(survey) == {}
    with pytest.raises(keys.KeyMissing):
        keys.code_secret(survey.pk)
    listed = bytes(CountedList.objects.get(survey=survey).hashes)
    # Somebody puts the secret back; without the marks there is nothing to put into it.
    folder = keys._folder(survey.pk)
    folder.mkdir()
    (folder / keys.CODES).write_bytes(secret)

    def on_the_list(tried: dict[int, str]) -> int:
        made = (codes.ballot_sha(codes.code_for(survey.pk, mark)) for mark in tried.values())
        return sum(sha in listed for sha in made)

    assert on_the_list({member.pk: str(member.pk) for member in crowd}) == 0
    assert on_the_list(marks) == len(crowd), "with marks of a backup it does: who answered by code"


def post(survey, **given):
    body = urlencode({name.replace("_", "-").lstrip("q"): value for name, value in given.items()})
    url = reverse("box:coded_envelope", args=[survey.pk])
    return Client().post(url, body, content_type="application/x-www-form-urlencoded")


@pytest.mark.django_db
def test_no_request_with_a_code_asks_for_a_person_or_reaches_a_log(cast, crowd, caplog):
    caplog.set_level(logging.DEBUG)
    survey = ballots.opened(cast.community, crowd)
    shown = issue_code(actor=ballots.actor_of(crowd[0]), survey=survey)
    caplog.clear()
    with CaptureQueriesContext(connection) as queries:
        assert post(survey, own_code=shown, q2="a" * 2001 + CANARY).status_code == 200
        assert post(survey, own_code=shown[::-1], q2=CANARY, a="3").status_code == 200
        assert post(survey, own_code=shown, q2=CANARY, a="3").status_code == 302
    said = caplog.text + " ".join(one["sql"] for one in queries)
    assert survey.pk.hex in said.replace("-", ""), "the log was listened to"
    assert [one["sql"] for one in queries if PEOPLE.search(one["sql"])] == []
    assert CANARY not in said
    assert shown not in said
    # Asking for the code does name the member, and the look sees it.
    with CaptureQueriesContext(connection) as named:
        issue_code(actor=ballots.actor_of(crowd[0]), survey=survey)
    assert [one for one in named if PEOPLE.search(one["sql"])]
