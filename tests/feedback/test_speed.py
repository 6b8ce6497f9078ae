"""What may not grow: statements with what is stored, and the count faster than the box."""

import datetime as dt
import json
import time
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caucus.models import Caucus
from feedback.box.base64url import encode
from feedback.models import Survey
from feedback.services import count_survey
from tests.feedback import ballots
from tests.feedback.boxes import everything, fill
from tests.people import sign_in
from tests.privacy.test_box_requests import padded
from tests.steps import steps_of

SIZES = [1, 40]


@pytest.fixture
def people(cast):
    return ballots.members(cast.community, 6)


@pytest.fixture
def survey(cast, people):
    return ballots.opened(cast.community, people)


@pytest.mark.parametrize("size", SIZES)
def test_the_form_takes_two_statements_and_no_session(
    client, survey, size, django_assert_num_queries
):
    fill(survey, size)
    for _drawn_or_kept in range(2):
        with django_assert_num_queries(2):
            answer = client.get(reverse("box:envelope", args=[survey.pk]))
        assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.parametrize("size", SIZES)
def test_a_response_takes_five_statements_between_begin_and_commit(
    client, survey, people, size, django_assert_num_queries
):
    fill(survey, size)
    body = padded(*ballots.collect(people[0], survey), everything(survey, 1))
    with django_assert_num_queries(7):
        answer = client.post(
            reverse("box:envelope", args=[survey.pk]), body, content_type="application/json"
        )
    assert answer.status_code == 204


@pytest.mark.parametrize("size", SIZES)
def test_a_paper_takes_as_many_statements_however_many_have_one(
    cast, as_, survey, people, size, django_assert_num_queries
):
    for member in people[: min(size, 5)]:
        ballots.collect(member, survey)
    fill(survey, size)
    _message, hidden = ballots.blinded(survey)
    browser = as_(None)
    sign_in(browser, people[5].person)
    address = reverse("feedback:ballot_collect", args=[cast.community.slug, survey.pk])
    body = json.dumps({"blinded": encode(hidden.value)})
    with django_assert_num_queries(13):
        answer = browser.post(address, body, content_type="application/json")
    assert answer.status_code == 200


@pytest.mark.parametrize("size", [6, 12])
def test_results_take_as_many_statements_for_twelve_as_for_six(
    cast, as_, size, django_assert_num_queries
):
    came = ballots.members(cast.community, size)
    survey = ballots.opened(cast.community, came)
    fill(survey, size)
    ballots.count(survey)
    address = reverse("feedback:result_detail", args=[cast.community.slug, survey.pk])
    browser = as_("amara")
    with django_assert_num_queries(12):
        assert browser.get(address).status_code == 200


def test_the_form_is_drawn_anew_when_what_it_says_changes(client, survey, cast):
    address = reverse("box:envelope", args=[survey.pk])
    before = client.get(address).content
    assert client.get(address).content == before
    Caucus.objects.filter(community=cast.community, key="white").update(name="Another name")
    after = client.get(address).content
    assert b"Another name" in after
    assert b"Another name" not in before
    survey.session.held_on -= dt.timedelta(days=1)
    survey.session.save()
    assert client.get(address).content not in {before, after}
    ballots.close(survey)
    assert b"This feedback is closed" in client.get(address).content


def test_two_surveys_are_never_given_each_others_form(client, survey, cast, people):
    other = ballots.opened(cast.community, people, key="S2")
    for one in (survey, other, survey):
        page = client.get(reverse("box:envelope", args=[one.pk])).content
        assert f'data-box="{one.pk}"'.encode() in page


def _closed(cast, number: int, rhythm: str, key: str = "S9") -> Survey:
    cast.community.figures_rhythm = cast.community.comments_rhythm = rhythm
    cast.community.save()
    survey = ballots.opened(cast.community, list(cast.members.values()), key=key)
    fill(survey, number)
    ballots.close(survey)
    return survey


@pytest.mark.parametrize("rhythm", ["session", "period"])
def test_sixty_responses_are_counted_in_five_seconds(cast, rhythm):
    survey = _closed(cast, 60, rhythm)
    began = time.process_time()
    count_survey(survey_id=survey.pk)
    assert time.process_time() - began < 5  # it takes half of one, PostgreSQL aside
    assert Survey.objects.get(pk=survey.pk).responses == 60


def _all_pairs(number: int) -> None:
    for _one in range(number):
        for _other in range(number):
            pass


@pytest.mark.parametrize("rhythm", ["session", "period"])
def test_a_further_response_is_as_much_work_among_300_as_among_60(cast, rhythm):
    steps, statements = {}, {}
    for key, number in [("warm", 12), ("few", 12), ("some", 60), ("many", 300)]:
        survey = _closed(cast, number, rhythm, key)
        with CaptureQueriesContext(connection) as asked:
            steps[key] = steps_of(partial(count_survey, survey_id=survey.pk))
        statements[key] = len(asked)
        assert Survey.objects.get(pk=survey.pk).responses == number

    def grows(few: int, some: int, many: int) -> float:
        return ((many - some) / (300 - 60)) / ((some - few) / (60 - 12))

    straight = steps["few"], steps["some"], steps["many"]
    assert 0.9 < grows(*straight) < 1.1
    # As much as ten steps for every pair of responses would show.
    pairs = [10 * steps_of(partial(_all_pairs, number)) for number in (12, 60, 300)]
    assert grows(*map(sum, zip(straight, pairs, strict=True))) > 1.2
    assert statements["many"] - statements["some"] < (300 - 60) / 20
