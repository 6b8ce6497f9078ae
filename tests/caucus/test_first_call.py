"""R7: the caucus the others answer to has first call on topics, and need not use it."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from caucus.first_calls import next_call
from caucus.models import PassedCall
from caucus.services import pass_first_call, take_back_first_call, use_first_call
from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.core.registry import first_calls_on, panels_for
from sessions_app.formats import FORMATS
from sessions_app.models import Proposal, ProposalVoice, Session
from sessions_app.selectors import plan_of
from sessions_app.services import change_session, decide_topic, propose_topic, schedule_session
from tests.caucus.world import MINORITISED, WHITE, publish
from tests.pages import parse, select, texts
from tests.sessions_app.plans import plan, scheduled

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
LAST = dt.date(2026, 12, 24)  # three weeks before 14 January 2027


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def session(cast) -> Session:
    publish(cast, "amara", MINORITISED)
    return scheduled(cast, topics=())


def proposed(cast, words="Silence"):
    return propose_topic(actor=cast.actor("rosa"), words=words)


def taken_up(cast, session):
    return decide_topic(
        actor=cast.actor("tom"),
        proposal=proposed(cast),
        state="adopted",
        reason="Many of you.",
        session=session,
    )


def test_while_it_is_open_nobody_else_takes_up_a_topic(cast, session):
    assert first_calls_on([session]) == {session.pk: LAST}
    with pytest.raises(Refused, match="open until Thursday 24 December 2026"):
        taken_up(cast, session)
    with pytest.raises(Refused, match="open until Thursday 24 December 2026"):
        change_session(
            actor=cast.actor("tom"),
            session=session,
            plan=replace(plan_of(session), topics=("Typed on the form",)),
        )
    assert not session.topics.exists()


def test_nor_typed_on_the_form_of_a_new_session(cast, session):
    typed = plan(cast, day=session.held_on + dt.timedelta(days=7), topics=("Typed",))
    with pytest.raises(Refused, match="open until Thursday 31 December 2026"):
        schedule_session(actor=cast.actor("tom"), plan=typed)
    assert list(Session.objects.all()) == [session]
    without = schedule_session(actor=cast.actor("tom"), plan=replace(typed, topics=()))
    assert first_calls_on([without]), "without a topic it is planned, and the call is open"
    soon = replace(typed, day=NOW.date() + dt.timedelta(days=20))
    assert schedule_session(actor=cast.actor("tom"), plan=soon).topics.get().title == "Typed"


def test_silence_lets_it_lapse_three_weeks_before(cast, session):
    with time_machine.travel(dt.datetime(2026, 12, 24, 23, 59, tzinfo=dt.UTC)):
        assert first_calls_on([session])
    with time_machine.travel(dt.datetime(2026, 12, 25, 0, 1, tzinfo=dt.UTC)):
        assert not first_calls_on([session])
        taken_up(cast, session)
    assert [topic.title for topic in session.topics.all()] == ["Silence"]


def test_its_topic_is_the_sessions_and_nothing_says_who(cast, session):
    before = set(Entry.objects.values_list("pk", flat=True))
    use_first_call(actor=cast.actor("amara"), words="What  we carry")
    topic = Proposal.objects.get()
    assert (topic.words, topic.state, topic.source) == ("What we carry", "adopted", "caucus")
    assert [one.title for one in session.topics.all()] == ["What we carry"]
    assert [one.actor_key for one in Entry.objects.exclude(pk__in=before)] == [None]
    assert not first_calls_on([session])
    with pytest.raises(PermissionDenied):
        decide_topic(actor=cast.actor("tom"), proposal=topic, state="declined", reason="No.")


def test_of_the_list_goes_back_to_it_and_one_of_its_own_is_gone(cast, session):
    listed = proposed(cast)
    use_first_call(actor=cast.actor("amara"), proposal=listed)
    assert not ProposalVoice.objects.exists()
    take_back_first_call(actor=cast.actor("amara"), session=session)
    listed.refresh_from_db()
    assert (listed.state, listed.session, session.topics.count()) == ("open", None, 0)
    use_first_call(actor=cast.actor("amara"), words="Ours")
    take_back_first_call(actor=cast.actor("amara"), session=session)
    assert not Proposal.objects.filter(words="Ours").exists()
    assert first_calls_on([session])


def test_passing_and_taking_back_are_on_the_record_as_nobodys(cast, session):
    for act in ("pass", "use"):
        before = set(Entry.objects.values_list("pk", flat=True))
        if act == "pass":
            pass_first_call(actor=cast.actor("amara"))
        else:
            use_first_call(actor=cast.actor("amara"), words="Ours")
        take_back_first_call(actor=cast.actor("amara"), session=session)
        new = Entry.objects.exclude(pk__in=before)
        assert {one.actor_key for one in new} == {None}
        assert len(new) == 2


def test_passing_gives_it_to_the_others(cast, session):
    pass_first_call(actor=cast.actor("amara"))
    taken_up(cast, session)
    assert session.topics.count() == 1


def test_taken_back_it_is_open_again_until_it_lapses(cast, session):
    pass_first_call(actor=cast.actor("amara"))
    take_back_first_call(actor=cast.actor("amara"), session=session)
    assert first_calls_on([session])
    pass_first_call(actor=cast.actor("amara"))
    too_late = time_machine.travel(dt.datetime(2026, 12, 25, 12, tzinfo=dt.UTC))
    with too_late, pytest.raises(Refused, match="is over"):
        take_back_first_call(actor=cast.actor("amara"), session=session)
    assert PassedCall.objects.exists()


@pytest.mark.parametrize("who", ["tom", "rosa", "bilal", "ines", "grace"])
def test_only_who_is_published_for_that_caucus(cast, session, who, as_):
    publish(cast, "tom", WHITE)
    with pytest.raises(PermissionDenied):
        use_first_call(actor=cast.actor(who), words="Ours")
    with pytest.raises(PermissionDenied):
        pass_first_call(actor=cast.actor(who))
    with pytest.raises(PermissionDenied):
        take_back_first_call(actor=cast.actor(who), session=session)


def test_where_nobody_may_use_it_it_holds_nobody_up(cast):
    publish(cast, "tom", WHITE)
    session = scheduled(cast, topics=())
    assert not first_calls_on([session])
    taken_up(cast, session)


def test_sessions_without_caucuses_and_with_a_topic_have_none(cast, session):
    Session.objects.update(grouping="together")
    scheduled(cast, topics=("Chosen",), day=dt.date(2027, 4, 14))
    assert first_calls_on(list(Session.objects.all())) == {}


def test_it_is_for_the_next_session_that_has_none(cast, session):
    later = scheduled(cast, topics=(), day=dt.date(2027, 4, 14))
    assert set(first_calls_on([session, later])) == {session.pk, later.pk}
    assert next_call(cast.community) == session
    pass_first_call(actor=cast.actor("amara"))
    assert next_call(cast.community) == later


def test_nobody_is_reminded(cast, session):
    assert "call" not in " ".join(panel.key for panel in panels_for(cast.actor("amara")))


def test_the_page_and_what_others_see(cast, as_, session):
    proposed(cast)
    slug = cast.community.slug
    call, topics = reverse("caucus:first_call", args=[slug]), f"/in/c/{slug}/topics/"
    assert as_("tom").get(call).status_code == 403
    seen = as_("rosa").get(topics).content.decode()
    assert "first call until Thursday 24 December 2026" in seen
    amara = as_("amara")
    assert "Write the topic" in amara.post(call, {"words": ""}).content.decode()
    assert amara.post(call, {"words": "What we carry"}).status_code == 302
    assert "What we carry" in amara.get(call).content.decode()
    answered = as_("rosa").get(f"{topics}answered/").content
    assert "First call" in " ".join(texts(select(parse(answered), "main li")))
    assert "Amara" not in " ".join(texts(select(parse(answered), "main")))
    amara.post(call, {"act": "take_back", "session": session.pk})
    amara.post(call, {"act": "pass"})
    assert PassedCall.objects.filter(session=session).exists()
    assert "No session waits" in amara.post(call, {"act": "pass"}).content.decode()


@pytest.mark.parametrize("number", [1, 10])
def test_queries(cast, as_, django_assert_num_queries, number):
    publish(cast, "amara", MINORITISED)
    for one in range(number):
        scheduled(cast, topics=(), day=dt.date(2027, 1, 14) + dt.timedelta(days=one))
    amara, rosa = as_("amara"), as_("rosa")
    with django_assert_num_queries(16):
        amara.get(reverse("caucus:first_call", args=[cast.community.slug]))
    with django_assert_num_queries(10):
        rosa.get(reverse("sessions_app:topic_list", args=[cast.community.slug]))


def changed(cast, session, **changes):
    return change_session(
        actor=cast.actor("tom"), session=session, plan=replace(plan_of(session), **changes)
    )


def test_no_way_of_planning_goes_past_it(cast, session):
    with pytest.raises(Refused, match=r"open until .* Leave the topic empty until then"):
        schedule_session(actor=cast.actor("tom"), plan=plan(cast, topics=("Toms topic",)))
    together = schedule_session(
        actor=cast.actor("tom"),
        plan=plan(
            cast,
            day=dt.date(2027, 2, 11),
            topics=("Toms topic",),
            format="working_group",
            parts=FORMATS["working_group"].parts,
            format_reason="Once together.",
        ),
    )
    before = plan_of(session)
    with pytest.raises(Refused, match="open until"):  # in caucuses it is a session like the others
        changed(cast, together, format=before.format, parts=before.parts, format_reason="Back.")
    copied = replace(plan_of(together), format=before.format, parts=before.parts)
    with pytest.raises(Refused, match="open until"):
        schedule_session(actor=cast.actor("tom"), plan=replace(copied, day=dt.date(2027, 2, 18)))


def test_its_topic_is_not_replaced_by_hand(cast, session):
    use_first_call(actor=cast.actor("amara"), words="What we carry")
    for topics in ((), ("Toms topic",)):
        with pytest.raises(Refused, match="“What we carry” was decided on as a topic"):
            changed(cast, session, topics=topics)
    changed(cast, session, topics=("What we carry", "Toms topic"), title="Another")
    take_back_first_call(actor=cast.actor("amara"), session=session)
    assert [topic.title for topic in session.topics.all()] == ["Toms topic"]
