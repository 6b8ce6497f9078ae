"""The main line where the browser runs no scripts: all of it but the ballot."""

import subprocess
import time
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e import test_main_line as line
from tests.e2e.test_main_line import others
from tests.feedback import ballots

__all__ = ["others"]
PATIENCE = 60  # seconds for a PDF


@pytest.fixture
def plain(visitor: Any) -> Any:
    """``plain(person)`` is a browser of theirs that runs no scripts."""
    return lambda person: visitor(person, javascript=False)


def test_from_a_planned_session_to_the_share_back(cast: Any, others: Any, plain: Any):
    white = line.name_facilitator_of_white(cast)
    amara, tom, bilal, rosa = (plain(cast.people[n]) for n in ("amara", "tom", "bilal", "rosa"))
    session = line.schedule(amara)
    here = f"/in/c/{cast.community.slug}/sessions/{session.pk}/"
    line.say_coming(rosa)
    line.the_day_comes(session)
    line.check_in_and_choose(rosa, here, "Racially Minoritised Caucus")
    line.check_in_and_choose(tom, here, "White Caucus")
    session.refresh_from_db()
    for member in others:
        line.choose_space(
            actor=ballots.actor_of(member), session=session, space_id=white.spaces.get().pk
        )
    line.share_back(tom, here)
    rosa.goto(f"{here}shared/")
    expect(rosa.get_by_text("We read ten of our own letters.")).to_be_visible()
    line.mark_present(bilal, here, others)
    expect(bilal.locator(".circle-figures dd")).to_have_text("11")
    line.end_session(amara, here)
    bilal.goto(f"{here}register/close/")
    bilal.get_by_role("button", name="Close the register for good").click()
    expect(bilal.get_by_text("This number is final")).to_be_visible()


def test_a_choice_is_changed_and_forgotten(cast: Any, plain: Any):
    session = line.schedule(plain(cast.amara))
    line.the_day_comes(session)
    here = f"/in/c/{cast.community.slug}/sessions/{session.pk}/"
    rosa = plain(cast.rosa)
    line.check_in_and_choose(rosa, here, "White Caucus")
    elsewhere = rosa.get_by_text("Would you rather be somewhere else?")
    elsewhere.click()
    rosa.get_by_role("button", name="Go to Racially Minoritised Caucus").click()
    expect(rosa.get_by_role("heading", name="Racially Minoritised Caucus")).to_be_visible()
    elsewhere.click()
    rosa.get_by_role("button", name="Step out, and forget my choice").click()
    expect(rosa.get_by_role("button", name="Go there")).to_be_visible()
    assert rosa.locator("input[type=radio]:checked").count() == 0


def test_the_report_is_begun_made_and_downloaded(
    cast: Any, plain: Any, worker: subprocess.Popen[bytes]
):
    bilal = plain(cast.bilal)
    line.begin_report(bilal, cast.community.slug)
    bilal.get_by_role("button", name="Make PDF, Word and data").click()
    ready = bilal.get_by_role("link", name="Download PDF")
    ends = time.monotonic() + PATIENCE
    progress = 0
    while not ready.is_visible() and time.monotonic() < ends:
        progress += bilal.locator("progress").count()
        bilal.reload()
    assert progress, "the page never said how far it is"
    with bilal.expect_download() as download:
        ready.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
