"""R7: what is asked is answered with a role and a day, and said to stand at each session."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from caucus import services
from caucus.models import Ask, Caucus, Commitment, CommitmentStatus
from caucus.selectors import accountability_figures, session_to_tell_of
from cop.audit.models import Entry
from cop.core.errors import Refused
from sessions_app.models import Session
from tests.caucus.promises import DUE, asked, published, taken_on, told
from tests.caucus.world import AFTER, MINORITISED, WHITE, caucus_in, choose, fill
from tests.pages import parse, select, texts
from tests.sessions_app.plans import scheduled

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 14)


@pytest.fixture(autouse=True)
def named(cast):
    published(cast)


def page(as_, who, name="ledger", *args):
    found = as_(who).get(reverse(f"caucus:{name}", args=["northern", *args]))
    assert found.status_code == 200
    return " ".join(texts(select(parse(found.content), "main")))


def released(cast, session, who, **said):
    services.write_share_back(
        actor=cast.actor(who), session=session, themes=[services.Theme("Rest")], **said
    )
    services.release_share_back(actor=cast.actor(who), session=session)


def test_what_is_released_enters_by_itself(cast, as_, session, clock):
    fill(cast, session, racially_minoritised=3, white=3)
    choose(cast.members["amara"], session, MINORITISED)
    choose(cast.members["tom"], session, WHITE)
    released(cast, session, "amara", slot="Read your own letters.")
    released(cast, session, "tom", slot="We begin the meetings.")
    ask, commitment = Ask.objects.get(), Commitment.objects.get()
    assert (ask.words, ask.session, ask.posted_on) == ("Read your own letters.", session, TODAY)
    assert (commitment.words, commitment.session) == ("We begin the meetings.", session)
    assert (commitment.caucus.key, commitment.role, commitment.due_on) == (WHITE, "", None)
    assert "Who sees to it, and by when, is not said yet." in page(as_, "rosa")


def test_a_share_back_without_either_enters_nothing(cast, session):
    fill(cast, session, racially_minoritised=3)
    choose(cast.members["amara"], session, MINORITISED)
    released(cast, session, "amara")
    assert not Ask.objects.exists()


def test_what_was_taken_on_in_a_session_is_completed_once(cast, session):
    white = caucus_in(cast, WHITE)
    commitment = Commitment.objects.create(caucus=white, words="We begin.", made_on=TODAY)
    done = {"commitment": commitment, "role": "The co-chairs", "due_on": DUE}
    services.complete_commitment(actor=cast.actor("tom"), **done)
    commitment.refresh_from_db()
    assert (commitment.role, commitment.due_on) == ("The co-chairs", DUE)
    with pytest.raises(Refused, match="said already"):
        services.complete_commitment(actor=cast.actor("tom"), **done)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"words": " \n "}, "Write what"),
        ({"role": "  "}, "which role"),
        ({"role": "Tom Hartley"}, "a role and not a person"),
        ({"role": "Rosa"}, "a role and not a person"),
        ({"due_on": TODAY - dt.timedelta(days=1)}, "has not passed"),
        ({"due_on": dt.date(2029, 1, 15)}, "within two years"),
    ],
)
def test_what_is_missing_or_out_of_reach_is_refused(cast, session, changes, problem):
    with pytest.raises(Refused, match=problem):
        taken_on(cast, **changes)
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("day", [TODAY, dt.date(2029, 1, 14)])
def test_today_and_two_years_ahead_are_within_reach(cast, session, day):
    assert taken_on(cast, due_on=day, role="Head of Rosa ward").due_on == day


def test_nobody_is_said_to_have_written_it(cast, session):
    before = set(Entry.objects.values_list("pk", flat=True))
    ask = asked(cast)
    commitment = taken_on(cast, ask)
    told(cast, session, commitment, "under_way")
    services.respond_to_answers(actor=cast.actor("amara"), ask=ask, words="Thank you.")
    services.withdraw_ask(actor=cast.actor("amara"), ask=ask)
    new = Entry.objects.exclude(pk__in=before)
    assert len(new) == 5
    assert {one.actor_key for one in new} == {None}
    assert {(one.target_kind, one.verb) for one in new} == {("community", "change")}
    kept = " ".join(str(one.__dict__) for one in new).lower()
    assert not any(word in kept for word in (MINORITISED, WHITE, "amara", "tom hartley"))


def test_how_it_stands_is_said_at_each_session(cast, as_, session):
    commitment = taken_on(cast, asked(cast))
    earlier = scheduled(cast, day=TODAY - dt.timedelta(days=90))
    CommitmentStatus.objects.create(commitment=commitment, session=earlier, state="under_way")
    with pytest.raises(Refused, match="why it was not kept"):
        told(cast, session, commitment, "not_kept")
    told(cast, session, commitment, "not_kept", "Nobody had the time set aside.")
    said = page(as_, "rosa")
    assert "Not kept Nobody had the time set aside. Session of 14 January 2027" in said
    assert "Session of 16 October 2026: Under way" in said
    told(cast, session, commitment, "kept")  # mended the same day
    assert [one.state for one in commitment.statuses.all()] == ["under_way", "kept"]


def test_a_reason_is_a_rule_of_the_table_too(cast, session):
    with pytest.raises(IntegrityError, match="not_kept_says_why"), transaction.atomic():
        CommitmentStatus.objects.create(
            commitment=taken_on(cast), session=session, state="not_kept"
        )


def test_the_last_session_that_came_is_meant(cast, session):
    scheduled(cast, day=TODAY + dt.timedelta(days=7))
    gone = scheduled(cast, day=TODAY - dt.timedelta(days=7))
    assert session_to_tell_of(cast.community) == session
    Session.objects.filter(pk=session.pk).update(state="cancelled")
    assert session_to_tell_of(cast.community) == gone
    Session.objects.filter(pk=gone.pk).update(grouping="together")
    assert session_to_tell_of(cast.community) is None


def test_what_was_settled_before_is_not_asked_for_again(cast, as_, session, clock):
    open_one, kept = taken_on(cast), taken_on(cast, words="We tell the board.")
    earlier = scheduled(cast, day=TODAY - dt.timedelta(days=90))
    CommitmentStatus.objects.create(commitment=kept, session=earlier, state="kept")
    said = page(as_, "tom", "commitment_status")
    assert "We read ten letters." in said
    assert "We tell the board." not in said
    told(cast, session, kept, "under_way")
    assert kept.statuses.count() == 1, "what is kept is kept"
    typed = {f"state_{open_one.pk}": "under_way", f"why_{open_one.pk}": "Six of ten."}
    url = reverse("caucus:commitment_status", args=["northern"])
    assert as_("tom").post(url, typed).status_code == 302
    assert open_one.statuses.get().why == "Six of ten."


def test_an_ask_taken_back_is_gone_and_what_was_taken_on_stays(cast, as_, session):
    ask = asked(cast)
    commitment = taken_on(cast, ask)
    services.withdraw_ask(actor=cast.actor("amara"), ask=ask)
    commitment.refresh_from_db()
    assert commitment.ask is None
    said = page(as_, "rosa")
    assert "Read your own letters." not in said
    assert "Taken on without being asked We read ten letters." in said
    with pytest.raises(Refused, match="taken back meanwhile"):
        taken_on(cast, ask)


def test_every_other_caucus_may_answer(cast, session):
    third = Caucus.objects.create(
        community=cast.community, position=3, key="third", name="Third Caucus"
    )
    ask = asked(cast)
    taken_on(cast, ask)
    offer = services.offer_publication(
        actor=cast.actor("tom"), caucus=third, person=_appointed(cast)
    )
    services.accept_publication(actor=cast.actor("bilal"), publication=offer)
    services.take_on(actor=cast.actor("bilal"), ask=ask, words="We too.", role="A role", due_on=DUE)
    assert {one.caucus.name for one in ask.commitments.all()} == {"White Caucus", "Third Caucus"}


def _appointed(cast):
    from cop.members.services import appoint

    appoint(actor=cast.system, email="bilal@example.org", role="facilitator")
    return cast.bilal


def test_overdue_is_said_in_words_from_the_day_after(cast, as_, session, clock):
    taken_on(cast, due_on=TODAY)
    assert "Overdue" not in page(as_, "rosa")
    clock.move_to(AFTER + dt.timedelta(days=1))
    assert "Overdue" in page(as_, "rosa")


def test_an_empty_ledger_teaches(cast, as_, session):
    assert "Nothing is asked or taken on yet" in page(as_, "rosa")


def test_the_pages_of_the_caucus_that_answers(cast, as_, session):
    ask, tom = asked(cast), as_("tom")
    typed = {"words": "We read ten.", "role": "1", "other_role": ""}
    day = {"due_on_day": "1", "due_on_month": "March", "due_on_year": "2027"}
    answer = reverse("caucus:ask_answer", args=["northern", ask.pk])
    assert "Write the role." in tom.post(answer, typed | day | {"role": "another"}).content.decode()
    past = tom.post(answer, typed | day | {"due_on_year": "2026"}).content.decode()
    assert "Choose a day that has not passed." in past
    response = tom.post(answer, typed | day)
    assert response["Location"].endswith(f"/commitments/#ask-{ask.pk}")
    assert "_messages" not in tom.session
    commitment = Commitment.objects.get()
    assert (commitment.role, commitment.due_on) == ("The co-chairs", DUE)
    refused = tom.post(
        reverse("caucus:commitment_status", args=["northern"]),
        {f"state_{commitment.pk}": "not_kept", f"why_{commitment.pk}": ""},
    )
    assert "Say in a sentence why it was not kept." in refused.content.decode()


@pytest.mark.parametrize("number", [1, 10])
def test_queries(cast, as_, session, django_assert_num_queries, number):
    for _each in range(number):
        commitment = taken_on(cast, asked(cast))
        told(cast, session, commitment, "under_way")
    rosa, tom = as_("rosa"), as_("tom")
    with django_assert_num_queries(10):
        rosa.get(reverse("caucus:ledger", args=["northern"]))
    with django_assert_num_queries(12):
        tom.get(reverse("caucus:commitment_status", args=["northern"]))


def test_figures_of_a_time(cast, session):
    """Worked by hand: two asked, one answered; four taken on, one of each, and one late."""
    asked(cast, "Never answered.")
    kept = taken_on(cast, asked(cast))
    not_kept, under_way, late = (taken_on(cast, words=f"One {n}") for n in range(3))
    Commitment.objects.filter(pk=late.pk).update(due_on=TODAY - dt.timedelta(days=1))
    told(cast, session, kept, "kept")
    told(cast, session, not_kept, "not_kept", "No time.")
    told(cast, session, under_way, "under_way")
    figures = accountability_figures(cast.community, dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert vars(figures) == {
        "posted": 2, "answered": 1, "taken_on": 4,
        "kept": 1, "under_way": 2, "not_kept": 1, "overdue": 1,
    }  # fmt: skip
    before = accountability_figures(cast.community, dt.date(2026, 1, 1), dt.date(2027, 1, 13))
    assert set(vars(before).values()) == {0}
    later = accountability_figures(cast.community, dt.date(2027, 1, 15), dt.date(2027, 12, 31))
    assert (later.posted, later.taken_on, later.kept) == (0, 2, 0), "what is still open goes on"
