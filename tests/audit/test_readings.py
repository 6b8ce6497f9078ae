"""Who looked at a list of names is on record: once an hour, not once a row or a page."""

import datetime as dt
from collections import Counter

import pytest
import time_machine
from django.urls import reverse

from cop.audit.models import Entry
from sessions_app.models import Attendance, Session

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture
def session(cast):
    held = Session.objects.create(
        community=cast.community,
        key="S1",
        title="July",
        held_on=NOON.date(),
        starts_at=NOON,
    )
    Attendance.objects.bulk_create(
        Attendance(session=held, member=member) for member in cast.members.values()
    )
    return held


def readings() -> Counter:
    """(who, what) → how many entries."""
    return Counter(Entry.objects.filter(verb="read").values_list("actor_key", "target_kind"))


def address(name: str, cast, **more) -> str:
    return reverse(name, kwargs={"slug": cast.community.slug, **more})


@pytest.mark.parametrize("rows", [1, 200])
def test_the_roster_is_one_reading_however_long_it_is(cast, as_, rows):
    for number in range(rows):
        cast.community.members.create(reference=f"X{number}", name=f"Somebody {number}")

    page = as_("bilal").get(address("members:member_list", cast))

    assert "Somebody 0" in page.content.decode()
    assert readings() == {(cast.bilal.audit_key, "roster"): 1}


def test_turning_pages_and_searching_is_the_same_reading(cast, as_):
    bilal = as_("bilal")
    for query in ("", "?page=2", "?q=rosa", "?q=rosa"):
        bilal.get(address("members:member_list", cast) + query)
    assert readings() == {(cast.bilal.audit_key, "roster"): 1}
    entry = Entry.objects.get(verb="read")
    assert (entry.fields, entry.target_key) == ([], str(cast.community.audit_key))


def test_after_an_hour_it_is_another_one(cast, as_):
    with time_machine.travel(NOON, tick=False) as clock:
        bilal = as_("bilal")
        bilal.get(address("members:member_list", cast))
        clock.shift(dt.timedelta(minutes=59))
        bilal.get(address("members:member_list", cast))
        assert readings().total() == 1
        clock.shift(dt.timedelta(minutes=1))
        bilal.get(address("members:member_list", cast))
        assert readings().total() == 2


def test_a_member_opened_by_the_secretary(cast, as_):
    rosa, will = cast.members["rosa"], cast.members["will"]
    for member in (rosa, will, rosa):
        as_("bilal").get(address("members:member_change", cast, member_id=member.pk))
    entries = Entry.objects.filter(verb="read", target_kind="member")
    assert sorted(entries.values_list("target_key", flat=True)) == sorted(
        [str(rosa.audit_key), str(will.audit_key)]
    )


def test_the_register_by_whoever_sees_names_in_it(cast, as_, session):
    session.facilitators.create(person=cast.tom)

    as_("bilal").get(address("sessions_app:session_register", cast, session_id=session.pk))
    as_("tom").get(address("sessions_app:session_present", cast, session_id=session.pk))
    as_("tom").get(address("sessions_app:session_detail", cast, session_id=session.pk))
    seen = as_("rosa").get(address("sessions_app:session_detail", cast, session_id=session.pk))

    assert "Will Turner" not in seen.content.decode()
    assert readings() == {
        (cast.bilal.audit_key, "register"): 1,
        (cast.tom.audit_key, "register"): 1,
    }


def test_nobody_who_was_refused_has_read_anything(cast, as_, session):
    for name in ("rosa", "ines", "okafor", "joy", "sam", None):
        as_(name).get(address("members:member_list", cast))
        as_(name).get(address("sessions_app:session_register", cast, session_id=session.pk))
    assert readings() == {}
