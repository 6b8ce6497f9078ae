"""The first page says what is next, and its cost does not grow with the community."""

import datetime as dt
from collections.abc import Callable

import pytest

from cop.core import clock
from cop.members.models import Community
from cop.members.selectors import system_actor
from cop.members.services import create_community, save_member
from reports.models import Report
from sessions_app.models import Session
from tests.feedback import ballots
from tests.people import Cast
from tests.sessions_app.plans import scheduled


def page(cast: Cast) -> str:
    return f"/in/c/{cast.community.slug}/"


def ahead(cast: Cast, days: int = 30) -> Session:
    return scheduled(
        cast, day=clock.today("Europe/London") + dt.timedelta(days=days), title=f"In {days} days"
    )


def test_next_session_and_my_answer(cast: Cast, as_: Callable):
    ahead(cast, 60)
    session = ahead(cast, 30)
    client = as_("rosa")
    content = client.get(page(cast)).content.decode()
    assert "In 30 days" in content
    assert "In 60 days" not in content
    assert "I am coming" in content
    client.post(f"{page(cast)}sessions/{session.pk}/answer/", {"answer": "coming"})
    assert "You are coming" in client.get(page(cast)).content.decode()


def test_open_feedback_is_shown_to_those_it_asks_and_stays_when_they_answered(
    cast: Cast, as_: Callable
):
    survey = ballots.opened(cast.community, [cast.members["rosa"]])
    assert "Give feedback" in as_("rosa").get(page(cast)).content.decode()
    assert "Give feedback" not in as_("will").get(page(cast)).content.decode()
    ballots.send(survey, ballots.collect(cast.members["rosa"], survey), ballots.answers())
    # The page would tell who answered if it changed.
    assert "Give feedback" in as_("rosa").get(page(cast)).content.decode()


def test_an_empty_community_teaches(cast: Cast, as_: Callable):
    assert "No session is planned" in as_("rosa").get(page(cast)).content.decode()


def test_somebody_without_a_community_is_told_what_to_do(cast: Cast, as_: Callable):
    assert "You do not belong to a community yet" in as_("sam").get("/in/").content.decode()


def test_only_ones_own_communities_are_listed(cast: Cast, as_: Callable):
    other = create_community(slug="southern", name="Southern CoP")
    create_community(slug="western", name="Western CoP")
    save_member(actor=system_actor(other), reference="M1", email="rosa@example.org")
    content = as_("rosa").get("/in/").content.decode()
    assert "Southern CoP" in content
    assert cast.community.name in content
    assert "Western CoP" not in content


@pytest.mark.parametrize("number", [1, 10])
def test_first_page_queries(cast: Cast, as_: Callable, django_assert_num_queries, number: int):
    for one in range(number):
        ahead(cast, 30 + one)
        ballots.opened(cast.community, [cast.members["rosa"]], key=f"F{one}")
    client = as_("rosa")
    with django_assert_num_queries(16):
        client.get(page(cast))


@pytest.mark.parametrize("number", [2, 10])
def test_community_list_queries(cast: Cast, as_: Callable, django_assert_num_queries, number: int):
    for one in range(number):
        other = Community.objects.create(slug=f"other-{one}", name=f"Other {one}")
        save_member(actor=system_actor(other), reference="M1", email="rosa@example.org")
    client = as_("rosa")
    with django_assert_num_queries(4):
        client.get("/in/")


@pytest.mark.parametrize("number", [1, 10])
def test_report_list_queries(cast: Cast, as_: Callable, django_assert_num_queries, number: int):
    day = dt.date(2025, 1, 1)
    for one in range(number):
        Report.objects.create(
            community=cast.community, title=f"Report {one}", from_on=day, to_on=day
        )
    client = as_("bilal")
    with django_assert_num_queries(6):
        client.get(f"{page(cast)}reports/")


def test_a_session_that_runs_is_the_first_thing_and_offers_to_check_in(cast: Cast, as_: Callable):
    session = ahead(cast)
    Session.objects.update(
        starts_at=clock.now() - dt.timedelta(minutes=5), held_on=clock.today("Europe/London")
    )
    client = as_("rosa")
    content = client.get(page(cast)).content.decode()
    assert "Happening now" in content
    assert "I am coming" not in content
    client.post(f"{page(cast)}sessions/{session.pk}/check-in/")
    content = client.get(page(cast)).content.decode()
    assert "You are checked in" in content


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("ines", "never members’ names"),
        ("okafor", "You see totals"),
        ("amara", "publish the annual report"),
        ("grace", "You are a guest"),
    ],
)
def test_everybody_reads_what_their_part_is(cast: Cast, as_: Callable, name: str, part: str):
    assert part in as_(name).get(page(cast)).content.decode()
    assert part not in as_("rosa").get(page(cast)).content.decode()


@pytest.mark.parametrize("in_person", [True, False])
def test_in_a_room_the_code_is_typed_on_the_sessions_page(cast: Cast, as_: Callable, in_person):
    session = ahead(cast)
    Session.objects.update(
        is_in_person=in_person, starts_at=clock.now(), held_on=clock.today("UTC")
    )
    content = as_("rosa").get(page(cast)).content.decode()
    assert ("Check in with the code" in content) is in_person
    assert (f"sessions/{session.pk}/check-in/" in content) is not in_person
