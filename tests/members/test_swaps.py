"""Two communities lend each other a reader; neither learns more of the other than that."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.core import clock
from cop.core.errors import Refused
from cop.members.enums import Role, SwapState
from cop.members.models import Appointment, Community, ReaderSwap, User
from cop.members.selectors import actor_in, swaps_for
from cop.members.services import (
    answer_swap,
    appoint,
    confirm_swap,
    create_community,
    end_appointment,
    offer_swap,
    save_member,
    shut_swap,
)
from cop.post.models import Message
from tests.people import sign_in


@pytest.fixture
def coast(cast) -> Community:
    """The other community; Cleo is its co-chair, Rhys its member."""
    coast = create_community(slug="coast", name="Coast Circle", co_chair_email="cleo@example.org")
    save_member(
        actor=actor_in_system(coast), reference="C1", name="Rhys Morgan", email="rhys@example.org"
    )
    return coast


def actor_in_system(community):
    from cop.members.selectors import system_actor

    return system_actor(community)


@pytest.fixture
def cleo(coast):
    return actor_in(User.objects.get(email="cleo@example.org"), coast)


@pytest.fixture
def offer(cast, coast) -> ReaderSwap:
    """Amara lends Rosa, a member of hers."""
    return make_offer(cast)


def make_offer(cast, **values) -> ReaderSwap:
    day = clock.today("Europe/London")
    given = {
        "to_email": "cleo@example.org",
        "lent_email": "rosa@example.org",
        "lent_name": "Rosa Delgado",
        "lent_role": Role.EVALUATOR,
        "from_on": day,
        "until_on": day + dt.timedelta(days=60),
        **values,
    }
    return offer_swap(actor=cast.actor("amara"), **given)


def answer(cleo, offer, email="rhys@example.org") -> ReaderSwap:
    return answer_swap(
        actor=cleo,
        swap=offer,
        returned_email=email,
        returned_name="Rhys Morgan",
        returned_role=Role.SECOND_REVIEWER,
    )


def roles(email: str, community: Community) -> frozenset[str]:
    return actor_in(User.objects.get(email=email), community).roles


def test_both_are_appointed_when_it_is_confirmed_and_not_before(cast, coast, cleo, offer):
    answer(cleo, offer)
    assert roles("rosa@example.org", coast) == frozenset()
    confirm_swap(actor=cast.actor("tom"), swap=offer)
    assert roles("rosa@example.org", coast) == {Role.EVALUATOR}
    assert roles("rhys@example.org", cast.community) == {Role.SECOND_REVIEWER}
    lent = Appointment.objects.get(community=coast, person=cast.rosa)
    assert (lent.name, lent.until_on) == ("Rosa Delgado", offer.until_on)
    told = Message.objects.filter(kind="appointed").values_list("to", flat=True)
    assert set(told) == {"rosa@example.org", "rhys@example.org"}


def test_who_belongs_to_the_other_community_cannot_read_there(cast, coast, cleo, offer):
    with pytest.raises(Refused, match="cannot read for Northern"):
        answer(cleo, offer, email="will@example.org")
    save_member(actor=actor_in_system(coast), reference="C2", email="rosa@example.org")
    with pytest.raises(Refused, match="Rosa Delgado cannot read for Coast Circle"):
        answer(cleo, offer)
    assert not ReaderSwap.objects.filter(state=SwapState.ANSWERED).exists()


def test_neither_is_appointed_where_one_may_not_be_any_more(cast, coast, cleo, offer):
    answer(cleo, offer)
    save_member(actor=cast.system, reference="M70", email="rhys@example.org")
    with pytest.raises(Refused):
        confirm_swap(actor=cast.actor("amara"), swap=offer)
    assert roles("rosa@example.org", coast) == frozenset()
    assert ReaderSwap.objects.get(pk=offer.pk).state == SwapState.ANSWERED


def test_an_answer_of_somebody_who_is_no_co_chair_any_more_does_not_count(cast, coast, cleo, offer):
    answer(cleo, offer)
    appoint(actor=actor_in_system(coast), email="rhys2@example.org", role=Role.CO_CHAIR)
    end_appointment(
        actor=actor_in_system(coast), appointment=Appointment.objects.get(person=cleo.person)
    )
    with pytest.raises(Refused, match="no co-chair there any more"):
        confirm_swap(actor=cast.actor("amara"), swap=offer)


def test_only_whoever_was_addressed_may_answer(cast, coast, offer):
    appoint(actor=actor_in_system(coast), email="dai@example.org", role=Role.CO_CHAIR)
    dai = actor_in(User.objects.get(email="dai@example.org"), coast)
    assert not swaps_for(dai).exists()
    with pytest.raises(PermissionDenied):
        answer(dai, offer)
    with pytest.raises(PermissionDenied):
        answer(cast.actor("amara"), offer)


def test_the_mail_is_the_same_whether_the_address_is_known_or_not(cast, coast, offer):
    make_offer(cast, to_email="nobody@example.org")
    first, second = Message.objects.filter(kind="swap_offered").order_by("pk")
    assert first.to != second.to
    assert (first.subject, first.text) == (second.subject, second.text)


def test_declined_and_withdrawn_offers_are_over(cast, coast, cleo, offer):
    shut_swap(actor=cleo, swap=offer)
    assert ReaderSwap.objects.get(pk=offer.pk).state == SwapState.DECLINED
    with pytest.raises(Refused, match="changed meanwhile"):
        answer(cleo, offer)
    second = make_offer(cast)
    shut_swap(actor=cast.actor("tom"), swap=second)
    assert ReaderSwap.objects.get(pk=second.pk).state == SwapState.WITHDRAWN


@pytest.mark.parametrize(
    "values",
    [
        {"lent_role": Role.SECRETARY},
        {"from_on": dt.date(2020, 1, 1)},
        {"until_on": dt.date(2020, 1, 1)},
        {"to_email": "cleo\nBcc: all@example.org"},
    ],
)
def test_bad_offers_are_refused_and_nothing_is_kept(cast, coast, values):
    with pytest.raises(Refused):
        make_offer(cast, **values)
    assert not ReaderSwap.objects.exists()


def test_it_goes_through_in_the_browser(client, as_, cast, coast):
    day = clock.today("Europe/London") + dt.timedelta(days=1)
    dates = {
        f"{name}_{part}": str(getattr(when, part))
        for name, when in (("from_on", day), ("until_on", day + dt.timedelta(days=30)))
        for part in ("day", "month", "year")
    }
    reader = {"email": "rosa@example.org", "name": "Rosa Delgado", "role": Role.EVALUATOR}
    offer_url = reverse("members:swap_offer", args=["northern"])
    amara = as_("amara")
    amara.post(offer_url, {"to_email": "cleo@example.org", **reader, **dates})
    swap = ReaderSwap.objects.get()
    sign_in(client, User.objects.get(email="cleo@example.org"))
    there = reverse("members:swap_detail", args=["coast", swap.pk])
    page = client.get(there).content.decode()
    assert "Rosa Delgado" in page
    assert "Amara" not in page
    reader = {"email": "rhys@example.org", "name": "Rhys Morgan", "role": Role.SECOND_REVIEWER}
    client.post(there, reader)
    here = reverse("members:swap_detail", args=["northern", swap.pk])
    assert "Rhys Morgan" in amara.get(here).content.decode()
    amara.post(reverse("members:swap_confirm", args=["northern", swap.pk]))
    assert ReaderSwap.objects.get().state == SwapState.AGREED
    assert Appointment.objects.filter(person=cast.rosa, community=coast).exists()


def test_a_stranger_community_finds_no_swap(as_, cast, coast, cleo, offer, client):
    third = create_community(slug="third", name="Third", co_chair_email="eve@example.org")
    sign_in(client, User.objects.get(email="eve@example.org"))
    url = reverse("members:swap_detail", args=[third.slug, offer.pk])
    assert client.get(url).status_code == 404
