"""What people suggest in their feedback reaches the list of topics: released, once, as words."""

import pytest
from django.urls import reverse

from cop.members.enums import ResultsMoment
from feedback.enums import Outcome
from feedback.models import NextSteps, Survey
from sessions_app.models import Proposal
from tests.feedback import slips


@pytest.fixture
def survey(cast) -> Survey:
    return slips.survey_in(cast)


def wished(cast, survey, *topics):
    wish = slips.suggestions(survey, "I wish for more time with silence")[0]
    slips.propose(cast, wish, Outcome.TOPICS, topics=topics)
    return wish


def listed():
    return sorted(Proposal.objects.values_list("words", "source", "state"))


def test_not_before_the_release_and_then_in_the_reviewers_words(cast, survey):
    wish = wished(cast, survey, "Silence", "More time")
    slips.confirm(cast, wish)
    assert listed() == []
    slips.release(cast, wish)
    assert listed() == [("More time", "feedback", "open"), ("Silence", "feedback", "open")]


def test_what_is_on_the_list_does_not_arrive_again(cast, survey):
    slips.released(cast, wished(cast, survey, "Silence"))
    slips.released(cast, wished(cast, slips.survey_in(cast, key="S2"), "silence"))
    assert listed() == [("Silence", "feedback", "open")]


def test_topics_of_a_finding_are_no_suggestion(cast, survey):
    finding = slips.findings(cast, "I felt heard")[0]
    slips.propose(cast, finding, Outcome.TOPICS, topics=("Being heard",))
    slips.released(cast, finding)
    assert listed() == []


def test_nothing_leads_from_a_topic_to_a_survey_or_a_person(cast, survey):
    slips.released(cast, wished(cast, survey, "Silence"))
    topic = Proposal.objects.get()
    assert not topic.voices.exists()
    assert topic.month.day == 1
    related = {field.related_model for field in Proposal._meta.get_fields() if field.is_relation}
    assert {model._meta.label for model in related} == {
        "members.Community",
        "sessions_app.Session",
        "sessions_app.Topic",  # of the session it was taken up for
        "sessions_app.ProposalVoice",
    }


def test_next_steps_stand_where_topics_are_answered_for_whoever_reads_results(cast, as_, survey):
    NextSteps.objects.create(survey=survey, text="We begin on time.")
    url = reverse("sessions_app:topic_answers", args=[cast.community.slug])
    assert "We begin on time." in as_("rosa").get(url).content.decode()
    cast.community.results_moment = next(
        moment for moment in ResultsMoment if moment != ResultsMoment.COUNT
    )
    cast.community.save()
    assert "We begin on time." not in as_("rosa").get(url).content.decode()
    assert "We begin on time." in as_("amara").get(url).content.decode()
