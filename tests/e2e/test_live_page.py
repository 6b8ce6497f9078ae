"""Everybody's page of a session, followed in real browsers."""

import datetime as dt
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cop.core import clock
from cop.members.models import Member
from sessions_app.enums import Act
from sessions_app.models import Attendance, Session
from sessions_app.selectors import moment_of
from sessions_app.services import press
from tests.people import Cast
from tests.sessions_app.plans import came, on_since

MINUTE = 60_000
# The clock of the device, to be set wrong; and whether the page is looked at.
DEVICE = """
    window.wrong = 0;
    const right = Date.now.bind(Date);
    Date.now = () => right() + window.wrong;
    window.away = false;
    Object.defineProperty(document, "hidden", { get: () => window.away });
"""
LISTEN = """
    window.heard = [];
    const said = document.querySelector("[data-live-said]");
    new MutationObserver(() => said.textContent && window.heard.push(said.textContent))
        .observe(said, { childList: true, characterData: true, subtree: true });
"""


@pytest.fixture
def session(cast: Cast) -> Session:
    """Four minutes of ten are gone of the welcome; caucuses follow."""
    return on_since(cast, 4)


def path(session: Session) -> str:
    return f"/in/c/northern/sessions/{session.pk}/live/"


def begin_caucuses(cast: Cast, session: Session) -> None:
    """A facilitator presses."""
    moment = moment_of(session)
    press(
        actor=cast.actor("tom"),
        session=session,
        act=Act.NEXT,
        revision=moment.revision,
        position=moment.position,
    )


class Follower:
    """A page that follows, and what it asked the server."""

    def __init__(self, page: Page, session: Session) -> None:
        self.page, self.pulses = page, 0
        page.add_init_script(DEVICE)
        page.on("request", self._count)
        page.goto(path(session))
        page.evaluate(LISTEN)

    def _count(self, request: Any) -> None:
        self.pulses += request.url.endswith("/live/pulse/")

    def is_in(self, part: str) -> None:
        expect(self.page.locator("#part")).to_have_text(part)

    def passes(self, minutes: int) -> None:
        self.page.evaluate(f"window.wrong += {minutes * MINUTE}")

    def looked_at(self, *, is_looked_at: bool) -> None:
        away = str(not is_looked_at).lower()
        self.page.evaluate(
            f"window.away = {away}; document.dispatchEvent(new Event('visibilitychange'))"
        )

    def asked_twice_more(self) -> None:
        for _once in range(2):
            with self.page.expect_response(re.compile("/live/pulse/$")):
                pass

    @property
    def heard(self) -> list[str]:
        return self.page.evaluate("window.heard")


@pytest.fixture
def rosa(cast: Cast, session: Session, visitor: Any) -> Follower:
    came(session, cast.members["rosa"])
    return Follower(visitor(cast.rosa), session)


class TestFollowing:
    def test_a_press_is_seen_by_the_second_question_and_said_once(self, cast, session, rosa):
        rosa.is_in("Welcome, purpose and ground rules")
        begin_caucuses(cast, session)
        asked = rosa.pulses
        rosa.is_in("Caucuses")
        assert rosa.pulses - asked <= 2
        rosa.asked_twice_more()
        assert len(rosa.heard) == 1
        assert rosa.heard[0].startswith("Now: Caucuses, until ")
        rosa.page.reload()
        rosa.is_in("Caucuses")

    def test_focus_open_parts_and_scroll_stay_while_a_piece_is_exchanged(self, cast, session, rosa):
        more = rosa.page.locator("#piece-to_come summary")
        more.focus()
        rosa.page.keyboard.press("Enter")
        old = rosa.page.locator("#piece-to_come").element_handle()
        top = more.bounding_box()["y"]
        begin_caucuses(cast, session)
        rosa.is_in("Caucuses")
        rosa.page.wait_for_function("old => !old.isConnected", arg=old)
        expect(more).to_be_focused()
        expect(rosa.page.locator("#piece-to_come details")).to_have_attribute("open", "")
        scrolled = rosa.page.evaluate("window.scrollY")
        if scrolled:
            assert abs(more.bounding_box()["y"] - top) < 2

    def test_what_somebody_types_is_not_taken_away(self, cast, session, visitor):
        Session.objects.filter(pk=session.pk).update(is_in_person=True)
        will = Follower(visitor(cast.will), session)
        field = will.page.get_by_label("Code shown in the room")
        field.fill("BCD")
        Attendance.objects.create(session=session, member=cast.members["will"])
        expect(will.page.get_by_text("Something changed here.")).to_be_visible()
        expect(field).to_have_value("BCD")
        expect(field).to_be_focused()
        will.page.get_by_role("button", name="Show it").click()
        expect(will.page.get_by_text("You are checked in. Welcome.", exact=True)).to_be_visible()

    def test_without_javascript_it_is_looked_at_again(self, cast, session, visitor):
        came(session, cast.members["rosa"])
        page = visitor(cast.rosa, javascript=False)
        page.goto(path(session))
        begin_caucuses(cast, session)
        page.get_by_role("link", name="Look again").click()
        expect(page.locator("#part")).to_have_text("Caucuses")
        assert page.locator("meta[http-equiv=refresh]").count() == 0


class TestTime:
    def test_the_servers_clock_counts_on_a_device_two_hours_wrong(self, cast, session, visitor):
        page = visitor(cast.rosa)
        page.add_init_script(DEVICE + f"window.wrong = {120 * MINUTE};")
        page.goto(path(session))
        expect(page.locator("[data-live-until]")).to_have_text(re.compile(r"^[56] minutes left$"))
        page.evaluate(f"window.wrong = {-120 * MINUTE}")
        expect(page.locator("[data-live-until]")).to_have_text(re.compile(r"^[56] minutes left$"))

    def test_two_minutes_before_the_end_are_said(self, session, rosa):
        start = clock.now() - dt.timedelta(minutes=8, seconds=10)
        Session.objects.filter(pk=session.pk).update(starts_at=start)
        rosa.page.wait_for_function("() => window.heard.join().includes('Two minutes left.')")
        rosa.asked_twice_more()
        assert str(rosa.heard).count("Two minutes left.") == 1


class TestConnection:
    def test_lost_and_back(self, cast, session, rosa):
        rosa.asked_twice_more()
        rosa.page.context.set_offline(True)
        line = rosa.page.locator("[data-live-line]")
        expect(line).to_contain_text(re.compile(r"What you see is from \d+:?\d*[ap]m"))
        rosa.passes(7)
        rosa.is_in("Caucuses")  # by the clock
        begin_caucuses(cast, session)
        rosa.page.context.set_offline(False)
        expect(line).to_be_hidden()
        rosa.page.wait_for_function("() => window.heard.join().includes('The connection is back.')")

    def test_asleep_it_asks_nothing_and_awake_it_catches_up(self, cast, session, rosa):
        rosa.asked_twice_more()
        rosa.looked_at(is_looked_at=False)
        rosa.page.wait_for_timeout(1000)  # what was on its way
        asked = rosa.pulses
        begin_caucuses(cast, session)
        rosa.page.wait_for_timeout(5000)
        assert rosa.pulses == asked
        rosa.looked_at(is_looked_at=True)
        rosa.is_in("Caucuses")
        assert rosa.pulses - asked <= 2

    def test_signed_out_elsewhere(self, rosa):
        rosa.asked_twice_more()
        rosa.page.context.clear_cookies()
        expect(rosa.page.get_by_role("link", name="Sign in again")).to_be_visible()
        assert rosa.page.locator("[data-live-piece]").count() == 0
        self.asks_no_more(rosa)

    def test_no_longer_a_member(self, cast, rosa):
        yesterday = clock.today("Europe/London") - dt.timedelta(days=1)
        Member.objects.filter(pk=cast.members["rosa"].pk).update(left_on=yesterday)
        expect(rosa.page.get_by_role("link", name="Go to your first page")).to_be_visible()
        assert rosa.page.locator("[data-live-piece]").count() == 0
        self.asks_no_more(rosa)

    @staticmethod
    def asks_no_more(follower: Follower) -> None:
        asked = follower.pulses
        follower.page.wait_for_timeout(5000)
        follower.looked_at(is_looked_at=True)
        follower.page.wait_for_timeout(1000)
        assert follower.pulses == asked


def test_late_with_the_keyboard_on_a_narrow_phone(cast, session, visitor):
    begin_caucuses(cast, session)
    page = visitor(cast.rosa, width=320)
    page.goto(path(session))
    button = page.get_by_role("button", name="Check in")
    for _stop in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are checked in. Welcome.", exact=True)).to_be_visible()
    assert page.url.endswith(path(session))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
