"""One evening: from a community the administrator has just created to an invitation sent."""

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone
from playwright.sync_api import expect

from cop.members.models import User
from cop.members.services import create_community
from cop.post.models import Message
from sessions_app.models import Session
from tests.access.urls_account import SECRET

PATIENCE = 60_000
VOLUNTEERS = 20
# Pages that are opened or sent, as a co-chair counts them; the hour allows three minutes for each.
MOST_PAGES = 30


@pytest.fixture
def amara(transactional_db: None) -> User:
    create_community(slug="new", name="New CoP", co_chair_email="amara@example.org")
    amara = User.objects.get(email="amara@example.org")
    TOTP.activate(amara, SECRET)
    return amara


def appoint(tab: Any, role: str, email: str, name: str) -> None:
    """The form that the list leads to."""
    tab.get_by_label("E-mail address").fill(email)
    tab.get_by_label("Name", exact=False).first.fill(name)
    expect(tab.get_by_label(role, exact=True)).to_be_checked()
    tab.get_by_role("button", name="Appoint").click()
    expect(tab.get_by_text("is appointed")).to_be_visible()


def go_on(tab: Any, done: int) -> None:
    """The first page says how far they are, and leads to what is next."""
    if not tab.url.endswith("/in/c/new/"):  # most steps come back there
        tab.goto("/in/c/new/")
    expect(tab.get_by_role("heading", name="Set up your community")).to_be_visible()
    expect(tab.get_by_text(f"{done} of 12 steps of setting up")).to_be_visible()
    tab.locator("#panel-set_up").get_by_role("button").click()


def test_a_community_of_volunteers_sets_itself_up_in_an_evening(amara, visitor, worker, tmp_path):
    tab = visitor(amara, width=1280)
    pages = []
    tab.on("framenavigated", lambda frame: pages.append(frame.url))

    go_on(tab, 1)
    tab.get_by_label("How I want to be named").fill("Amara Osei")
    tab.get_by_role("button", name="Save my name").click()
    expect(tab.get_by_role("heading", name="Set up your community")).to_be_visible()
    go_on(tab, 2)
    appoint(tab, "Co-chair", "tom@example.org", "Tom Hartley")
    go_on(tab, 3)
    appoint(tab, "Data protection contact", "dana@example.org", "Dana Whitfield")
    go_on(tab, 4)
    tab.get_by_label("Which organisation answers for the data?").fill("Northern Care Trust")
    tab.get_by_label("How can people reach it?").fill("governance@example.org")
    tab.get_by_label("Public task").check()
    tab.get_by_label("Who is the independent person?").fill("Marian Bell")
    tab.get_by_label("How can members reach them?").fill("marian.bell@example.org")
    expect(tab.get_by_label("Day and night")).to_have_value(
        "Samaritans, free, day and night: 116 123"
    )
    tab.get_by_role("button", name="Save").click()
    go_on(tab, 7)
    expect(tab.get_by_text("Northern Care Trust answers for the data")).to_be_visible()
    tab.get_by_role("button", name="Confirm the notice").click()
    expect(tab.get_by_text("Everything is in place.")).to_be_visible()
    go_on(tab, 8)
    appoint(tab, "Secretary", "amara@example.org", "Amara Osei")
    go_on(tab, 9)
    bring_members_in(tab, tmp_path)
    go_on(tab, 10)
    plan(tab)
    go_on(tab, 11)
    tab.get_by_role("button", name=f"Send it to {VOLUNTEERS} members").click()
    expect(tab.get_by_text(f"{VOLUNTEERS} invitations are on their way.")).to_be_visible()
    assert Message.objects.filter(kind="session_invitation").count() == VOLUNTEERS
    tab.goto("/in/c/new/")
    expect(tab.locator("#panel-set_up")).to_have_count(0)
    assert len(pages) <= MOST_PAGES, f"{len(pages)} pages: {pages}"


def bring_members_in(tab: Any, folder: Any) -> None:
    """A spreadsheet of twenty, imported by the secretary."""
    file = folder / "members.csv"
    rows = [f"Person {number},p{number}@example.org" for number in range(VOLUNTEERS)]
    file.write_text("\n".join(["Name,Email", *rows]))
    tab.get_by_role("button", name="Import").click()
    tab.get_by_label("Members", exact=True).check()
    tab.get_by_label("Spreadsheet").set_input_files(str(file))
    tab.get_by_role("button", name="Upload and match columns").click()
    tab.get_by_role("button", name="See what would happen").click()
    tab.get_by_role("button", name="Import", exact=True).click()
    done = tab.get_by_role("heading", name="Imported", exact=True)
    expect(done).to_be_visible(timeout=PATIENCE)


def plan(tab: Any) -> None:
    """A session in four weeks, read back in words."""
    day = timezone.localdate() + dt.timedelta(days=28)
    tab.get_by_label("Title").fill("Beginning")
    tab.get_by_label("Day", exact=True).fill(str(day.day))
    tab.get_by_label("Month", exact=True).fill(str(day.month))
    tab.get_by_label("Year", exact=True).fill(str(day.year))
    tab.get_by_label("Start time").fill("1pm")
    tab.get_by_label("Topic (optional)", exact=True).fill("Who we are")
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("button", name="Schedule the session").click()
    expect(tab.get_by_role("heading", name="Beginning", level=1)).to_be_visible()
    assert Session.objects.count() == 1
