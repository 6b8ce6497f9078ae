"""What goes wrong with a box: its key is lost, or more lies in it than papers were given out."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from cop.core import clock
from cop.members.models import Member
from feedback.box import keys, papers
from feedback.disclosure import FewerThan, Lost
from feedback.enums import SurveyState
from feedback.models import Collected, Eligibility, Envelope, Period, Survey, Told
from feedback.panels import health_numbers
from feedback.results import survey_result
from feedback.services import count_due
from feedback.wording import ratings_words, responses_words
from tests.feedback.ballots import (
    answers,
    blinded,
    close,
    collect,
    members,
    opened,
    send,
    unblinded,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def answered(cast, crowd: list[Member] | None = None, **session) -> Survey:
    crowd = crowd or members(cast.community, 6)
    survey = opened(cast.community, crowd, **session)
    for member in crowd:
        send(survey, collect(member, survey), answers(None, 4))
    return survey


def test_a_lost_key_holds_up_nothing_once_it_is_given_up(cast):
    crowd = members(cast.community, 6)
    lost, other = answered(cast, crowd), answered(cast, crowd, key="S2")
    close(lost)
    close(other)
    keys.destroy(lost.pk)
    count_due()
    lost.refresh_from_db()
    assert lost.state == SurveyState.COUNTING
    Survey.objects.filter(pk=lost.pk).update(
        closes_on=clock.today("Europe/London") - dt.timedelta(days=3)
    )
    assert health_numbers()["boxes not opened"] == 1
    call_command("give_up_survey", str(lost.pk))
    for model in (Envelope, Collected, Eligibility, Told):
        assert not model.objects.filter(survey=lost).exists(), model
    lost.refresh_from_db()
    result = survey_result(lost)
    assert result.responses == Lost()
    assert responses_words(result) == "lost"
    assert "destroyed unread" in ratings_words(result)
    assert health_numbers()["boxes not opened"] == 0
    Period.objects.update(to_on=clock.today("Europe/London") - dt.timedelta(days=3))
    count_due()
    assert Period.objects.get().state == "counted"


def test_a_box_that_can_be_opened_or_is_open_is_never_given_up(cast):
    survey = answered(cast)
    with pytest.raises(CommandError, match="nothing was done"):
        call_command("give_up_survey", str(survey.pk))
    close(survey)
    with pytest.raises(CommandError, match="nothing was done"):
        call_command("give_up_survey", str(survey.pk))
    assert Envelope.objects.count() == 6
    count_due()
    with pytest.raises(CommandError, match="nothing was done"):
        call_command("give_up_survey", str(survey.pk))
    survey.refresh_from_db()
    assert not survey.is_lost
    with pytest.raises(CommandError, match="no survey"):
        call_command("give_up_survey", "00000000-0000-4000-8000-000000000000")


def stuffed(survey: Survey) -> None:
    """An answer with a paper nobody collected, by whoever holds the key that signs."""
    message, hidden = blinded(survey)
    signed = papers.sign(survey.pk, hidden.value)
    paper = message, unblinded(survey, message, signed, hidden)
    send(survey, paper, answers(None, 1))


def test_more_answers_than_papers_are_noticed(cast):
    survey = answered(cast)
    stuffed(survey)
    close(survey)
    count_due()
    survey.refresh_from_db()
    assert (survey.is_overfull, survey.responses) == (True, 7)


def test_as_many_or_fewer_are_not(cast):
    crowd = members(cast.community, 7)
    survey = opened(cast.community, crowd)
    drawn = [collect(member, survey) for member in crowd]
    for paper in drawn[:3]:
        send(survey, paper, answers(None, 4))
    close(survey)
    count_due()
    survey.refresh_from_db()
    assert not survey.is_overfull
    assert survey_result(survey).responses == FewerThan(5)
