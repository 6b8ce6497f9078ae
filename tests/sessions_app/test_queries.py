"""What a session's pages ask the database: the same for one row as for ten."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from cop.core import clock
from cop.members.models import Member, User
from sessions_app.models import Facilitator, Guest, Session
from tests.sessions_app.plans import came, scheduled


def with_rows(cast, number: int, day: dt.date) -> Session:
    """A session with as many guests, facilitators, members and members who came."""
    session = scheduled(cast, day=day)
    people = [
        User.objects.create_user(f"{kind}{one}@example.org", f"{kind} {one}")
        for kind in ("guest", "facilitator")
        for one in range(number)
    ]
    Guest.objects.bulk_create(Guest(session=session, person=one) for one in people[:number])
    Facilitator.objects.bulk_create(
        Facilitator(session=session, person=one) for one in people[number:]
    )
    Guest.objects.create(session=session, person=cast.grace)
    rows = [
        Member(community=cast.community, reference=f"X{n}", name=f"X {n}") for n in range(number)
    ]
    came(session, *Member.objects.bulk_create(rows))
    return session


def url(name: str, session: Session) -> str:
    return reverse(f"sessions_app:{name}", args=[session.community.slug, session.pk])


@pytest.mark.parametrize("number", [1, 10])
@pytest.mark.parametrize(
    ("name", "queries"), [("tom", 28), ("rosa", 16), ("bilal", 21), ("grace", 17), ("ines", 14)]
)
def test_session_page(cast, as_, django_assert_num_queries, number, name, queries):
    session = with_rows(cast, number, clock.today(cast.community.time_zone))
    Session.objects.update(starts_at=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10))
    browser = as_(name)
    with django_assert_num_queries(queries):
        page = browser.get(url("session_detail", session)).content.decode()
    for kind in ("guest", "facilitator"):
        assert len(set(re.findall(rf"{kind}\d+@", page))) == number
    if name == "tom":
        assert page.count("<li>X ") == number


@pytest.mark.parametrize("number", [1, 10])
def test_who_is_here(cast, as_, django_assert_num_queries, number):
    session = with_rows(cast, number, clock.today(cast.community.time_zone))
    Session.objects.update(starts_at=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10))
    browser = as_("tom")
    with django_assert_num_queries(11):
        page = browser.get(url("session_present", session)).content.decode()
    assert page.count("<li>X ") == number


@pytest.mark.parametrize("number", [1, 10])
def test_inviting_a_guest(cast, as_, django_assert_num_queries, number):
    session = with_rows(cast, number, clock.today(cast.community.time_zone) + dt.timedelta(days=30))
    browser = as_("tom")
    with django_assert_num_queries(9):
        assert browser.get(url("session_guest_add", session)).status_code == 200
