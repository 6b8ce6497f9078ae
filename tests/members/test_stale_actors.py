"""Whoever waited while their role ended acts no more."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cop.members.models import Appointment, Member, ReaderSwap, User
from cop.members.selectors import actor_now
from cop.members.services import (
    answer_swap,
    appoint,
    change_last_day,
    confirm_swap,
    create_community,
    end_appointment,
    offer_swap,
    save_member,
    shut_swap,
)
from tests.at_once import while_somebody_else
from tests.people import build_cast

FROM, UNTIL = dt.date(2999, 1, 1), dt.date(2999, 12, 31)


def offer(actor, to: str = "tom@example.org") -> ReaderSwap:
    return offer_swap(
        actor=actor,
        to_email=to,
        lent_email="sam@example.org",
        lent_name="Sam",
        lent_role="evaluator",
        from_on=FROM,
        until_on=UNTIL,
    )


def end(cast, *names: str) -> None:
    Appointment.objects.filter(person__in=[cast.people[name] for name in names]).delete()


ACTS = {
    "appoint": lambda actor, held, _swap: appoint(
        actor=actor, email="x@example.org", name="X", role="co_chair"
    ),
    "end": lambda actor, held, _swap: end_appointment(actor=actor, appointment=held),
    "change": lambda actor, held, _swap: change_last_day(
        actor=actor, appointment=held, until_on=UNTIL
    ),
    "offer": lambda actor, _held, _swap: offer(actor),
    "confirm": lambda actor, _held, swap: confirm_swap(actor=actor, swap=swap),
    "withdraw": lambda actor, _held, swap: shut_swap(actor=actor, swap=swap),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_co_chair_who_is_none_any_more(cast, act):
    actor, swap = cast.actor("amara"), offer(cast.actor("amara"))
    held = Appointment.objects.get(person=cast.okafor)
    end(cast, "amara")
    with pytest.raises(PermissionDenied):
        ACTS[act](actor, held, swap)
    assert Appointment.objects.get(pk=held.pk).until_on is None


def test_one_who_was_asked_for_a_reader(cast):
    other = create_community(slug="other", name="Other", co_chair_email="will@example.org")
    swap = offer(cast.actor("amara"), to="will@example.org")
    held = Appointment.objects.get(community=other)
    from cop.members.selectors import actor_in

    actor = actor_in(cast.will, other)
    held.delete()
    with pytest.raises(PermissionDenied):
        answer_swap(
            actor=actor,
            swap=swap,
            returned_email="y@example.org",
            returned_name="Y",
            returned_role="evaluator",
        )


def test_a_secretary_who_is_none_any_more(cast):
    actor = cast.actor("bilal")
    end(cast, "bilal")
    with pytest.raises(PermissionDenied):
        save_member(actor=actor, reference="M70", name="X")
    assert not Member.objects.filter(reference="M70").exists()


def test_an_account_that_was_closed_or_is_gone_is_nobody(cast):
    actor = cast.actor("amara")
    User.objects.filter(pk=cast.amara.pk).update(is_active=False)
    assert actor_now(actor).roles == frozenset()
    assert actor_now(cast.system) == cast.system


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_the_end_of_their_own_role_gives_none():
    cast = build_cast()
    actor = cast.actor("amara")
    own = Appointment.objects.get(person=cast.amara)

    def appoints():
        with pytest.raises(PermissionDenied):
            appoint(actor=actor, email="x@example.org", name="X", role="co_chair")

    while_somebody_else(lambda: end_appointment(actor=cast.actor("tom"), appointment=own), appoints)
    assert not Appointment.objects.filter(person__email="x@example.org").exists()
