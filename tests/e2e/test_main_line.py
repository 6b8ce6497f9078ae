"""The whole main job, in browsers, with a worker: from a planned session to the annual report."""

import datetime as dt
import subprocess
import time
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone
from playwright.sync_api import expect

from caucus.models import Caucus, Choice
from caucus.services import accept_publication, choose_space, offer_publication
from cop.members.models import Community, Member
from cop.post.models import Message, State
from feedback.models import Envelope, Survey
from reports.models import Rendering
from sessions_app.models import Session
from tests.factories.governance import open_all_stages
from tests.feedback import ballots

PATIENCE = 60_000


@pytest.fixture
def others(cast: Any) -> list[Member]:
    """Nine more members, so that small numbers do not hide everything."""
    Community.objects.filter(pk=cast.community.pk).update(figures_rhythm="session")
    cast.community.refresh_from_db()
    open_all_stages(cast.community)  # with the notice confirmed as it is now
    return ballots.members(cast.community, 9)


def the_day_comes(session: Session) -> None:
    """The session began an hour and a half ago. Only the clock is helped along."""
    start = timezone.now() - dt.timedelta(minutes=90)
    Session.objects.filter(pk=session.pk).update(
        starts_at=start, held_on=timezone.localtime(start).date()
    )


def schedule(tab: Any) -> Session:
    """A co-chair plans a session for tomorrow, reads it back in words, and saves."""
    tab.goto("/in/")
    tab.get_by_role("link", name="Sessions", exact=True).click()
    tab.get_by_role("button", name="Schedule the first session").click()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    tab.get_by_label("Title").fill("Who gets referred")
    tab.get_by_label("Day", exact=True).fill(str(tomorrow.day))
    tab.get_by_label("Month", exact=True).fill(str(tomorrow.month))
    tab.get_by_label("Year", exact=True).fill(str(tomorrow.year))
    tab.get_by_label("Start time").fill("1pm")
    tab.get_by_label("Topic (optional)", exact=True).fill("Referrals")
    tab.get_by_label("Amara Osei").check()
    tab.get_by_label("Tom Hartley").check()
    tab.get_by_role("button", name="Continue").click()
    expect(tab.get_by_text("1pm to 3pm")).to_be_visible()
    tab.get_by_role("button", name="Schedule the session").click()
    expect(tab.get_by_role("heading", name="Who gets referred", level=1)).to_be_visible()
    return Session.objects.get()


def name_facilitator_of_white(cast: Any) -> Caucus:
    """Tom is named as facilitator of a caucus, by his own acceptance."""
    white = Caucus.objects.get(community=cast.community, key="white")
    offer = offer_publication(actor=cast.actor("amara"), caucus=white, person=cast.tom)
    accept_publication(actor=cast.actor("tom"), publication=offer)
    return white


def wait_for(condition: Any, what: str) -> None:
    ends = time.monotonic() + PATIENCE / 1000
    while not condition():
        if time.monotonic() > ends:
            pytest.fail(f"waited in vain: {what}")
        time.sleep(0.1)


def say_coming(tab: Any) -> None:
    """A member answers on the first page."""
    tab.goto("/in/")
    tab.get_by_role("button", name="I am coming", exact=True).click()
    tab.goto("/in/")
    expect(tab.get_by_text("You are coming", exact=True)).to_be_visible()


def check_in_and_choose(tab: Any, here: str, space: str) -> None:
    """On the day people check in and choose a space; nothing is chosen for them."""
    tab.goto(here)
    tab.get_by_role("button", name="Check in").click()
    expect(tab.get_by_text("You are checked in. Welcome.", exact=True)).to_be_visible()
    tab.goto(f"{here}space/")
    assert tab.locator("input[type=radio]:checked").count() == 0
    tab.get_by_label(space).check()
    tab.get_by_role("button", name="Go there").click()
    assert tab.url.endswith(f"{here}live/")


def share_back(tab: Any, here: str) -> None:
    """The facilitator in the space writes what was agreed, reads it through and releases it."""
    tab.goto(f"{here}live/board/")
    tab.get_by_text("Write it (First theme)").click()
    tab.get_by_label("First theme: a short heading").fill("Intentions")
    tab.get_by_role("button", name="Save (First theme)").click()
    expect(tab.locator('[data-item="first"]')).to_contain_text("Intentions")
    tab.get_by_text("Write it (What we take responsibility for)").click()
    tab.get_by_label("What we take responsibility for").fill("We read ten of our own letters.")
    tab.get_by_role("button", name="Save (What we take responsibility for)").click()
    expect(tab.locator('[data-item="slot"]')).to_contain_text("We read ten of our own letters.")
    tab.get_by_role("button", name="Read it through and release it").click()
    tab.get_by_role("button", name="Yes, the caucus agrees: release it").click()
    expect(tab.get_by_text("Released", exact=True)).to_be_visible()


def mark_present(tab: Any, here: str, members: list[Member]) -> None:
    """The secretary keeps the register."""
    tab.goto(f"{here}register/")
    for member in members:
        tab.get_by_label(member.name).first.check()
    tab.get_by_role("button", name="Save").first.click()


def open_feedback(tab: Any, here: str) -> Survey:
    tab.goto(here)
    tab.get_by_role("button", name="Open feedback").click()
    tab.get_by_role("button", name="Open feedback").click()
    return Survey.objects.get()


def give_feedback(tab: Any) -> None:
    """On a phone: from the first page to the box."""
    tab.goto("/in/")
    tab.get_by_role("button", name="Give feedback").click()
    tab.get_by_role("button", name="Start").click()
    tab.wait_for_url("**/box/**")
    tab.locator("input[name=a][value='5']").check()
    tab.get_by_label("White Caucus").check()
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()


def end_session(tab: Any, here: str) -> None:
    tab.goto(here)
    ends = "End the session"
    tab.get_by_role("link", name=ends).or_(tab.get_by_role("button", name=ends)).first.click()
    tab.get_by_role("button", name=ends).click()


def begin_report(tab: Any, slug: str) -> None:
    """The secretary begins the report of the calendar year."""
    tab.goto(f"/in/c/{slug}/reports/")
    tab.get_by_role("button", name="New report").click()
    tab.get_by_label("Title").fill("Our first year")
    year = str(timezone.localdate().year)
    for group, day, month in (("First day", "1", "1"), ("Last day", "31", "12")):
        dates = tab.get_by_role("group", name=group)
        dates.get_by_label("Day").fill(day)
        dates.get_by_label("Month").fill(month)
        dates.get_by_label("Year").fill(year)
    tab.get_by_role("button", name="Begin the report").click()


def make_pdf(tab: Any) -> bytes:
    """The PDF, after its progress was seen to move in its row and on the page."""
    tab.get_by_role("button", name="Make PDF, Word and data").click()
    seen, shown = set(), set()
    ends = time.monotonic() + PATIENCE / 1000
    ready = tab.get_by_role("link", name="Download PDF")
    while not ready.is_visible():
        assert time.monotonic() < ends, seen
        rendering = Rendering.objects.get()
        assert rendering.state != "failed"
        seen.add(rendering.done)
        shown |= set(tab.locator("progress").evaluate_all("bars => bars.map(bar => bar.value)"))
        time.sleep(0.02)
    assert len(seen) >= 3
    assert len(shown) >= 2
    with tab.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename == "our-first-year.pdf"
    return download.value.path().read_bytes()


def test_from_a_planned_session_to_the_report(
    cast: Any, others: list[Member], visitor: Any, worker: subprocess.Popen[bytes]
):
    white = name_facilitator_of_white(cast)
    amara, tom, bilal = visitor(cast.amara, width=1280), visitor(cast.tom), visitor(cast.bilal)
    rosa = visitor(cast.rosa)
    session = schedule(amara)
    here = f"/in/c/{cast.community.slug}/sessions/{session.pk}/"
    say_coming(rosa)

    the_day_comes(session)
    check_in_and_choose(rosa, here, "Racially Minoritised Caucus")
    check_in_and_choose(tom, here, "White Caucus")
    session.refresh_from_db()
    for member in others:
        actor = ballots.actor_of(member)
        choose_space(actor=actor, session=session, space_id=white.spaces.get().pk)
    share_back(tom, here)
    rosa.goto(f"{here}shared/")
    expect(rosa.get_by_text("We read ten of our own letters.")).to_be_visible()

    mark_present(bilal, here, others)
    survey = open_feedback(amara, here)
    mails = Message.objects.filter(kind__contains="feedback", state=State.SENT)
    wait_for(lambda: mails.count() == 11, "one mail to each of those who came")
    give_feedback(rosa)
    for member in others[:7]:
        ballots.send(survey, ballots.collect(member, survey), ballots.answers("white", 4))
    assert Envelope.objects.count() == 8

    end_session(amara, here)
    assert Choice.objects.count() == 0
    bilal.goto(f"{here}register/close/")
    bilal.get_by_role("button", name="Close the register for good").click()
    ballots.close(survey)
    current_app.send_task("feedback.count_due")
    wait_for(lambda: Survey.objects.get().state == "counted", "the count")
    assert Envelope.objects.count() == 0
    rosa.goto(f"/in/c/{cast.community.slug}/results/{survey.pk}/")
    expect(rosa.get_by_text("8 of 11").first).to_be_visible()
    expect(rosa.get_by_text("hide everyone in a smaller caucus").first).to_be_visible()

    begin_report(bilal, cast.community.slug)
    assert make_pdf(bilal).startswith(b"%PDF")
