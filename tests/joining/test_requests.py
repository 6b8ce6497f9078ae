"""Asking to join, and the queue."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cop.audit.models import Entry
from cop.core import registry
from cop.core.errors import Refused
from cop.joining.models import JoinInvitation, JoinQuestion, JoinRequest
from cop.joining.services import accept_request, ask_about_request, decline_request
from cop.members.models import Community, Member
from cop.post.models import Message
from tests.joining import links
from tests.pages import parse, select, texts
from tests.people import Cast

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Nura Bello",
    "email": "Nura@Example.org",
    "profession": "Occupational therapist",
    "organisation": "Calder Care",
    "why": "A colleague told me of it.",
}


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def ask_url(cast: Cast) -> str:
    links.open_page(cast)
    return reverse("joining_open:request_make", args=["northern"])


def queue(name: str, asked: JoinRequest) -> str:
    return reverse(f"joining:{name}", args=["northern", asked.pk])


def test_a_request_waits_in_the_queue_as_it_was_written(ask_url: str) -> None:
    assert Client().post(ask_url, SAID).status_code == 302
    asked = JoinRequest.objects.get()
    assert (asked.name, asked.email) == ("Nura Bello", "nura@example.org")
    assert (asked.profession, asked.organisation) == ("Occupational therapist", "Calder Care")
    assert (asked.why, asked.state) == ("A colleague told me of it.", "waiting")
    assert not Message.objects.filter(to="nura@example.org").exists()


def test_who_works_the_queue_hears_of_it_once_a_day_and_of_no_name(cast: Cast) -> None:
    for one in ("Nura Bello", "Somebody Else"):
        links.ask(cast, name=one, email=f"{one.split()[0].lower()}@example.org")
    told = Message.objects.filter(kind="join_waiting")
    keepers = ["amara@example.org", "bilal@example.org", "tom@example.org"]
    assert sorted(told.values_list("to", flat=True)) == keepers
    for mail in told:
        assert "/in/c/northern/joining/" in mail.text
        assert "Northern" in mail.text
        assert not any(word in mail.text + mail.html + mail.subject for word in ("Nura", "Calder"))
    told.update(queued_on=dt.date(2020, 1, 1))
    links.ask(cast, email="third@example.org")
    assert Message.objects.filter(kind="join_waiting").count() == 6


def test_a_name_that_mail_may_not_carry_is_left_out_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "neutral_terms", [lambda community: ["Northern Community"]])
    links.ask(cast)
    told = Message.objects.filter(kind="join_waiting").first()
    assert told is not None
    assert "Northern" not in told.text + told.html


def test_the_answer_to_who_asked_says_so(cast: Cast) -> None:
    accept_request(actor=cast.actor("bilal"), request=links.ask(cast))
    told = Message.objects.get(kind="join_invitation")
    assert "you asked to join Northern" in told.text
    assert "you asked to join Northern" in told.html
    assert "you are invited" not in told.text + told.html
    assert "Your request to join" in told.subject


def test_an_open_page_is_not_said_to_wait_for_a_co_chair(cast: Cast, as_: Any) -> None:
    page = reverse("joining:request_list", args=["northern"])
    assert "once a co-chair has opened it" in as_("bilal").get(page).content.decode()
    links.open_page(cast)
    body = as_("bilal").get(page).content.decode()
    assert "once a co-chair has opened it" not in body
    assert "0 wait" not in body


def test_the_form_asks_nothing_about_race_and_says_so(ask_url: str) -> None:
    page = parse(Client().get(ask_url).content)
    fields = [field.get("name") for field in select(page, "main input, main textarea")]
    assert fields == ["csrfmiddlewaretoken", "name", "email", "profession", "organisation", "why"]
    assert "We do not ask about race." in page.text_content()


def test_organisations_are_suggested_only_where_the_community_lets_everybody_read_them(
    cast: Cast, ask_url: str
) -> None:
    links_before = Client().get(ask_url).content
    cast.community.organisations.create(name="Calder Care")
    assert b"Calder Care" not in Client().get(ask_url).content
    assert b"datalist" not in links_before
    links.open_page(cast, suggests_organisations=True)
    assert b"Calder Care" in Client().get(ask_url).content


def test_a_second_request_joins_the_one_that_waits(cast: Cast) -> None:
    links.ask(cast, why="", organisation="")
    links.ask(cast, name="Somebody Else", why="I heard of it.")
    asked = JoinRequest.objects.get()
    assert (asked.name, asked.why) == ("Nura Bello", "I heard of it.")
    assert asked.organisation == "Calder Care"


def test_accepting_sends_an_invitation_that_proves_the_address(cast: Cast, as_: Any) -> None:
    asked = links.ask(cast)
    sent = as_("bilal").post(queue("request_accept", asked), {"words": "See you in January."})
    assert sent.status_code == 302
    message = Message.objects.get(to="nura@example.org")
    assert (message.kind, message.to) == ("join_invitation", "nura@example.org")
    assert "See you in January." in message.text
    token = links.token_of(links.link_in_newest())
    Client().post(reverse("joining_open:invitation_accept"), {"token": token})
    member = Member.objects.get(email="nura@example.org")
    assert (member.name, member.profession) == ("Nura Bello", "Occupational therapist")
    assert str(member.organisation) == "Calder Care"


def test_a_question_is_answered_once_and_the_request_waits_again(cast: Cast, as_: Any) -> None:
    asked = links.ask(cast)
    as_("bilal").post(queue("request_ask", asked), {"words": "Which team do you work in?"})
    asked.refresh_from_db()
    assert asked.state == "asked"
    message = Message.objects.get(kind="join_question")
    assert "Which team do you work in?" in message.text
    token = links.token_of(links.link_in_newest("join_question"))
    page = Client().get(reverse("joining_open:question_open", args=[token]))
    assert "Which team do you work in?" in page.content.decode()
    url = reverse("joining_open:question_answer")
    answer = Client().post(url, {"token": token, "answer": "Community rehabilitation."})
    assert "Thank you for your answer" in answer.content.decode()
    again = Client().post(url, {"token": token, "answer": "Another."})
    assert "This link does not work" in again.content.decode()
    asked.refresh_from_db()
    assert asked.state == "waiting"
    detail = as_("bilal").get(queue("request_detail", asked)).content.decode()
    assert "Community rehabilitation." in detail
    assert "Another." not in detail


def test_a_second_question_ends_the_first(cast: Cast) -> None:
    _question, old = links.asked_question(cast)
    asked = JoinRequest.objects.get()
    ask_about_request(actor=cast.actor("bilal"), request=asked, question="And since when?")
    url = reverse("joining_open:question_open", args=[old])
    assert "This link does not work" in Client().get(url).content.decode()
    assert JoinQuestion.objects.count() == 2


def test_declining_sends_a_kind_mail(cast: Cast, as_: Any) -> None:
    asked = links.ask(cast)
    assert as_("bilal").post(queue("request_decline", asked), {"words": ""}).status_code == 302
    message = Message.objects.get(to="nura@example.org")
    assert (message.kind, message.to) == ("join_decline", "nura@example.org")
    assert "This says nothing about you or your work." in message.text
    assert JoinRequest.objects.get().state == "declined"


@pytest.mark.parametrize("decide", [accept_request, decline_request])
def test_nothing_is_decided_twice(cast: Cast, decide: Any) -> None:
    asked = links.ask(cast)
    decline_request(actor=cast.actor("bilal"), request=asked)
    with pytest.raises(Refused, match="decided already"):
        decide(actor=cast.actor("bilal"), request=asked)
    assert Message.objects.exclude(kind="join_waiting").count() == 1


@pytest.mark.parametrize("name", ["request_accept", "request_ask", "request_decline"])
def test_the_mail_is_shown_with_the_words_and_nothing_leaves(
    cast: Cast, as_: Any, name: str
) -> None:
    asked = links.ask(cast)
    said = {"words": "Which team?\nWe wonder.", "preview": "yes"}
    page = as_("bilal").post(queue(name, asked), said)
    assert "Which team?<br>We wonder." in page.content.decode()
    assert not Message.objects.exclude(kind="join_waiting").exists()
    assert JoinRequest.objects.get().is_undecided


@pytest.mark.parametrize("name", ["request_accept", "request_ask", "request_decline"])
def test_words_that_mail_may_not_carry_are_refused(cast: Cast, as_: Any, name: str) -> None:
    asked = links.ask(cast)
    page = as_("bilal").post(queue(name, asked), {"words": "Are you white?"})
    assert "Change the words and try again." in page.content.decode()
    assert not Message.objects.exclude(kind="join_waiting").exists()
    assert JoinRequest.objects.get().state == "waiting"
    assert not JoinInvitation.objects.exists()


def test_only_who_reads_the_roster_learns_that_somebody_is_on_it(cast: Cast, as_: Any) -> None:
    asked = links.ask(cast, email="rosa@example.org")
    hint = "on your roster already"
    assert hint in as_("bilal").get(queue("request_detail", asked)).content.decode()
    links.without_secretary(cast)
    seen = as_("amara").get(queue("request_detail", asked))
    assert seen.status_code == 200
    assert hint not in seen.content.decode()


@pytest.mark.parametrize(
    "name", ["request_detail", "request_accept", "request_ask", "request_decline"]
)
def test_reading_a_request_is_on_record(cast: Cast, as_: Any, name: str) -> None:
    asked = links.ask(cast)
    as_("bilal").get(queue(name, asked))
    read = Entry.objects.get(verb="read")
    assert (read.target_kind, read.target_key) == ("joinrequest", str(asked.pk))
    assert read.actor_key == cast.bilal.audit_key


def test_first_page_says_how_many_wait(cast: Cast, as_: Any) -> None:
    links.ask(cast)
    links.ask(cast, email="femi@example.org")
    first = reverse("home:community", args=["northern"])
    said = "2 people have asked to join, and wait for an answer."
    assert said in as_("bilal").get(first).content.decode()
    assert said not in as_("rosa").get(first).content.decode()


@pytest.mark.parametrize("number", [1, 10])
@pytest.mark.parametrize(("name", "queries"), [("request_list", 10), ("invitation_list", 12)])
def test_lists_ask_as_often_for_ten_as_for_one(
    cast: Cast, as_: Any, django_assert_num_queries: Any, number: int, name: str, queries: int
) -> None:
    for one in range(number):
        links.ask(cast, email=f"nura{one}@example.org")
        links.invite(cast, email=f"femi{one}@example.org")
    bilal, url = as_("bilal"), reverse(f"joining:{name}", args=["northern"])
    bilal.get(url)
    with django_assert_num_queries(queries):
        page = parse(bilal.get(url).content)
    assert len(select(page, ".circle-agenda__item")) == number


def expired(community: Community, day: dt.date, *, dry_run: bool = False) -> dict[str, int]:
    return {
        one.key: one.expire(community, day, dry_run)
        for one in registry.holdings
        if one.key.startswith("join_") and one.expire
    }


def test_requests_are_erased_three_months_after_the_answer_and_six_without_one(cast: Cast) -> None:
    for name, state, decided in (("a", "declined", "2026-05-31"), ("b", "accepted", "2026-06-01")):
        links.ask(cast, email=f"{name}@example.org")
        JoinRequest.objects.filter(email=f"{name}@example.org").update(
            state=state, decided_on=decided, received_on="2026-05-01"
        )
    for name, received in (("c", "2026-02-28"), ("d", "2026-03-01")):
        links.ask(cast, email=f"{name}@example.org")
        JoinRequest.objects.filter(email=f"{name}@example.org").update(received_on=received)
    day = dt.date(2026, 8, 31)
    assert expired(cast.community, day, dry_run=True)["join_requests"] == 2
    assert JoinRequest.objects.count() == 4
    assert expired(cast.community, day)["join_requests"] == 2
    left = JoinRequest.objects.order_by("email").values_list("email", flat=True)
    assert list(left) == ["b@example.org", "d@example.org"]


def test_invitations_are_erased_three_months_after_they_ended(cast: Cast) -> None:
    for name, changes in {
        "a": {"state": "used", "ended_on": "2026-05-31"},
        "b": {"state": "used", "ended_on": "2026-06-01"},
        "c": {"expires_at": "2026-05-31T10:00Z"},
        "d": {"expires_at": "2026-06-02T10:00Z"},
    }.items():
        links.invite(cast, email=f"{name}@example.org")
        JoinInvitation.objects.filter(email=f"{name}@example.org").update(**changes)
    assert expired(cast.community, dt.date(2026, 8, 31))["join_invitations"] == 2
    left = JoinInvitation.objects.order_by("email").values_list("email", flat=True)
    assert list(left) == ["b@example.org", "d@example.org"]


def test_buttons_of_the_detail_lead_to_three_answers(cast: Cast, as_: Any) -> None:
    asked = links.ask(cast)
    page = parse(as_("bilal").get(queue("request_detail", asked)).content)
    assert texts(select(page, "main .govuk-button")) == ["Accept", "Ask a question", "Decline"]
