"""What goes wrong with a box: its key is lost, or more lies in it than papers were given out."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.template.loader import render_to_string

from cop.audit.models import Entry
from cop.core import clock
from cop.members.models import Member
from feedback.box import keys, papers
from feedback.box.tables import table_names
from feedback.disclosure import FewerThan, Lost
from feedback.enums import SurveyState
from feedback.models import (
    Atom,
    Collected,
    Eligibility,
    Envelope,
    Period,
    Released,
    Survey,
    Told,
)
from feedback.panels import health_numbers
from feedback.results import period_results, response_total, survey_result, survey_results
from feedback.services import count_due
from feedback.wording import period_words, ratings_words, responses_words
from tests.feedback.ballots import (
    answers,
    blinded,
    close,
    collect,
    count,
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
    assert Envelope.objects.filter(survey=lost).count() == 6
    call_command("give_up_survey", str(lost.pk), "--destroy")
    (entry,) = Entry.objects.filter(verb="delete")
    assert (entry.actor_key, entry.target_kind) == (None, "survey")
    assert entry.target_key == str(lost.pk)
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
    refused(survey, "is open or counted")
    close(survey)
    refused(survey, "key is there")
    assert Envelope.objects.count() == 6
    count_due()
    refused(survey, "is open or counted")
    survey.refresh_from_db()
    assert not survey.is_lost
    with pytest.raises(CommandError, match="no survey and no period"):
        call_command("give_up_survey", "00000000-0000-4000-8000-000000000000")


def test_what_is_lost_is_told_as_lost_and_not_as_too_few(cast):
    crowd = members(cast.community, 6)
    lost, other = answered(cast, crowd), answered(cast, crowd, key="S2")
    close(lost)
    keys.destroy(lost.pk)
    call_command("give_up_survey", str(lost.pk), "--destroy")
    count(other)
    results = survey_results(cast.community)
    total = response_total(results)
    assert (total.n, total.sessions, total.hidden, total.lost) == (6, 1, 0, 1)
    said = render_to_string("feedback/_total.html", {"total": total})
    assert "1 session whose key was lost is left out too." in said


def test_a_period_of_lost_boxes_alone_does_not_say_that_too_few_wrote(cast):
    lost = answered(cast)
    close(lost)
    keys.destroy(lost.pk)
    call_command("give_up_survey", str(lost.pk), "--destroy")
    Period.objects.update(to_on=clock.today("Europe/London") - dt.timedelta(days=10))
    count_due()
    period = Period.objects.get()
    assert (period.state, period.destroyed_unread) == ("counted", [])


def refused(unit, words: str) -> None:
    for said in ([], ["--destroy"]):
        with pytest.raises(CommandError, match=words):
            call_command("give_up_survey", str(unit.pk), *said)


def test_nothing_is_given_up_while_another_directory_stands_in_for_the_keys(
    cast, settings, tmp_path
):
    survey = answered(cast)
    close(survey)
    right, settings.KEY_DIR = settings.KEY_DIR, tmp_path / "elsewhere"
    refused(survey, "may not be mounted")
    settings.KEY_DIR.mkdir()
    refused(survey, "may not be mounted")
    tomorrow = clock.now() + dt.timedelta(days=1)
    with time_machine.travel(tomorrow, tick=False):
        keys.make_period_key(uuid4())  # what was opened meanwhile
        refused(survey, "may not be mounted")
    assert Envelope.objects.count() == 6
    settings.KEY_DIR = right
    count_due()
    survey.refresh_from_db()
    assert survey.responses == 6


def test_a_period_whose_key_is_lost_is_given_up_and_says_so(cast):
    survey = answered(cast)
    period = survey.period
    refused(period, "is open or counted")
    count(survey)
    today = clock.today("Europe/London")
    Period.objects.update(to_on=today - dt.timedelta(days=10))
    refused(period, "key is there")
    keys.destroy(period.pk)
    assert health_numbers()["boxes not opened"] == 1
    call_command("give_up_survey", str(period.pk), "--destroy")
    period.refresh_from_db()
    assert (period.state, period.is_lost) == ("counted", True)
    assert period.destroyed_unread == ["findings", "planning"]
    assert not Atom.objects.exists()
    assert not Released.objects.filter(period=period).exists()
    (result,) = period_results(cast.community)
    assert result.ratings == Lost()
    assert "key of this period was lost" in period_words(result)
    assert health_numbers()["boxes not opened"] == 0
    assert Entry.objects.filter(verb="delete", target_kind="period").count() == 1


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
    assert health_numbers()["boxes too full"] == 1


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
    assert health_numbers()["boxes too full"] == 0
    assert survey_result(survey).responses == FewerThan(5)


def test_of_everything_a_count_deletes_no_page_is_left(cast):
    survey = answered(cast)
    Told.objects.get_or_create(survey=survey, member=cast.members["rosa"])
    count(survey)
    with connection.cursor() as cursor:
        for table in table_names((Envelope, Eligibility, Told)):
            cursor.execute("SELECT pg_relation_size(%s::regclass)", [table])
            assert cursor.fetchone() == (0,), table
