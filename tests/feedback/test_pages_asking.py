"""Choosing what is asked: after a session, and of the whole community."""

import datetime as dt

import pytest
from django.urls import reverse

from feedback.models import Survey
from sessions_app.models import Session
from tests.feedback.ballots import members, session_with
from tests.pages import parse, select, texts


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture
def url(cast):
    session_with(cast.community, members(cast.community, 6), held_on=dt.date(2026, 11, 1))
    return reverse("feedback:community_survey_open", args=[cast.community.slug])


def typed(**change: str) -> dict[str, str]:
    given = {"from_on": (1, 1, 2026), "to_on": (20, 11, 2026), "closes_on": (4, 12, 2026)}
    parts = ("day", "month", "year")
    return {
        "title": "Our year",
        "asked": "YEAR-1",
        **{
            f"{name}_{part}": str(one)
            for name, date in given.items()
            for part, one in zip(parts, date, strict=True)
        },
        **change,
    }


def words(response) -> str:
    return " ".join(texts(select(parse(response.content), "main")))


def test_nothing_opens_before_it_is_said_in_words_and_confirmed(as_, url):
    page = as_("amara").post(url, typed())
    said = words(page)
    assert "The 6 members who came at least once from 1 January 2026 to 20 November 2026" in said
    assert "the end of Friday 4 December 2026" in said
    assert "Fewer than 5 answers show no figure." in said
    assert not Survey.objects.exists()
    hidden = {
        one.get("name"): one.get("value") for one in select(parse(page.content), "main input")
    }
    assert as_("amara").post(url, hidden).status_code == 302
    survey = Survey.objects.get()
    assert (survey.title, survey.could_answer, survey.questionnaire) == ("Our year", 6, "YEAR-1")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"to_on_year": "2027"}, "Ask about days that are over"),
        ({"closes_on_year": "2027"}, "within 42 days"),
        ({"from_on_month": "11", "from_on_day": "10"}, "Fewer than 5 members came"),
        ({"asked": "NONE-1"}, "Select a valid choice"),
        ({"title": ""}, "required"),
        ({"closes_on_day": "x"}, "does not exist"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(as_, url, change, sentence):
    page = as_("amara").post(url, typed(**change, confirmed="1"))
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not Survey.objects.exists()
    if "title" not in change:
        assert 'value="Our year"' in page.content.decode()


def test_what_the_format_asks_is_offered_first(cast, as_):
    session = session_with(cast.community, [], key="W")
    url = reverse("feedback:survey_open", args=[cast.community.slug, session.pk])

    def chosen() -> list[str]:
        inputs = select(parse(as_("amara").get(url).content), "input[name=asked]")
        return [one.get("value") for one in inputs if one.get("checked") is not None]

    assert chosen() == ["PPN-1"]
    Session.objects.filter(pk=session.pk).update(questionnaire="WEBINAR-1")
    assert chosen() == ["WEBINAR-1"]
    assert "With 0 people who can answer, below 5" in words(as_("amara").get(url))
    as_("amara").post(url, {"asked": "YEAR-1"})
    there = as_("amara").get(url)["Location"]
    assert there.endswith(f"/feedback/{Survey.objects.get().pk}/"), "it is opened once"
    assert Survey.objects.get().questionnaire == "YEAR-1"


def test_choices_stand_apart_from_what_is_written(cast, as_):
    words_alone = ["In people’s own words"]
    for code, headings in (("PPN-1", words_alone), ("WEBINAR-1", [*words_alone, "Choices"])):
        url = reverse("feedback:questionnaire_detail", args=[cast.community.slug, code])
        found = texts(select(parse(as_("amara").get(url).content), "main h2.govuk-heading-l"))
        assert found[-len(headings) :] == headings


def test_an_unknown_questionnaire_is_not_found(cast, as_):
    for code in ("NONE-1", "ppn-1.json", "..%2f"):
        url = f"/in/c/{cast.community.slug}/feedback/questionnaires/{code}/"
        assert as_("amara").get(url).status_code == 404
