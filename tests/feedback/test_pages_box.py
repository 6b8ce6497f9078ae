"""The landing page and the form: public, the same for everybody, kind when it is over."""

import pytest
from django.urls import reverse

from tests.feedback import ballots
from tests.pages import parse, select, texts


@pytest.fixture
def survey(cast):
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


def test_landing_names_the_day_and_neither_title_nor_community(client, survey):
    survey.session.title = "Whiteness at work"
    survey.session.save()
    answer = client.get(reverse("box:survey_landing", args=[survey.pk]))
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "Whiteness at work" not in words
    assert survey.community.name not in words
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"


def test_landing_holds_the_keys_and_their_fingerprint(client, survey):
    page = parse(client.get(reverse("box:survey_landing", args=[survey.pk])).content)
    held = select(page, "[data-paper-key]")[0]
    assert len(held.get("data-box-key")) == 43  # 32 bytes in base64url
    assert survey.fingerprint in " ".join(texts(select(page, ".govuk-details__text")))


def test_form_asks_seven_statements_five_questions_and_the_caucus_last(client, survey, evaluator):
    page = parse(client.get(reverse("box:envelope", args=[survey.pk])).content)
    blocks = select(page, "fieldset.circle-rating")
    assert [block.get("data-rating") for block in blocks] == list("abcdefg")
    for block in blocks:
        values = [one.get("value") for one in select(block, "input")]
        assert values == ["1", "2", "3", "4", "5", ""]
    assert [area.get("name") for area in select(page, "textarea")] == list("23456")
    labels = [one.get("value") for one in select(page, "[data-label] input")]
    assert labels == ["racially_minoritised", "white", ""]
    assert select(page, "form input[checked]") == []
    fields = [one.get("name") for one in select(page, "form input, form textarea")]
    assert fields[-3:] == ["label"] * 3


def test_form_takes_three_queries_at_most(client, survey, django_assert_max_num_queries, evaluator):
    with django_assert_max_num_queries(3):
        client.get(reverse("box:envelope", args=[survey.pk]))


def test_closed_survey_has_kind_words_and_no_form(client, survey):
    ballots.close(survey)
    page = parse(client.get(reverse("box:envelope", args=[survey.pk])).content)
    assert select(page, "form") == []
    assert texts(select(page, "h1")) == ["This feedback is closed"]
    landing = parse(client.get(reverse("box:survey_landing", args=[survey.pk])).content)
    assert "closed" in texts(select(landing, ".circle-lead"))[0]


@pytest.mark.parametrize("name", ["box:survey_landing", "box:envelope"])
def test_unknown_survey_is_not_found(client, db, name):
    assert (
        client.get(reverse(name, args=["00000000-0000-4000-8000-000000000000"])).status_code == 404
    )


@pytest.fixture
def evaluator(survey):
    """The cast has an evaluator, so comments are asked; this says so where it matters."""
    assert survey.parameters["questions"] == list("23456")
