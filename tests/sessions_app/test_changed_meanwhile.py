"""A form saves what was typed in it and undoes nothing that happened since it was opened."""

from dataclasses import replace

import pytest
from django.urls import reverse

from sessions_app.models import Proposal, Session
from sessions_app.selectors import digest_of_plan, plan_of
from sessions_app.services import (
    ChangedMeanwhile,
    change_session,
    decide_topic,
    propose_topic,
    put_topic_first,
)
from tests.pages import parse, select
from tests.sessions_app.plans import details, scheduled, typed_parts


@pytest.fixture
def session(cast) -> Session:
    return scheduled(cast, topics=())


def topics(session) -> list[tuple[str, bool]]:
    return [(one.title, one.proposal_id is not None) for one in session.topics.all()]


def taken_up(cast, session, words="Silence") -> Proposal:
    return decide_topic(
        actor=cast.actor("amara"),
        proposal=propose_topic(actor=cast.actor("rosa"), words=words),
        state="adopted",
        reason="Many of you.",
        session=session,
    )


def opened(client, url) -> str:
    """What the page carries along from the moment it was opened."""
    return select(parse(client.get(url).content), "input[name=opened]")[0].get("value")


def saved(client, url, typed):
    check = client.post(url, typed)
    return client.post(url, typed | typed_parts() | {"step": "save", "seen": check.context["seen"]})


@pytest.mark.parametrize("by_first_call", [True, False])
def test_a_topic_set_meanwhile_stays(cast, as_, session, by_first_call):
    client = as_("tom")
    url = reverse("sessions_app:session_change", args=[cast.community.slug, session.pk])
    typed = details(topic_1="", place="Hall 2", facilitators=[cast.tom.pk])
    typed["opened"] = opened(client, url)
    if by_first_call:
        put_topic_first(actor=cast.system, session=session, words="Silence")
    else:
        taken_up(cast, session)
    answer = saved(client, url, typed)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 200
    assert "This session was changed after you opened this page" in page
    assert "place (now “Online”)" in page
    assert 'value="Hall 2"' in page  # nothing typed is lost
    assert Session.objects.get().place == "Online"
    assert topics(session) == [("Silence", True)]
    # Read once, it is saved, and the topic is there still.
    again = select(parse(answer.content), "input[name=opened]")[0].get("value")
    assert again == digest_of_plan(plan_of(session))
    assert saved(client, url, typed | {"opened": again}).status_code == 302
    assert (Session.objects.get().place, topics(session)) == ("Hall 2", [("Silence", True)])


def test_a_place_typed_meanwhile_stays(cast, session):
    form = plan_of(session)
    before = digest_of_plan(form)
    change_session(actor=cast.actor("amara"), session=session, plan=replace(form, place="Hall 2"))
    longer = replace(form, title="Another")
    with pytest.raises(ChangedMeanwhile, match=r"title \(now “Winter .*place \(now “Hall 2”\)"):
        change_session(actor=cast.actor("tom"), session=session, plan=longer, opened=before)
    # Without what was read, as it was before, the place is undone without a word.
    change_session(actor=cast.actor("tom"), session=session, plan=longer)
    assert Session.objects.get().place == "Online"


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Another"},
        {"topics": ("Silence",)},
        {"joining": "Ring twice"},
        {"room_limit": 5},
        {"parts": ()},
    ],
)
def test_anything_of_the_plan_makes_another_digest(session, other):
    before = plan_of(session)
    assert digest_of_plan(replace(before, **other)) != digest_of_plan(before)
    assert digest_of_plan(plan_of(session)) == digest_of_plan(before)


def test_what_was_decided_on_changes_where_it_was_decided(cast, as_, session):
    proposal = taken_up(cast, session)
    url = reverse("sessions_app:session_change", args=[cast.community.slug, session.pk])
    page = parse(as_("tom").get(url).content)
    field = select(page, "#id_topic_1")[0]
    assert (field.get("value"), field.get("disabled")) == ("Silence", "disabled")
    answers = reverse("sessions_app:topic_answers", args=[cast.community.slug])
    assert select(page, f"#hint_id_topic_1 a[href='{answers}'], a[href='{answers}']")
    # A field that is sent all the same changes nothing.
    typed = details(topic_1="Our own words", facilitators=[cast.tom.pk])
    assert saved(as_("tom"), url, typed).status_code == 302
    assert topics(session) == [("Silence", True)]
    decide_topic(actor=cast.actor("amara"), proposal=proposal, state="parked", reason="Later.")
    assert topics(session) == []
