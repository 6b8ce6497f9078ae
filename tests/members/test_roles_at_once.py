"""Two requests at once: each would be allowed alone, and only one goes through."""

import datetime as dt

import pytest

from cop.core.errors import Refused
from cop.members.enums import READS_ANSWERS, Role
from cop.members.models import Appointment, Member
from cop.members.policies import why_cannot_administer
from cop.members.services import appoint, change_last_day, end_appointment, lock_person, save_member
from tests.at_once import at_once
from tests.people import build_cast

ROUNDS = 5


@pytest.mark.django_db(transaction=True)
def test_a_role_over_names_and_one_over_answers():
    cast = build_cast()
    for number in range(ROUNDS):
        email = f"x{number}@example.org"
        refused = at_once(
            lambda email=email: appoint(actor=cast.system, email=email, role=Role.EVALUATOR),
            lambda email=email: appoint(actor=cast.system, email=email, role=Role.SECRETARY),
        )
        assert len(refused) == 1
        assert Appointment.objects.filter(person__email=email).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_member_and_a_reader():
    cast = build_cast()
    for number in range(ROUNDS):
        email = f"x{number}@example.org"
        refused = at_once(
            lambda email=email: appoint(actor=cast.system, email=email, role=Role.EVALUATOR),
            lambda email=email, number=number: save_member(
                actor=cast.system, reference=f"M8{number}", email=email
            ),
        )
        assert len(refused) == 1
        is_reader = Appointment.objects.filter(person__email=email).exists()
        assert is_reader != Member.objects.filter(email=email).exists()


@pytest.mark.django_db(transaction=True)
def test_an_administrator_and_a_reader():
    from django.db import transaction

    cast = build_cast()

    def administer():
        with transaction.atomic():
            person = lock_person(cast.sam)
            reason = why_cannot_administer(person)
            if reason:
                raise Refused(reason)
            person.is_staff = True
            person.save(update_fields=["is_staff"])

    def read():
        appoint(actor=cast.system, email=cast.sam.email, role=Role.EVALUATOR)

    for _round in range(ROUNDS):
        assert len(at_once(administer, read)) == 1
        cast.sam.refresh_from_db()
        reads = Appointment.objects.filter(person=cast.sam, role__in=READS_ANSWERS)
        assert cast.sam.is_staff != reads.exists()
        reads.delete()
        type(cast.sam).objects.filter(pk=cast.sam.pk).update(is_staff=False)


@pytest.mark.django_db(transaction=True)
def test_the_last_two_co_chairs_do_not_both_resign():
    cast = build_cast()
    amara = Appointment.objects.get(person=cast.amara, role=Role.CO_CHAIR)
    tom = Appointment.objects.get(person=cast.tom, role=Role.CO_CHAIR)
    refused = at_once(
        lambda: end_appointment(actor=cast.actor("amara"), appointment=amara),
        lambda: end_appointment(actor=cast.actor("tom"), appointment=tom),
    )
    assert refused == ["This is the last co-chair. Appoint a successor first."]


class TestTheLastDay:
    """Moving the last day is held to the rules of appointing."""

    @pytest.fixture
    def term(self, cast):
        return appoint(
            actor=cast.system,
            email="x@example.org",
            role=Role.FACILITATOR,
            until_on=dt.date(2998, 12, 31),
        )

    def test_a_longer_term_may_not_meet_what_it_must_not_meet(self, cast, term):
        next_day = dt.date(2999, 1, 1)
        appoint(actor=cast.system, email="x@example.org", role=Role.EVALUATOR, from_on=next_day)
        with pytest.raises(Refused, match="reads unreviewed answers"):
            change_last_day(actor=cast.actor("amara"), appointment=term, until_on=None)
        with pytest.raises(Refused, match="reads unreviewed answers"):
            change_last_day(actor=cast.actor("amara"), appointment=term, until_on=next_day)
        sooner = dt.date(2998, 1, 1)
        changed = change_last_day(actor=cast.actor("amara"), appointment=term, until_on=sooner)
        assert changed.until_on == sooner

    def test_nor_the_same_role_held_later(self, cast, term):
        later = dt.date(2999, 6, 1)
        appoint(actor=cast.system, email="x@example.org", role=Role.FACILITATOR, from_on=later)
        with pytest.raises(Refused, match="holds the role already"):
            change_last_day(actor=cast.actor("amara"), appointment=term, until_on=None)

    def test_a_past_day_is_refused(self, cast, term):
        with pytest.raises(Refused, match="Choose today or a later day"):
            change_last_day(
                actor=cast.actor("amara"), appointment=term, until_on=dt.date(2021, 1, 1)
            )

    def test_the_last_co_chair_gets_no_last_day(self, cast):
        amara = Appointment.objects.get(person=cast.amara, role=Role.CO_CHAIR)
        tom = Appointment.objects.get(person=cast.tom, role=Role.CO_CHAIR)
        end = dt.date(2998, 12, 31)
        change_last_day(actor=cast.actor("amara"), appointment=tom, until_on=end)
        with pytest.raises(Refused, match="last co-chair"):
            change_last_day(actor=cast.actor("amara"), appointment=amara, until_on=end)
