"""Everybody's page of a session that runs: who sees what, when, and what it asks the database."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from cop.core.padding import PADDED_TO
from cop.members.enums import Role
from cop.members.models import Appointment, Community, Member
from sessions_app.models import Guest, Run, Session
from sessions_app.policies import is_on
from sessions_app.selectors import next_session_for, sessions_today
from sessions_app.services import end_session
from tests.documents.world import adopt_all
from tests.live import pulse
from tests.sessions_app.plans import DOORS, END, START, came, scheduled

LINK = "https://meet.example/plenary"
MINUTE = dt.timedelta(minutes=1)
IN_CAUCUSES = START + 20 * MINUTE  # 10 minutes of welcome, 35 of caucuses, 30 of dialogue
IN_DIALOGUE = START + 50 * MINUTE


def url(name: str, session: Session) -> str:
    return reverse(f"sessions_app:{name}", args=["northern", session.pk])


@pytest.fixture
def session(cast):
    adopt_all(cast.actor("amara"))
    planned = scheduled(cast, link=LINK, joining="")
    Guest.objects.create(session=planned, person=cast.grace)
    return planned


def seen(as_, name, session, at) -> str:
    """The words of the page, without what waits in templates for its time."""
    with time_machine.travel(at, tick=False):
        answer = as_(name).get(url("session_live", session))
    assert answer.status_code == 200
    page = re.sub(r"<template.*?</template>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(page.split())


class TestWhatIsSeen:
    def test_before_the_start(self, cast, as_, session):
        page = seen(as_, "rosa", session, DOORS)
        assert "We begin at 1pm (GMT)" in page
        assert "Are you here?" in page
        assert LINK in page

    def test_a_day_before_nothing_is_counted_and_no_door_is_open(self, cast, as_, session):
        page = seen(as_, "rosa", session, START - dt.timedelta(days=1))
        assert "We begin at 1pm (GMT)" in page
        assert "data-live-until" not in page
        assert LINK not in page

    def test_together(self, cast, as_, session):
        came(session, cast.members["rosa"])
        page = seen(as_, "rosa", session, START)
        assert "until 1:10pm (GMT)" in page
        assert "Next, at 1:10pm: <strong>Caucuses</strong>" in page
        assert LINK in page
        assert "You are checked in. Welcome." in page
        assert "Facilitators’ debrief" not in page
        assert "/support/northern/" in page
        assert "data-circle-exit" in page
        assert "Read them whole" in page

    def test_in_caucuses_the_meeting_of_all_is_not_offered(self, cast, as_, session):
        came(session, cast.members["rosa"])
        page = seen(as_, "rosa", session, IN_CAUCUSES)
        assert "until 1:45pm (GMT)" in page
        assert "What does the topic bring up for us?" in page
        assert LINK not in page

    def test_a_guest_rests_while_the_caucuses_meet(self, cast, as_, session):
        page = seen(as_, "grace", session, IN_CAUCUSES)
        assert "We see you again at 1:45pm (GMT)." in page
        for unseen in ("What does the topic", "caucuses", "Caucuses", LINK, "Check in"):
            assert unseen not in page.split("circle-live__rules")[0].split("<main")[1]
        assert LINK in seen(as_, "grace", session, IN_DIALOGUE)

    def test_who_comes_late_sees_three_rules_and_no_more_than_the_way_in(self, cast, as_, session):
        page = seen(as_, "rosa", session, IN_CAUCUSES)
        late = page[page.index("Welcome. Three things hold here") : page.index("</form>")]
        assert late.count("<li>") == 3
        assert "Only you say where you belong." in late
        assert "What does the topic bring up for us?" not in page

    def test_after_the_end(self, cast, as_, session):
        with time_machine.travel(END, tick=False):
            end_session(actor=cast.actor("tom"), session=session)
        page = seen(as_, "rosa", session, END + MINUTE)
        assert "Thank you for being here" in page
        assert LINK not in page
        assert "Check in" not in page

    def test_over_by_the_clock_while_nobody_has_ended_it(self, as_, session):
        page = seen(as_, "rosa", session, END + MINUTE)
        assert "Thank you for being here" in page
        assert "We are meeting" not in page

    def test_without_parts_and_without_a_time(self, cast, as_, session):
        session.segments.all().delete()
        assert "We begin at 1pm" in seen(as_, "rosa", session, DOORS)
        Session.objects.update(starts_at=None)
        assert "is not known here" in seen(as_, "rosa", session, DOORS)

    def test_cancelled(self, cast, as_, session):
        Session.objects.update(state="cancelled", cancel_reason="The heating is broken.")
        page = seen(as_, "rosa", session, DOORS)
        assert "The heating is broken." in page
        assert LINK not in page


class TestPulse:
    def pulse(self, as_, name, session, at=IN_CAUCUSES):
        with time_machine.travel(at, tick=False):
            return as_(name).get(url("session_live_pulse", session))

    def test_a_press_changes_the_piece_and_nothing_else_does(self, cast, as_, session):
        first = self.pulse(as_, "rosa", session).json()
        later = self.pulse(as_, "rosa", session, IN_CAUCUSES + MINUTE).json()
        assert later["pieces"] == first["pieces"]
        assert later["now"] - first["now"] == 60_000
        Run.objects.create(
            session=session, position=2, began_at=IN_CAUCUSES + MINUTE, minutes=20, revision=1
        )
        pressed = self.pulse(as_, "rosa", session, IN_CAUCUSES + 2 * MINUTE).json()
        assert pressed["pieces"]["now"] != first["pieces"]["now"]

    def test_the_clock_alone_changes_it_too(self, as_, session):
        before = self.pulse(as_, "rosa", session, IN_DIALOGUE - 6 * MINUTE).json()
        after = self.pulse(as_, "rosa", session, IN_DIALOGUE).json()
        assert before["pieces"]["now"] != after["pieces"]["now"]

    def test_several_pieces_come_in_one_answer(self, as_, session):
        with time_machine.travel(IN_CAUCUSES, tick=False):
            both = pulse(as_("rosa"), session, "check_in", "now", "nothing")
            none = pulse(as_("rosa"), session, "nothing")
        assert re.findall(r'data-live-piece="(\w+)"', both["drawn"]) == ["now", "check_in"]
        assert "<html" not in both["drawn"]
        assert "drawn" not in none

    def test_an_answer_with_pieces_has_one_of_a_few_lengths(self, as_, session):
        address = url("session_live_pulse", session)
        with time_machine.travel(IN_CAUCUSES, tick=False):
            for shown in ("now=0", "now=0 space=0", "to_come=0 check_in=0 now=0"):
                answer = as_("rosa").get(address, headers={"X-Shown": shown})
                assert len(answer.content) % PADDED_TO == 0

    @pytest.mark.parametrize("shown", ["", "=", "now", "now==", "=now=", "a=b " * 900, "\x00=\xff"])
    def test_what_no_page_sends_does_no_harm(self, as_, session, shown):
        address = url("session_live_pulse", session)
        with time_machine.travel(IN_CAUCUSES, tick=False):
            answer = as_("rosa").get(address, headers={"X-Shown": shown})
        assert answer.status_code == 200
        assert "space" in answer.json()["pieces"]

    def test_signed_out_and_removed(self, cast, as_, client, session):
        sent = self.pulse(lambda _name: client, "", session)
        assert sent.status_code == 302
        assert "/account/" in sent["Location"]
        assert self.pulse(as_, "rosa", session).status_code == 200
        Member.objects.filter(pk=cast.members["rosa"].pk).update(left_on=dt.date(2027, 1, 13))
        assert self.pulse(as_, "rosa", session).status_code == 404

    @pytest.mark.parametrize(
        ("at", "seconds"),
        [
            (START - dt.timedelta(days=2), 0),
            (START - dt.timedelta(hours=5), 60),
            (START - 59 * MINUTE, 20),
            (START - 9 * MINUTE, 2),
            (START, 2),
            (END - MINUTE, 2),
            (END + 10 * MINUTE, 2),  # the facilitators’ debrief
            (END + 20 * MINUTE, 10),
            (END + 61 * MINUTE, 0),
        ],
    )
    def test_how_often_a_page_asks(self, as_, session, at, seconds):
        assert self.pulse(as_, "rosa", session, at).json()["again"] == seconds

    def test_once_it_was_ended_a_page_asks_an_hour_more(self, cast, as_, session):
        with time_machine.travel(END, tick=False):
            end_session(actor=cast.actor("tom"), session=session)
        assert self.pulse(as_, "rosa", session, END + MINUTE).json()["again"] == 10
        assert self.pulse(as_, "rosa", session, END + 61 * MINUTE).json()["again"] == 0


@pytest.mark.parametrize("number", [1, 60])
@pytest.mark.parametrize(
    ("grouping", "name", "asks", "asks_again"),
    [
        ("together", "rosa", 10, 10),
        ("together", "grace", 10, 10),
        ("caucuses", "rosa", 24, 16),
        ("caucuses", "grace", 10, 10),
    ],
)
def test_queries(
    cast, as_, session, django_assert_num_queries, number, grouping, name, asks, asks_again
):
    """A pulse: cookie, person, whether anything changed, and where it did: community, member,
    roles, session, parts, survey; a guest is one, a member who is late has the ground rules. In
    caucuses a member has spaces besides.
    """
    rows = [Member(community=cast.community, reference=f"X{n}", name="X") for n in range(number)]
    came(session, *Member.objects.bulk_create(rows))
    Session.objects.update(grouping=grouping)
    with time_machine.travel(IN_CAUCUSES, tick=False):
        browser = as_(name)
        with django_assert_num_queries(asks):
            browser.get(url("session_live", session))
        with django_assert_num_queries(asks_again):
            told = browser.get(url("session_live_pulse", session)).json()["told"]
        with django_assert_num_queries(3):
            browser.get(url("session_live_pulse", session), headers={"X-Told": told})


LATE = dt.datetime(2027, 1, 14, 23, tzinfo=dt.UTC)
# In London the clocks go forward at 1am on 28 March 2027 and back at 2am on 31 October 2027.
FORWARD = dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC)
BACK = dt.datetime(2027, 10, 31, 0, 0, tzinfo=dt.UTC)


def moved_to(session, start: dt.datetime, day: dt.date) -> Session:
    Session.objects.filter(pk=session.pk).update(starts_at=start, held_on=day)
    session.refresh_from_db()
    return session


class TestOverMidnight:
    @pytest.fixture
    def night(self, session):
        return moved_to(session, LATE, LATE.date())

    def test_it_is_found_and_can_be_joined_after_midnight(self, cast, as_, night):
        with time_machine.travel(LATE + 70 * MINUTE, tick=False):
            rosa = cast.actor("rosa")
            assert next_session_for(rosa) == night
            assert sessions_today(rosa) == [night]
            assert "Go to the session" in as_("rosa").get("/in/c/northern/").content.decode()
            joined = as_("rosa").post(url("session_check_in", night), follow=True)
        assert joined.redirect_chain[0][0] == url("session_live", night)
        assert "until 12:15am (GMT)" in joined.content.decode()
        assert "You are checked in. Welcome." in joined.content.decode()

    def test_once_it_is_over_it_is_no_longer_found(self, cast, night):
        with time_machine.travel(LATE + 121 * MINUTE, tick=False):
            assert next_session_for(cast.actor("rosa")) is None
            assert is_on(night)  # it may run over
        with time_machine.travel(LATE + 181 * MINUTE, tick=False):
            assert not is_on(night)
            assert sessions_today(cast.actor("rosa")) == []

    def test_what_begins_after_midnight_opens_before_it(self, cast, session):
        soon = moved_to(session, LATE + 70 * MINUTE, LATE.date() + dt.timedelta(days=1))
        with time_machine.travel(LATE + 45 * MINUTE, tick=False):
            assert sessions_today(cast.actor("rosa")) == [soon]
        with time_machine.travel(LATE, tick=False):
            assert sessions_today(cast.actor("rosa")) == []


class TestClockChanges:
    def test_forward(self, cast, as_, session):
        """1:00am is 2:00am: ten minutes of welcome, then caucuses until 2:15am."""
        night = moved_to(session, FORWARD, FORWARD.date())
        page = seen(as_, "rosa", night, FORWARD + 15 * MINUTE)
        assert "until 2:15am (BST)" in page
        assert "12:40am" not in page.split("circle-live__rest")[0]

    def test_back(self, cast, as_, session):
        """It is 1:45am twice: in summer time by the caucuses’ end, in winter time an hour on."""
        night = moved_to(session, BACK, BACK.date())
        assert "until 1:45am (BST)" in seen(as_, "rosa", night, BACK + 15 * MINUTE)
        assert "until 1:15am (GMT)" in seen(as_, "rosa", night, BACK + 50 * MINUTE)
        with time_machine.travel(BACK + 110 * MINUTE, tick=False):
            assert next_session_for(cast.actor("rosa")) == night
            assert sessions_today(cast.actor("rosa")) == [night]


def test_a_page_follows_what_its_community_and_its_reader_may_do(cast, as_, session):
    """Settings and roles stand beside the rows of the session: half a minute is enough."""
    with time_machine.travel(IN_CAUCUSES, tick=False):
        rosa = as_("rosa")
        before = pulse(rosa, session)["pieces"]
        assert pulse(rosa, session)["pieces"] == before
        Community.objects.update(time_zone="Europe/Paris")
        moved = pulse(rosa, session)["pieces"]
        Appointment.objects.create(
            community=cast.community, person=cast.rosa, role=Role.SECRETARY, from_on=START.date()
        )
        appointed = pulse(rosa, session)["pieces"]
    for key in before:
        assert len({before[key], moved[key], appointed[key]}) == 3, key
