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
from tests.feedback import ballots

PATIENCE = 60_000


@pytest.fixture
def others(cast: Any) -> list[Member]:
    """Nine more members, so that small numbers do not hide everything."""
    Community.objects.filter(pk=cast.community.pk).update(figures_rhythm="session")
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


def test_from_a_planned_session_to_the_report(
    cast: Any, others: list[Member], visitor: Any, worker: subprocess.Popen[bytes]
):
    white = name_facilitator_of_white(cast)
    amara, tom, bilal = visitor(cast.amara, width=1280), visitor(cast.tom), visitor(cast.bilal)
    rosa = visitor(cast.rosa)

    session = schedule(amara)
    here = f"/in/c/{cast.community.slug}/sessions/{session.pk}/"

    # A member answers on the first page.
    rosa.goto("/in/")
    rosa.get_by_role("button", name="I am coming", exact=True).click()
    rosa.goto("/in/")
    expect(rosa.get_by_text("You are coming", exact=True)).to_be_visible()

    # On the day people check in and choose a space; nothing is chosen for them.
    the_day_comes(session)
    rosa.goto(here)
    rosa.get_by_role("button", name="Check in").click()
    expect(rosa.get_by_role("heading", name="You are checked in")).to_be_visible()
    rosa.goto(f"{here}space/")
    assert rosa.locator("input[type=radio]:checked").count() == 0
    rosa.get_by_label("Racially Minoritised Caucus").check()
    rosa.get_by_role("button", name="Go there").click()
    expect(rosa).to_have_url(f"{rosa.url.split('/in/')[0]}{here}space/")
    tom.goto(here)
    tom.get_by_role("button", name="Check in").click()
    tom.goto(f"{here}space/")
    tom.get_by_label("White Caucus").check()
    tom.get_by_role("button", name="Go there").click()
    session.refresh_from_db()
    for member in others:
        actor = ballots.actor_of(member)
        choose_space(actor=actor, session=session, space_id=white.spaces.get().pk)

    # The white caucus shares back.
    tom.goto(f"{here}share-back/")
    tom.get_by_label("First theme: a short heading").fill("Intentions")
    tom.get_by_label("What we take responsibility for").fill("We read ten of our own letters.")
    tom.locator("main button[type=submit], main input[type=submit]").first.click()
    tom.get_by_role("button", name="Yes, the caucus agrees: release it").click()
    rosa.goto(f"{here}shared/")
    expect(rosa.get_by_text("We read ten of our own letters.")).to_be_visible()

    # The secretary marks who came, the co-chair opens feedback; one mail leaves.
    bilal.goto(f"{here}register/")
    for member in others:
        bilal.get_by_label(member.name, exact=False).first.check()
    bilal.get_by_role("button", name="Save").first.click()
    amara.goto(here)
    amara.get_by_role("button", name="Open feedback").click()
    amara.get_by_role("button", name="Open feedback").click()
    survey = Survey.objects.get(session=session)
    mails = Message.objects.filter(kind__contains="feedback")
    wait_for(lambda: mails.filter(state=State.SENT).count() == 11, "the feedback mail")

    # Feedback on a phone.
    rosa.goto("/in/")
    rosa.get_by_role("button", name="Give feedback").click()
    rosa.get_by_role("button", name="Start").click()
    rosa.wait_for_url("**/box/**")
    rosa.locator("input[name=a][value='5']").check()
    rosa.get_by_label("White Caucus").check()
    rosa.get_by_role("button", name="Send feedback").click()
    expect(rosa.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
    for member in others[:7]:
        ballots.send(survey, ballots.collect(member, survey), ballots.answers("white", 4))
    assert Envelope.objects.count() == 8

    # The session ends, the register is closed, the days pass, the count runs.
    amara.goto(here)
    amara.get_by_role("link", name="End the session").or_(
        amara.get_by_role("button", name="End the session")
    ).first.click()
    amara.get_by_role("button", name="End the session").click()
    assert Choice.objects.count() == 0
    bilal.goto(f"{here}register/close/")
    bilal.get_by_role("button", name="Close the register for good").click()
    ballots.close(survey)
    current_app.send_task("feedback.count_due")
    wait_for(lambda: Survey.objects.get().state == "counted", "the count")
    assert Envelope.objects.count() == 0

    # Results: eight answers in one group for all, with the sentence that goes with it.
    rosa.goto(f"/in/c/{cast.community.slug}/results/{survey.pk}/")
    expect(rosa.get_by_text("8 of 11").first).to_be_visible()
    expect(rosa.get_by_text("hide everyone in a smaller caucus").first).to_be_visible()

    # The annual report, with progress.
    bilal.goto(f"/in/c/{cast.community.slug}/reports/")
    bilal.get_by_role("button", name="Begin a report").click()
    bilal.get_by_label("Title").fill("Our first year")
    year = str(timezone.localdate().year)
    for group, day, month in (("First day", "1", "1"), ("Last day", "31", "12")):
        dates = bilal.get_by_role("group", name=group)
        dates.get_by_label("Day").fill(day)
        dates.get_by_label("Month").fill(month)
        dates.get_by_label("Year").fill(year)
    bilal.get_by_role("button", name="Begin the report").click()
    bilal.get_by_role("button", name="Make the PDF").click()
    seen = set()
    while not bilal.get_by_role("button", name="Download the PDF").is_visible():
        seen.add(Rendering.objects.get().done)
        assert Rendering.objects.get().state != "failed"
        time.sleep(0.02)
    assert len(seen) >= 3
    with bilal.expect_download() as download:
        bilal.get_by_role("button", name="Download the PDF").click()
    assert download.value.suggested_filename == "our-first-year.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")
