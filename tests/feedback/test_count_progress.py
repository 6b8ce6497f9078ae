"""A long count says its phase to whoever waits, and never how many answers there are."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from redis import ConnectionError as Away

from cop.members.models import Community
from feedback import progress
from feedback.enums import SurveyState
from feedback.models import Survey
from feedback.progress import LONG, Phase, phase_of, tell
from tests.feedback import ballots
from tests.feedback.test_pages_results import page, words
from tests.pages import parse, select, texts


@pytest.fixture
def survey(cast):
    Community.objects.filter(pk=cast.community.pk).update(figures_rhythm="period")
    people = ballots.members(cast.community, 6)
    survey = ballots.opened(cast.community, people)
    for member in people:
        ballots.send(survey, ballots.collect(member, survey), ballots.answers())
    return survey


def being_counted(survey: Survey) -> Survey:
    Survey.objects.filter(pk=survey.pk).update(
        state=SurveyState.COUNTING, present=6, could_answer=6
    )
    return survey


def test_a_long_count_tells_its_phases_in_order(survey, monkeypatch):
    told: list[Phase | None] = []
    keep = cache.set

    def keep_and_look(*given: object, **more: object) -> None:
        keep(*given, **more)
        told.append(phase_of(survey.pk))

    monkeypatch.setattr(progress, "LONG", 6)
    monkeypatch.setattr(cache, "set", keep_and_look)
    ballots.count(survey)
    assert told == list(Phase)


def test_a_small_box_tells_nothing(survey):
    """How long a phase takes would tell four answers from none."""
    ballots.count(survey)
    assert phase_of(survey.pk) is None
    tell(survey.pk, Phase.STORING, envelopes=LONG)
    assert phase_of(survey.pk) is Phase.STORING  # what was told stays to be found
    assert LONG > 10 * 5


def test_a_cache_that_is_away_stops_no_count(survey, monkeypatch):
    def away(*_given: object, **_more: object) -> None:
        raise Away

    monkeypatch.setattr(progress, "LONG", 0)
    monkeypatch.setattr(cache, "set", away)
    assert ballots.count(survey).responses == 6
    monkeypatch.setattr(cache, "get", away)
    assert phase_of(survey.pk) is None


def test_pages_say_so_kindly_and_without_a_number(cast, as_, survey):
    being_counted(survey)
    tell(survey.pk, Phase.SEALING, envelopes=LONG)
    client = as_("rosa")
    shown = page(client, "feedback:result_detail", cast, survey.pk)
    [bar] = select(shown, "progress")
    assert (bar.get("value"), bar.get("max")) == ("3", "4")
    said = words(shown, "section[hx-get]")
    assert "Step 3 of 4: sealing again what waits for others" in said
    assert re.findall(r"\d+", said) == ["3", "4"]
    assert texts(select(shown, "section[hx-get] a")) == ["Look again"]
    assert "being counted" in texts(select(page(client, "feedback:result_list", cast), "tbody"))[0]
    session = reverse("sessions_app:session_detail", args=[cast.community.slug, survey.session.pk])
    panel = select(parse(client.get(session).content), "#panel-results")
    assert "being counted" in texts(panel)[0]


def test_without_a_phase_there_is_no_bar(cast, as_, survey):
    being_counted(survey)
    shown = page(as_("rosa"), "feedback:result_detail", cast, survey.pk)
    assert select(shown, "progress") == []
    assert "This rarely takes a minute." in words(shown)
    ballots.count(survey)
    assert select(page(as_("rosa"), "feedback:result_detail", cast, survey.pk), "[hx-get]") == []
