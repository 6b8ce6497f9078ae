"""Somebody who knows who joined when tries to learn who proposed what; leaky lists give it away."""

import datetime as dt
import itertools
import logging
import uuid

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from cop.audit.models import Entry
from cop.members.models import Member, User
from cop.members.selectors import actor_in
from sessions_app.models import Proposal, ProposalVoice
from sessions_app.selectors import topics as reads
from sessions_app.services import decide_topic, propose_topic, support_topic
from tests.pages import parse, select, texts

CROWD, WEEKS = 8, 12
# By chance one of a row stands in its place, however long the row; twelve readings hardly stray.
BY_CHANCE = 3.0


def joined_and_proposed(cast) -> list[str]:
    """The worst case: one joins each day, and proposes at once. Topics in the order of joining."""
    words = []
    for number in range(CROWD):
        with time_machine.travel(dt.datetime(2026, 11, 1 + number, 12, tzinfo=dt.UTC)):
            person = User.objects.create_user(f"new{number}@example.org", f"New {number}")
            Member.objects.create(
                community=cast.community,
                person=person,
                reference=f"N{number}",
                name=f"New {number}",
                joined_on=dt.date(2026, 11, 1 + number),
            )
            words.append(f"Wish {uuid.uuid4()}")
            propose_topic(actor=actor_in(person, cast.community), words=words[-1])
    return words


def guessed(cast, as_, by) -> float:
    """How many proposers a co-chair names rightly who reads the page once a week, on average."""
    true = joined_and_proposed(cast)
    page = reverse("sessions_app:topic_list", args=[cast.community.slug])
    right = 0
    for week in range(WEEKS):
        moment = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC) + dt.timedelta(weeks=week)
        with time_machine.travel(moment):
            read = by(parse(as_("amara").get(page).content))
        right += sum(one == other for one, other in zip(read, true, strict=True))
    return right / WEEKS


def by_place(page) -> list[str]:
    return texts(select(page, "main li h2"))


def by_address(page) -> list[str]:
    """In the order of the keys, as a serial would count them."""
    links = [one.get("href") for one in select(page, "main li a")]
    words = texts(select(page, "main li h2"))
    return [word for _link, word in sorted(zip(links, words, strict=True))]


@pytest.mark.parametrize("by", [by_place, by_address])
def test_neither_place_nor_address_tells_who_proposed(cast, as_, by):
    assert guessed(cast, as_, by) < BY_CHANCE


def test_a_list_in_order_of_arrival_names_everybody(cast, as_, monkeypatch):
    came = {}
    arrive = Proposal.save

    def save(self, *args, **kwargs):
        came.setdefault(self.pk, len(came))
        arrive(self, *args, **kwargs)

    monkeypatch.setattr(Proposal, "save", save)
    monkeypatch.setattr(
        reads, "in_fair_order", lambda found, _day: sorted(found, key=lambda one: came[one.pk])
    )
    assert guessed(cast, as_, by_place) == CROWD


def test_keys_that_count_name_everybody(cast, as_, monkeypatch):
    serial = itertools.count(1)
    field = Proposal._meta.get_field("id")
    monkeypatch.setattr(field, "_get_default", lambda: uuid.UUID(int=next(serial)))
    assert guessed(cast, as_, by_address) == CROWD


def left_behind(cast, proposer: str, supporter: str) -> list[object]:
    """What is stored of a topic once it is decided, without its chance key."""
    topic = propose_topic(actor=cast.actor(proposer), words="Silence")
    support_topic(actor=cast.actor(supporter), proposal_id=topic.pk)
    decide_topic(actor=cast.actor("amara"), proposal=topic, state="parked", reason="In spring.")
    kept = Proposal.objects.values("words", "source", "supporters", "month", "decided_on")
    record = Entry.objects.filter(target_kind__in=("proposal", "proposalvoice", "member"))
    acts = record.values_list("actor_key", "verb", "target_kind", "fields")
    assert not ProposalVoice.objects.exists()
    return [*kept, *acts]


def test_once_decided_nothing_differs_whoever_it_was(cast):
    worlds = []
    for proposer, supporter in (("rosa", "will"), ("will", "bilal")):
        with transaction.atomic():
            worlds.append(left_behind(cast, proposer, supporter))
            transaction.set_rollback(True)
    assert worlds[0] == worlds[1]


def test_no_log_line_and_no_address_says_what_somebody_spoke_up_for(cast, as_, caplog):
    caplog.set_level(logging.DEBUG)
    slug, rosa, will = cast.community.slug, as_("rosa"), as_("will")
    rosa.post(reverse("sessions_app:topic_propose", args=[slug]), {"words": "Silence"})
    topic = Proposal.objects.get()
    said = reverse("sessions_app:topic_answer", args=[slug])
    answers = [
        will.post(said, {"topic": topic.pk, "act": "support"}),
        will.post(said, {"topic": topic.pk, "act": "take_back"}),
        rosa.post(said, {"topic": topic.pk, "act": "withdraw"}),
    ]
    assert {answer.status_code for answer in answers} == {302}
    addresses = [said, *(answer.headers["Location"] for answer in answers)]
    ours = [line.getMessage() for line in caplog.records if line.name != "django.db.backends"]
    for trace in (*addresses, *ours):
        assert str(topic.pk) not in trace
        assert "Silence" not in trace
