"""R12, D10: the facilitators' debrief, and reflections that are their author's until released."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.core.errors import Refused
from cop.core.registry import Subject
from sessions_app import holdings_live, services
from sessions_app.models import Debrief, Reflection, Session
from sessions_app.services.debrief import BETWEEN, LONGEST
from tests.live import piece
from tests.pages import parse, select, texts
from tests.sessions_app.plans import END, START, scheduled

pytestmark = pytest.mark.django_db
MINE = "I hurried the quiet ones."
OURS = "We began late, and nobody minded."


@pytest.fixture(autouse=True)
def clock():
    """The last part is over; nobody has ended the session yet."""
    with time_machine.travel(END + dt.timedelta(seconds=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(cast) -> Session:
    return scheduled(cast, facilitators=(cast.tom, cast.amara))


def page(session: Session) -> str:
    return reverse("sessions_app:session_debrief", args=[session.community.slug, session.pk])


def words(browser, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return " ".join(texts(select(parse(answer.content), "main")))


def shared(browser, session: Session, said: str):
    """Save over what the page showed when it was opened."""
    form = select(parse(browser.get(page(session)).content), "form")[0]
    revision = select(form, "input[name=revision]")[0].get("value")
    typed = {"act": "shared", "revision": revision, "words": said}
    return lambda: browser.post(page(session), typed, follow=True)


def reflect(cast, session, who="tom", *, words=MINE, for_pair=False, for_evaluator=False) -> None:
    services.write_reflection(
        actor=cast.actor(who),
        session=session,
        words=words,
        for_pair=for_pair,
        for_evaluator=for_evaluator,
    )


def test_it_opens_when_the_last_part_is_over(cast, as_, session, clock):
    tom = as_("tom")
    clock.move_to(START + dt.timedelta(minutes=60))
    assert "opens when the last part" in words(tom, page(session))
    assert "Go to the debrief" not in piece(tom, session, "debrief", page="session_desk")
    with pytest.raises(Refused):
        reflect(cast, session)
    clock.move_to(END + dt.timedelta(seconds=1))
    assert "Go to the debrief" in piece(tom, session, "debrief", page="session_desk")
    assert "Between us" in words(tom, page(session))


def test_two_who_type_at_once_lose_nothing(cast, as_, session):
    tom, amara = as_("tom"), as_("amara")
    toms, amaras = shared(tom, session, OURS), shared(amara, session, "We listened well.")
    toms()
    said = amaras().content.decode()
    assert "Both texts are kept" in said
    assert Debrief.objects.get().words == f"{OURS}{BETWEEN}We listened well."
    shared(tom, session, "One text of both.")()
    assert Debrief.objects.get().words == "One text of both.", "and put together by whoever likes"


def test_what_would_be_too_long_together_stays_in_the_form(cast, as_, session):
    amaras = shared(as_("amara"), session, "y" * (LONGEST - 10))
    shared(as_("tom"), session, "x" * 100)()
    answer = amaras()
    assert "Shorten yours" in answer.content.decode()
    assert "y" * (LONGEST - 10) in answer.content.decode()
    assert Debrief.objects.get().words == "x" * 100


def test_nobody_else_comes_near_it(cast, as_, session):
    services.write_debrief(actor=cast.actor("tom"), session=session, words=OURS, revision=0)
    other = scheduled(cast, facilitators=(cast.tom,))
    for name in ("rosa", "bilal", "ines"):
        assert as_(name).get(page(session)).status_code == 403
    assert as_("amara").get(page(other)).status_code == 403, "a co-chair who did not facilitate"
    with pytest.raises(PermissionDenied):
        services.write_debrief(actor=cast.actor("amara"), session=other, words="?", revision=0)


def test_a_reflection_is_its_authors_until_they_release_it(cast, as_, session):
    released = reverse("sessions_app:reflection_list", args=[session.community.slug])
    reflect(cast, session)
    assert MINE in words(as_("tom"), page(session))
    assert MINE not in words(as_("amara"), page(session))
    assert MINE not in words(as_("ines"), released)
    reflect(cast, session, for_pair=True)
    assert f"Tom Hartley lets you read {MINE}" in words(as_("amara"), page(session))
    assert MINE not in words(as_("ines"), released)
    reflect(cast, session, for_evaluator=True)
    assert MINE not in words(as_("amara"), page(session)), "taken back"
    seen = words(as_("ines"), released)
    assert MINE in seen
    assert "Tom Hartley" in seen
    assert as_("amara").get(released).status_code == 403
    reflect(cast, session)
    assert MINE not in words(as_("ines"), released)
    reflect(cast, session, words="")
    assert not Reflection.objects.exists()


def test_a_page_of_released_reflections_asks_as_often_for_ten(
    cast, as_, session, django_assert_num_queries
):
    url = reverse("sessions_app:reflection_list", args=[session.community.slug])
    browser = as_("ines")
    browser.get(url)
    for number in (1, 10):
        for _more in range(number - Reflection.objects.count()):
            one = scheduled(cast, facilitators=(cast.tom,))
            Reflection.objects.create(session=one, person=cast.tom, words=MINE, for_evaluator=True)
        with django_assert_num_queries(7):
            browser.get(url)


def test_it_is_exported_erased_and_forgotten(cast, session):
    reflect(cast, session)
    services.write_debrief(actor=cast.actor("tom"), session=session, words=OURS, revision=0)
    tom = Subject(cast.community, person=cast.tom, member=cast.members["tom"])
    rosa = Subject(cast.community, person=cast.rosa, member=cast.members["rosa"])
    for holding, text in ((holdings_live.REFLECTIONS, MINE), (holdings_live.DEBRIEF, OURS)):
        assert [one["words"] for one in holding.export(tom)] == [text]
        assert holding.export(rosa) == []
        assert holding.expire is not None
        for day, number in ((dt.date(2029, 1, 13), 0), (dt.date(2029, 1, 14), 1)):
            assert holding.expire(cast.community, day, True) == number
    assert holdings_live.REFLECTIONS.erase(tom) == 1
    assert holdings_live.DEBRIEF.expire(cast.community, dt.date(2029, 1, 14), False) == 1
    assert not Debrief.objects.exists()
