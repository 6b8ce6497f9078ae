"""Planning next year's sessions in a browser; members' calendars come out of the mails."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from cop.members.models import Community
from cop.post.services import send_waiting
from sessions_app.models import Session
from tests.calendars import MemberCalendar

NEXT_YEAR = dt.date.today().year + 1  # noqa: DTZ011 - the browser is told a year, no instant


def press(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name, exact=True).click()


def type_date(tab: Page, group: str, day: dt.date) -> None:
    fields = tab.get_by_role("group", name=group, exact=True)
    for name, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        fields.get_by_label(name).fill(str(value))


@pytest.mark.parametrize("width", [1280, 390])
def test_six_sessions_planned_two_invited_one_moved(cast: Any, visitor: Any, width: int) -> None:
    Community.objects.update(nation="ENG")
    tab = visitor(cast.tom, width=width)
    pages: list[str] = []
    tab.on("load", lambda page: pages.append(page.url))
    tab.goto(f"/in/c/{cast.community.slug}/sessions/")
    tab.get_by_role("link", name="Plan a whole year").click()

    tab.get_by_label("Name of the programme").fill("Our second year")
    type_date(tab, "Plan from", dt.date(NEXT_YEAR, 1, 14))
    tab.get_by_label("Start time").fill("1pm")
    tab.get_by_label("Place", exact=False).first.fill("Online")
    tab.get_by_label("Link for everybody together").fill("https://meet.example/all")
    press(tab, "Show the dates")

    expect(tab.get_by_role("group", name="Date", exact=True)).to_have_count(6)
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    tab.get_by_label("Title").nth(5).fill("The last of the year")
    press(tab, "Check the dates")
    expect(tab.get_by_text("The last of the year")).to_be_visible()
    press(tab, "Plan 6 sessions")

    expect(tab.get_by_text("6 sessions are planned.")).to_be_visible()
    assert not mail.outbox
    tab.get_by_label("Session 1:").check()
    tab.get_by_label("Session 2:").check()
    press(tab, "Send these invitations")
    expect(tab.get_by_text("10 invitations are on their way.")).to_be_visible()

    first, second, *_others = Session.objects.all()
    moved_to = first.held_on + dt.timedelta(days=7)
    tab.get_by_role("link", name="Session 1").click()
    tab.get_by_role("link", name="Move it to another date or time").click()
    type_date(tab, "New date", moved_to)
    tab.get_by_label("Why is it moved?").fill("The hall is closed that day.")
    press(tab, "Continue")
    press(tab, "Move the session")
    expect(tab.get_by_text("Moved to:")).to_be_visible()

    send_waiting()
    first.refresh_from_db()
    assert first.held_on == moved_to
    wanted = sorted((one.starts_at, one.ends_at, one.place) for one in (first, second))
    for name in ("amara", "tom", "bilal", "rosa", "will"):
        calendar = MemberCalendar(f"{name}@example.org").take(*mail.outbox)
        assert [(one.starts, one.ends, one.place) for one in calendar.entries()] == wanted
    # From the sessions page to six sessions, two invitations and one moved.
    assert len(pages) <= 11, pages
