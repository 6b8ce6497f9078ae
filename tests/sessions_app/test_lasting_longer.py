"""A session that was given more time on the day is over when that time is, everywhere."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from caucus.day import kept_until
from caucus.models import Choice, Space
from caucus.services import close_overdue_spaces
from sessions_app.enums import Act
from sessions_app.models import Session
from sessions_app.policies import (
    why_check_in_is_shut,
    why_close_later,
    why_debrief_waits,
    why_needs_are_shut,
    why_no_headcount,
)
from sessions_app.selectors import moment_of, next_session_for
from sessions_app.services import end_session, press
from tests.sessions_app.plans import END, START, scheduled

MINUTE = dt.timedelta(minutes=1)
IN_CAUCUSES = START + 20 * MINUTE


@pytest.fixture
def session(cast) -> Session:
    return scheduled(cast, facilitators=(cast.amara, cast.tom))


def pressed(cast, session, act: Act, at: dt.datetime) -> Session:
    with time_machine.travel(at, tick=False):
        there = moment_of(session)
        seen = {"revision": there.revision, "position": there.position}
        press(actor=cast.actor("tom"), session=session, act=act, **seen)
        return Session.objects.select_related("community").get(pk=session.pk)


def is_over(session, at: dt.datetime) -> bool:
    with time_machine.travel(at, tick=False):
        return session.is_over


@pytest.fixture
def longer(cast, session) -> Session:
    """Ten minutes more: until ten past three."""
    return pressed(cast, session, Act.EXTEND_10, IN_CAUCUSES)


def test_it_is_over_when_no_part_is_left(longer):
    assert longer.ends_at == END
    assert longer.over_at == END + 10 * MINUTE
    assert not is_over(longer, END + 9 * MINUTE)
    assert is_over(longer, END + 10 * MINUTE)


def test_every_rule_goes_by_it(cast, longer):
    with time_machine.travel(END + 5 * MINUTE, tick=False):
        assert why_check_in_is_shut(longer) == ""
        assert why_needs_are_shut(longer) == ""
        assert "once the session is over" in why_no_headcount(longer)
        assert "until 3:10pm" in why_close_later(longer)
        assert why_debrief_waits(longer, moment_of(longer))
        assert next_session_for(cast.actor("rosa")) == longer
    with time_machine.travel(END + 10 * MINUTE, tick=False):
        assert "is over" in why_check_in_is_shut(longer)
        assert why_needs_are_shut(longer)
        assert why_no_headcount(longer) == ""
        assert why_debrief_waits(longer, moment_of(longer)) == ""
        assert next_session_for(cast.actor("rosa")) is None


def test_every_page_goes_by_it(as_, longer):
    pages = {
        "agenda": reverse("sessions_app:session_list", args=["northern"]),
        "session": reverse("sessions_app:session_detail", args=["northern", longer.pk]),
        "first page": reverse("home:community", args=["northern"]),
        "live": reverse("sessions_app:session_live", args=["northern", longer.pk]),
    }

    def said(at: dt.datetime) -> dict[str, str]:
        with time_machine.travel(at, tick=False):
            return {name: as_("rosa").get(url).content.decode() for name, url in pages.items()}

    running = said(END + 5 * MINUTE)
    assert "Happening now" in running["first page"]
    assert "circle-agenda__item--past" not in running["agenda"]
    assert "This session has ended" not in running["session"]
    assert "We are meeting" in running["session"]
    assert all("Check in" in running[name] for name in ("first page", "session", "live"))
    over = said(END + 10 * MINUTE)
    assert "Happening now" not in over["first page"]
    assert "circle-agenda__item--past" in over["agenda"]
    assert "This session has ended" in over["session"]
    assert "We are meeting" not in over["session"]
    assert "Thank you for being here" in over["live"]
    assert not any(f'action="{pages["session"]}check-in' in page for page in over.values())


def test_presses_that_were_faster_than_the_plan_end_nothing_early(cast, session):
    quick = session
    for minute in range(1, 7):  # through all parts, into the debrief
        quick = pressed(cast, session, Act.NEXT, START + minute * MINUTE)
    assert moment_of(quick, START + 7 * MINUTE).is_over  # no part is left to show
    assert not is_over(quick, END - MINUTE)
    assert is_over(quick, END)


def test_taken_back_or_ended_by_hand_it_is_as_it_would_have_been(cast, session):
    early = pressed(cast, session, Act.BEGIN, START - 5 * MINUTE)
    assert early.lasts_until == END - 5 * MINUTE
    undone = pressed(cast, session, Act.BACK, START - 4 * MINUTE)
    assert undone.lasts_until is None
    longer = pressed(cast, session, Act.EXTEND_10, IN_CAUCUSES)
    with time_machine.travel(START + 90 * MINUTE, tick=False):
        end_session(actor=cast.actor("tom"), session=longer)
        assert Session.objects.get(pk=longer.pk).is_over


def test_a_session_of_unknown_time_is_over_when_its_pressed_parts_are(cast, session):
    Session.objects.update(starts_at=None)
    session.refresh_from_db()
    assert not is_over(session, END)
    begun = pressed(cast, session, Act.BEGIN, START)
    assert not is_over(begun, END - MINUTE)
    assert is_over(begun, END)


def test_the_clock_of_deletion_stays_with_the_plan_and_outlives_the_session(cast, session):
    """The notice promises 24 hours from the planned end; no press may make them more."""
    promised = kept_until(session)
    latest = session
    for _ in range(6):
        latest = pressed(cast, session, Act.EXTEND_10, IN_CAUCUSES)
    assert latest.over_at == END + 60 * MINUTE
    assert kept_until(latest) == promised == END + dt.timedelta(hours=24)
    space = Space.objects.filter(session=session).first()
    Choice.objects.create(session=session, member=cast.members["rosa"], space=space)
    close_overdue_spaces(now=latest.over_at)
    assert Choice.objects.count() == 1
    close_overdue_spaces(now=promised + MINUTE)
    assert not Choice.objects.exists()


class TestWithoutParts:
    """It has a time and no plan: neither begun nor over is said before it is so."""

    @pytest.fixture
    def free(self, session) -> Session:
        session.segments.all().delete()
        return session

    @pytest.mark.parametrize(
        ("minutes", "is_free", "over"),
        [(-1, False, False), (0, True, False), (119, True, False), (120, False, True)],
    )
    def test_what_is_the_case(self, free, minutes, is_free, over):
        with time_machine.travel(START + minutes * MINUTE, tick=False):
            there = moment_of(free)
            assert (there.is_free, there.is_over) == (is_free, over)
            assert bool(why_debrief_waits(free, there)) is not over

    @pytest.mark.parametrize(
        ("minutes", "on_desk", "on_page"),
        [
            (-5, "Not begun yet", "We begin at 1pm"),
            (20, "The session has begun. Go by a plan of your own", "We began at 1pm"),
            (121, "All parts are over", "Thank you for being here"),
        ],
    )
    def test_what_its_pages_say(self, as_, free, minutes, on_desk, on_page):
        with time_machine.travel(START + minutes * MINUTE, tick=False):
            desk = (
                as_("tom")
                .get(reverse("sessions_app:session_desk", args=["northern", free.pk]))
                .content.decode()
            )
            page = (
                as_("rosa")
                .get(reverse("sessions_app:session_live", args=["northern", free.pk]))
                .content.decode()
            )
        assert on_desk in desk
        assert on_page in page
        assert ("All parts are over" in desk) is (minutes > 120)
