"""An account is kept as long as some community knows whose it is, and no longer."""

import datetime as dt

import pytest

from cop.audit.models import Entry
from cop.audit.services import record
from cop.members.erasing import leave_tombstone
from cop.members.models import Member, User
from cop.members.selectors import system_actor
from cop.members.services import appoint, create_community, end_appointment, save_member
from cop.rights.services.retention import retain

TODAY = dt.date(2026, 11, 22)


def is_there(email: str) -> bool:
    return User.objects.filter(email=email).exists()


@pytest.fixture
def gone(cast) -> User:
    """Rosa left so long ago that her entry is past its period."""
    Member.objects.filter(person=cast.rosa).update(left_on=dt.date(2024, 1, 1))
    User.objects.filter(pk=cast.rosa.pk).update(has_signed_in=True)
    return cast.rosa


def test_the_daily_job_deletes_whom_it_has_made_unknown(cast, gone):
    retain(community=cast.community)
    assert not is_there("rosa@example.org")
    assert is_there("joy@example.org"), "who runs the installation stays"
    for name in ("will", "amara", "ines", "grace"):
        assert is_there(f"{name}@example.org")


def test_not_while_another_community_knows_them(cast, gone):
    other = create_community(slug="other", name="Other")
    appoint(actor=system_actor(other), email="rosa@example.org", role="facilitator")
    retain(community=cast.community)
    assert is_there("rosa@example.org")


def test_nor_while_they_are_to_be_lent(cast, gone):
    from tests.members.test_stale_actors import offer

    swap = offer(cast.actor("amara"))
    retain(community=cast.community)
    assert not is_there("rosa@example.org")
    assert is_there("sam@example.org")
    swap.refresh_from_db()
    assert swap.lent == cast.sam


def test_an_address_typed_wrong_leaves_no_account(cast):
    member, _fields = save_member(
        actor=cast.system, reference="M70", name="X", email="tpyo@example.org"
    )
    save_member(
        actor=cast.system, member=member, reference="M70", name="X", email="typo@example.org"
    )
    assert not is_there("tpyo@example.org")
    assert is_there("typo@example.org")


def test_nor_does_a_role_given_by_mistake(cast):
    held = appoint(actor=cast.system, email="tpyo@example.org", role="facilitator")
    end_appointment(actor=cast.system, appointment=held)
    assert not is_there("tpyo@example.org")
    of_a_member = appoint(actor=cast.system, email="will@example.org", role="facilitator")
    end_appointment(actor=cast.system, appointment=of_a_member)
    assert is_there("will@example.org")


def test_whoever_signed_in_keeps_the_account_until_the_daily_job(cast):
    held = appoint(actor=cast.system, email="x@example.org", role="facilitator")
    User.objects.filter(email="x@example.org").update(has_signed_in=True)
    end_appointment(actor=cast.system, appointment=held)
    assert is_there("x@example.org")
    retain(community=cast.community)
    assert not is_there("x@example.org")


def test_nothing_on_record_leads_to_what_stays_of_a_member(cast):
    """The account lives on in another community; the record still names what was done to it."""
    other = create_community(slug="other", name="Other")
    appoint(actor=system_actor(other), email="rosa@example.org", role="facilitator")
    rosa = cast.members["rosa"]
    record(actor=cast.actor("rosa"), verb="change", target=rosa, fields=["name"])
    leave_tombstone(rosa)
    tombstone = Member.objects.get(pk=rosa.pk)
    assert tombstone.is_erased
    stays = {str(tombstone.pk), str(tombstone.audit_key), tombstone.reference}
    keys = Entry.objects.filter(target_kind="member").values_list("target_key", flat=True)
    assert keys
    assert stays.isdisjoint(keys)
