"""Topics: members propose and support without a name, co-chairs answer with a sentence."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.audit.models import Entry
from cop.core import registry
from cop.core.errors import Refused
from cop.core.registry import panels_for
from cop.members.services import leave_community
from sessions_app.enums import ProposalSource, ProposalState
from sessions_app.holdings import expire_topics
from sessions_app.models import Proposal, ProposalVoice
from sessions_app.selectors import open_topics, slots_for_topics
from sessions_app.services import (
    decide_topic,
    propose_topic,
    receive_topics,
    support_topic,
    take_back_support,
    withdraw_topic,
)
from tests.people import build_cast
from tests.sessions_app.plans import START, scheduled


def proposed(cast, words="Whose voice is heard", who="rosa"):
    return propose_topic(actor=cast.actor(who), words=words)


def listed(cast, who):
    return {one.proposal.words: one for one in open_topics(cast.actor(who))}


def decided(cast, proposal, state=ProposalState.DECLINED, **more):
    words = {"reason": "It was our topic in spring.", **more}
    return decide_topic(actor=cast.actor("amara"), proposal=proposal, state=state, **words)


def test_only_the_proposer_sees_whose_it_is(cast):
    proposed(cast)
    own = listed(cast, "rosa")["Whose voice is heard"]
    assert (own.is_own, own.is_supported) == (True, False)
    for who in ("amara", "tom", "will", "bilal", "ines"):
        seen = listed(cast, who)["Whose voice is heard"]
        assert (seen.is_own, seen.is_supported) == (False, False)


def test_support_is_a_number_from_three_on_and_everybody_counts_once(cast):
    topic = proposed(cast)

    def words():
        return listed(cast, "amara")[topic.words].support

    support_topic(actor=cast.actor("will"), proposal_id=topic.pk)
    support_topic(actor=cast.actor("will"), proposal_id=topic.pk)
    support_topic(actor=cast.actor("rosa"), proposal_id=topic.pk)
    assert words() == "Fewer than 3 support it"
    support_topic(actor=cast.actor("bilal"), proposal_id=topic.pk)
    assert words() == "3 support it"
    take_back_support(actor=cast.actor("will"), proposal_id=topic.pk)
    assert words() == "Fewer than 3 support it"
    take_back_support(actor=cast.actor("rosa"), proposal_id=topic.pk)  # theirs to withdraw
    assert listed(cast, "rosa")[topic.words].is_own


def test_withdrawing_leaves_nothing(cast):
    topic = proposed(cast)
    support_topic(actor=cast.actor("will"), proposal_id=topic.pk)
    for who in ("will", "amara"):
        with pytest.raises(PermissionDenied):
            withdraw_topic(actor=cast.actor(who), proposal_id=topic.pk)
    withdraw_topic(actor=cast.actor("rosa"), proposal_id=topic.pk)
    assert not Proposal.objects.exists()
    assert not ProposalVoice.objects.exists()


def test_five_at_once_and_no_topic_twice(cast):
    for number in range(5):
        proposed(cast, f"Topic {number}")
    with pytest.raises(Refused, match="Take one back"):
        proposed(cast, "A sixth")
    with pytest.raises(Refused, match="on the list already"):
        proposed(cast, " TOPIC  3", who="will")
    withdraw_topic(
        actor=cast.actor("rosa"), proposal_id=listed(cast, "rosa")["Topic 1"].proposal.pk
    )
    proposed(cast, "A sixth")


def test_members_alone_propose(cast):
    for who in ("ines", "grace", "dana"):
        with pytest.raises(PermissionDenied):
            proposed(cast, who=who)


@pytest.mark.parametrize(("supporters", "kept"), [(2, None), (3, 3), (4, 4)])
def test_a_decision_forgets_who_and_keeps_a_number_of_three_or_more(cast, supporters, kept):
    topic = proposed(cast)
    for who in ("will", "bilal", "tom")[: supporters - 1]:
        support_topic(actor=cast.actor(who), proposal_id=topic.pk)
    decided(cast, topic)
    topic.refresh_from_db()
    assert topic.supporters == kept
    assert topic.reason == "It was our topic in spring."
    assert not ProposalVoice.objects.exists()
    with pytest.raises(Refused, match="decided on meanwhile"):
        support_topic(actor=cast.actor("will"), proposal_id=topic.pk)


def test_taking_it_up_sets_the_topic_of_a_session_with_room_for_it(cast):
    session = scheduled(cast, topics=())
    first, second = proposed(cast), proposed(cast, "Silence")
    decided(cast, first, ProposalState.ADOPTED, session=session)
    assert [topic.title for topic in session.topics.all()] == ["Whose voice is heard"]
    assert slots_for_topics(cast.community) == []
    with pytest.raises(Refused, match="its topics already"):
        decided(cast, second, ProposalState.ADOPTED, session=session)
    with pytest.raises(Refused, match="Choose the session"):
        decided(cast, second, ProposalState.ADOPTED)
    two = scheduled(cast, format="two_topics", topics=("One",), day=dt.date(2027, 4, 14))
    decided(cast, second, ProposalState.ADOPTED, session=two)
    assert [topic.title for topic in two.topics.all()] == ["One", "Silence"]


def test_a_decision_changes_until_its_session_begins(cast):
    session, topic = scheduled(cast, topics=()), proposed(cast)
    decided(cast, topic, ProposalState.ADOPTED, session=session)
    decided(cast, topic, ProposalState.PARKED, reason="For the summer.")
    assert not session.topics.exists()
    decided(cast, topic, ProposalState.ADOPTED, session=session)
    with time_machine.travel(START), pytest.raises(Refused, match="the decision stands"):
        decided(cast, topic)
    topic.refresh_from_db()
    assert topic.state == ProposalState.ADOPTED


def test_only_co_chairs_decide_and_with_a_sentence(cast):
    topic = proposed(cast)
    for who in ("bilal", "rosa", "ines"):
        with pytest.raises(PermissionDenied):
            decide_topic(actor=cast.actor(who), proposal=topic, state="parked", reason="Later.")
    other = build_cast("southern", "Southern", "south.example.org")
    with pytest.raises(PermissionDenied):
        decide_topic(actor=other.actor("amara"), proposal=topic, state="parked", reason="Later.")
    with pytest.raises(Refused):
        decided(cast, topic, reason=" ")


def test_the_record_knows_who_decided_and_not_who_proposed(cast):
    topic = proposed(cast)
    support_topic(actor=cast.actor("will"), proposal_id=topic.pk)
    assert not Entry.objects.filter(target_kind__startswith="proposal").exists()
    assert not Entry.objects.filter(actor_key=cast.rosa.audit_key).exists()
    decided(cast, topic)
    entry = Entry.objects.get(target_kind="proposal")
    assert (entry.verb, entry.fields, entry.actor_key) == ("answer", [], cast.amara.audit_key)


def test_suggestions_from_feedback_arrive_once(cast):
    proposed(cast, "Breaks")
    words = ["breaks", "Silence", "Silence", " "]
    assert receive_topics(actor=cast.system, words=words) == 1
    assert receive_topics(actor=cast.system, words=words) == 0
    came = Proposal.objects.get(source=ProposalSource.FEEDBACK)
    assert came.words == "Silence"
    assert not came.voices.exists()
    with pytest.raises(PermissionDenied):
        receive_topics(actor=cast.actor("amara"), words=words)


def test_my_data_and_erasure(cast):
    topic = proposed(cast)
    support_topic(actor=cast.actor("will"), proposal_id=topic.pk)
    held = next(one for one in registry.holdings if one.key == "topics")
    rosa = registry.Subject(cast.community, cast.rosa, cast.members["rosa"])
    assert held.export(rosa) == [{"topic": topic.words, "part": "Proposed"}]
    assert held.erase(rosa) == 1
    assert held.export(rosa) == []
    assert topic.words in listed(cast, "will"), "the words stay, as nobody's"


def test_whoever_leaves_is_forgotten(cast):
    proposed(cast)
    leave_community(actor=cast.actor("rosa"))
    assert not ProposalVoice.objects.exists()
    with pytest.raises(PermissionDenied):
        proposed(cast, "One more")


def test_what_nobody_decides_on_goes_after_two_years(cast):
    proposed(cast)
    held = next(one for one in registry.holdings if one.key == "topics")
    assert held.expire(cast.community, dt.date(2028, 11, 30), False) == 0
    assert held.expire(cast.community, dt.date(2028, 12, 1), True) == 1
    assert held.expire(cast.community, dt.date(2028, 12, 1), False) == 1
    assert not Proposal.objects.exists()


def test_new_answers_are_announced_for_two_weeks(cast):
    topic = proposed(cast)

    def keys(who="rosa"):
        return [panel.key for panel in panels_for(cast.actor(who))]

    assert "answered" not in keys()
    decided(cast, topic)
    assert "answered" in keys()
    assert "answered" not in keys("ines")
    with time_machine.travel(dt.datetime(2026, 12, 6, 12, tzinfo=dt.UTC)):
        assert "answered" not in keys()


@pytest.mark.parametrize("number", [1, 10])
@pytest.mark.parametrize(("page", "queries"), [("topic_list", 8), ("topic_answers", 9)])
def test_queries(cast, as_, django_assert_num_queries, number, page, queries):
    for one in range(number):
        receive_topics(actor=cast.system, words=[f"Open {one}", f"Answered {one}"])
        session = scheduled(cast, day=dt.date(2027, 1, 1) + dt.timedelta(one), topics=())
        topic = Proposal.objects.get(words=f"Answered {one}")
        decided(cast, topic, ProposalState.ADOPTED, session=session)
    browser = as_("amara")
    with django_assert_num_queries(queries):
        html = browser.get(reverse(f"sessions_app:{page}", args=[cast.community.slug]))
    assert html.content.decode().count("circle-agenda__item") == number


def test_pages_from_proposing_to_the_answer(cast, as_):
    def url(name, *args):
        return reverse(f"sessions_app:{name}", args=[cast.community.slug, *args])

    rosa, will, amara = as_("rosa"), as_("will"), as_("amara")
    rosa.post(url("topic_propose"), {"words": "Whose voices are heard here"})
    topic = Proposal.objects.get()
    shown = will.post(url("topic_propose"), {"words": "Which voices are heard"}).content.decode()
    assert "Is it one of these?" in shown
    assert Proposal.objects.count() == 1
    will.post(url("topic_propose"), {"words": "Which voices are heard", "sure": "on"})
    assert Proposal.objects.count() == 2
    will.post(url("topic_answer"), {"topic": topic.pk, "act": "support"})
    assert topic.voices.count() == 2
    page = amara.get(url("topic_list")).content.decode()
    assert page.count("Yours") == 0
    assert rosa.get(url("topic_list")).content.decode().count("Yours") == 1
    assert will.post(url("topic_answer"), {"topic": "x", "act": "support"}).status_code == 404
    said = {"state": "parked", "reason": "We come back to it <in> spring."}
    assert amara.post(url("topic_decide", topic.pk), said).status_code == 302
    answered = rosa.get(url("topic_answers")).content.decode()
    assert "We come back to it &lt;in&gt; spring." in answered
    assert "Change the decision" not in answered


def test_whoever_leaves_by_the_roster_speaks_for_no_topic_any_more(cast):
    topic = proposed(cast)
    support_topic(actor=cast.actor("will"), proposal_id=topic.pk)
    type(cast.members["rosa"]).objects.filter(name="Rosa Delgado").update(
        left_on=dt.date(2026, 11, 1)
    )
    assert expire_topics(cast.community, dt.date(2026, 11, 22), True) == 1
    assert expire_topics(cast.community, dt.date(2026, 11, 22), False) == 1
    assert [voice.member for voice in topic.voices.all()] == [cast.members["will"]]


def test_answers_are_paged_with_the_topics(cast, as_, monkeypatch):
    told = [
        registry.Answered(on=dt.date(2026, 1, 1) + dt.timedelta(n), about=f"No {n}!", words="Yes")
        for n in range(51)
    ]
    monkeypatch.setattr(registry, "answers_given", [lambda _actor: told])
    decided(cast, proposed(cast))
    url = reverse("sessions_app:topic_answers", args=[cast.community.slug])
    first = as_("rosa").get(url).content.decode()
    assert ("No 50!" in first, "No 0!" in first) == (True, False)
    assert "Whose voice is heard" in first
    second = as_("rosa").get(url + "?page=2").content.decode()
    assert ("No 50!" in second, "No 0!" in second) == (False, True)
    assert "Whose voice is heard" not in second


def test_only_the_nearest_first_call_stands_open_on_the_list(cast, as_, monkeypatch):
    for title, days in (("Near", 10), ("Far", 40), ("Farthest", 70)):
        scheduled(cast, title=title, topics=(), day=START.date() + dt.timedelta(days=days))
    last = dt.date(2026, 12, 24)
    monkeypatch.setattr(registry, "first_calls", [lambda rows: {one.pk: last for one in rows}])
    page = as_("rosa").get(reverse("sessions_app:topic_list", args=["northern"])).content.decode()
    box = page[page.index("“Near”: first call") :]
    assert box.index("<details") < box.index("“Far”:") < box.index("“Farthest”:")
    assert box.index("“Farthest”:") < box.index("</details>") < box.index("may choose first")
