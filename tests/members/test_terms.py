"""When somebody belongs: terms that meet, days by the community's own clocks, two at once."""

import datetime as dt
from contextlib import nullcontext

import pytest
import time_machine
from django.db import IntegrityError, transaction

from cop.core.errors import Refused
from cop.core.tables import Problems, read_table
from cop.members.enums import Role
from cop.members.models import Appointment, Community, Member, User
from cop.members.policies import terms_overlap, why_cannot_administer
from cop.members.selectors import communities_for, system_actor
from cop.members.services import (
    appoint,
    create_community,
    person_for,
    plan_members,
    save_member,
)
from tests.at_once import while_somebody_else


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        (("2026-01-01", "2026-01-31"), ("2026-01-31", "2026-03-01"), True),
        (("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-03-01"), False),
        (("2026-01-01", ""), ("2027-01-01", "2027-01-02"), True),
        (("2026-01-01", ""), ("2025-01-01", "2025-12-31"), False),
        (("", "2026-01-31"), ("2020-01-01", "2020-01-02"), True),
        (("", "2026-01-31"), ("2026-02-01", ""), False),
        (("", ""), ("2020-01-01", "2020-01-02"), True),
    ],
)
def test_terms_meet_on_any_shared_day(first, second, meet):
    first, second = [tuple(map(day, term)) for term in (first, second)]
    assert terms_overlap(*first, *second) is meet
    assert terms_overlap(*second, *first) is meet


def import_says(community: Community, tmp_path, columns: str, row: str) -> str:
    path = tmp_path / "members.csv"
    path.write_text(f"{columns}\n{row}\n")
    problems = Problems()
    table = read_table(
        path, problems, required=["member_id"], optional=["email", "joined_on", "profession"]
    )
    plan_members(community, table, problems)
    try:
        problems.raise_if_any()
    except Refused as refused:
        return refused.message
    return ""


@pytest.mark.parametrize(
    ("joined", "may"), [("", False), ("2026-06-30", False), ("2026-07-01", True)]
)
def test_who_read_answers_joins_afterwards_on_the_page_and_by_import(cast, tmp_path, joined, may):
    """Somebody whose first day is unknown has belonged always."""
    appoint(
        actor=cast.system,
        email="reader@example.org",
        role=Role.SECOND_REVIEWER,
        from_on=dt.date(2026, 1, 1),
        until_on=dt.date(2026, 6, 30),
    )
    said = import_says(
        cast.community, tmp_path, "member_id,email,joined_on", f"M90,reader@example.org,{joined}"
    )
    assert ("reads unreviewed answers" not in said) is may
    enters = pytest.raises(Refused, match="reads unreviewed answers") if not may else nullcontext()
    with enters:
        save_member(
            actor=cast.system,
            reference="M90",
            name="Reader",
            email="reader@example.org",
            joined_on=day(joined),
        )


def test_the_database_keeps_no_leaving_before_joining(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=cast.members["rosa"].pk).update(left_on=dt.date(2019, 12, 31))
    Member.objects.filter(pk=cast.members["rosa"].pk).update(left_on=dt.date(2020, 1, 1))


@pytest.mark.django_db
def test_each_community_has_its_own_today():
    """At 22:30 in London it is the next day in Auckland, where the member has left."""
    person = person_for("kiri@example.org", "Kiri")
    for slug, zone in (("london", "Europe/London"), ("auckland", "Pacific/Auckland")):
        community = create_community(slug=slug, name=slug)
        Community.objects.filter(pk=community.pk).update(time_zone=zone)
        Member.objects.create(
            community=community, person=person, reference="M1", left_on=dt.date(2026, 11, 22)
        )
    with time_machine.travel(dt.datetime(2026, 11, 22, 22, 30, tzinfo=dt.UTC), tick=False):
        assert [community.slug for community in communities_for(person)] == ["london"]
    with time_machine.travel(dt.datetime(2026, 11, 22, 10, 30, tzinfo=dt.UTC), tick=False):
        assert [community.slug for community in communities_for(person)] == ["auckland", "london"]


@pytest.mark.django_db
def test_a_reader_administers_once_the_term_is_over_where_they_read():
    person = person_for("kiri@example.org", "Kiri")
    community = create_community(slug="auckland", name="Auckland")
    Community.objects.filter(pk=community.pk).update(time_zone="Pacific/Auckland")
    Appointment.objects.create(
        community=community,
        person=person,
        role=Role.EVALUATOR,
        from_on=dt.date(2026, 1, 1),
        until_on=dt.date(2026, 11, 22),
    )
    with time_machine.travel(dt.datetime(2026, 11, 22, 10, 30, tzinfo=dt.UTC), tick=False):
        assert why_cannot_administer(person)
    with time_machine.travel(dt.datetime(2026, 11, 22, 11, 30, tzinfo=dt.UTC), tick=False):
        assert not why_cannot_administer(person)


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_one_address_mean_one_person():
    def enter():
        return person_for("rosa@example.org", "Rosa")

    with transaction.atomic():
        person = while_somebody_else(lambda: User.objects.create_user("rosa@example.org"), enter)
    assert User.objects.get() == person


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_one_community_are_told():
    def begin():
        with pytest.raises(Refused, match="already"):
            create_community(slug="north", name="Second")

    while_somebody_else(lambda: Community.objects.create(slug="north", name="First"), begin)
    assert system_actor(Community.objects.get()).community.name == "First"
