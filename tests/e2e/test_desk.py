"""The facilitators' screen in two browsers at once, and without a script."""

from typing import Any

import pytest
from playwright.sync_api import expect

from sessions_app.models import Run, Session
from tests.sessions_app.plans import came, on_since


@pytest.fixture
def session(cast: Any) -> Session:
    """On since twelve minutes, in the caucuses; Rosa has checked in."""
    session = on_since(cast, 12, facilitators=(cast.amara, cast.tom))
    came(session, cast.members["rosa"])
    return session


def page_of(session: Session) -> str:
    return f"/in/c/{session.community.slug}/sessions/{session.pk}/"


def test_two_run_it_together(cast: Any, visitor: Any, session: Session):
    tom, amara = visitor(cast.tom, width=390), visitor(cast.amara, width=1280)
    tom.goto(page_of(session))
    tom.get_by_role("button", name="Open the facilitators’ screen").click()
    expect(tom.get_by_role("heading", name="Caucuses", exact=True)).to_be_visible()
    expect(tom.get_by_text("You can go on alone")).to_be_visible()

    amara.goto(f"{page_of(session)}live/desk/")
    expect(amara.get_by_text("All of you see the same and can press.")).to_be_visible()
    expect(tom.get_by_text("All of you see the same and can press.")).to_be_visible()

    # Amara gives more time, and Tom sees it without a press of his own.
    amara.get_by_role("button", name="5 minutes more").click()
    expect(amara.get_by_text("38 minutes left")).to_be_visible()
    expect(tom.get_by_text("38 minutes left")).to_be_visible()
    assert not amara.url.endswith("press/")

    # A tick of one is the other's too.
    tick = "Purpose and ground rules are read aloud"
    tom.get_by_role("button", name=tick).click()
    expect(amara.get_by_role("button", name=tick, pressed=True)).to_be_visible()
    expect(tom.get_by_role("button", name=tick, pressed=True)).to_be_focused()
    amara.get_by_text("Their names").click()
    expect(amara.get_by_text("Rosa Delgado")).to_be_visible()

    # Tom's screen asks no more for a while: it shows what was, and his press is too late.
    tom.route("**/pulse/", lambda route: route.abort())
    amara.get_by_role("button", name="Go on to ‘Inter-caucus dialogue’").click()
    expect(amara.get_by_role("heading", name="Inter-caucus dialogue").first).to_be_visible()
    tom.get_by_role("button", name="Go on to ‘Inter-caucus dialogue’").click()
    told = tom.get_by_role("alert")
    expect(told).to_contain_text("Meanwhile we are in ‘Inter-caucus dialogue’, since")
    expect(told).to_be_focused()
    tom.unroute("**/pulse/")
    expect(tom.get_by_role("button", name="Back to ‘Caucuses’")).to_be_visible()
    expect(told).to_be_visible()  # and stays until the next press
    assert Run.objects.get(session=session).position == 2

    tom.get_by_role("button", name="Back to ‘Caucuses’").click()
    expect(told).to_be_hidden()
    expect(amara.get_by_role("heading", name="Caucuses", exact=True)).to_be_visible()

    amara.get_by_role("button", name="End the session").click()
    expect(amara.get_by_text("who was in which space")).to_be_visible()
    amara.get_by_role("button", name="End the session").click()
    expect(tom.get_by_role("heading", name="This session has ended")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_wide_enough(cast: Any, visitor: Any, session: Session, width: int):
    page = visitor(cast.tom, width=width)
    page.goto(f"{page_of(session)}live/desk/")
    expect(page.get_by_role("button", name="10 minutes more")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    sizes = page.locator("main button").evaluate_all(
        "all => all.filter(one => one.offsetParent).map(one => one.offsetHeight)"
    )
    assert min(sizes) >= 44


def test_without_a_script(cast: Any, visitor: Any, session: Session):
    page = visitor(cast.tom, javascript=False)
    page.goto(f"{page_of(session)}live/desk/")
    Run.objects.create(session=session, revision=4)  # somebody else pressed since
    page.get_by_role("button", name="10 minutes more").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed by your press")
    page.get_by_role("button", name="10 minutes more").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("43 minutes left")).to_be_visible()
    page.get_by_role("button", name="Said when we meet next").click()
    expect(page.get_by_role("button", name="Said when we meet next", pressed=True)).to_be_visible()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("1 of 7 done")).to_be_visible()
