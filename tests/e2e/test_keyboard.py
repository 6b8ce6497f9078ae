"""Keys alone, and at every stop one sees where one is."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from sessions_app.models import Attendance, Session
from tests.access.urls_caucus import running
from tests.access.urls_sessions_app import behind

MOST_STOPS = 80
# A radio or checkbox shows its focus on the drawing that stands for it.
SHOWS_FOCUS = """() => {
  const shows = (style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== "none";
  const on = document.activeElement;
  const drawing = on.matches("[type=radio], [type=checkbox]") ? on.nextElementSibling : null;
  return shows(getComputedStyle(on))
    || (drawing !== null && shows(getComputedStyle(drawing, "::before")));
}"""


def go_to(tab: Any, target: Any) -> None:
    """Press Tab until the target has the focus; every stop on the way shows it."""
    wanted = target.element_handle()
    for _stop in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        here = tab.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if tab.evaluate("document.activeElement === document.body"):
            continue  # round the browser's own frame
        assert tab.evaluate(SHOWS_FOCUS), f"no sign of the focus on {here}"
        if wanted.evaluate("target => target === document.activeElement"):
            return
    raise AssertionError(f"out of reach; the last stop was {here}")


def write(tab: Any, label: str, text: str) -> None:
    go_to(tab, tab.get_by_label(label, exact=True))
    tab.keyboard.type(text)


def press(tab: Any, name: str) -> None:
    go_to(tab, tab.get_by_role("button", name=name))
    tab.keyboard.press("Enter")


def test_a_session_is_planned_confirmed_and_saved(cast: Any, visitor: Any):
    tab = visitor(cast.amara, width=1280)
    tab.goto(reverse("sessions_app:session_schedule", args=[cast.community.slug]))
    day = timezone.localdate() + dt.timedelta(days=30)
    write(tab, "Title", "Who gets referred")
    write(tab, "Day", str(day.day))
    write(tab, "Month", str(day.month))
    write(tab, "Year", str(day.year))
    write(tab, "Start time", "1pm")
    go_to(tab, tab.locator("[name=format]:checked"))
    tab.keyboard.press("ArrowDown")
    tom = tab.get_by_label("Tom Hartley")
    go_to(tab, tom)
    tab.keyboard.press("Space")
    expect(tom).to_be_checked()
    press(tab, "Continue")
    expect(tab.get_by_role("heading", name="Is this right?")).to_be_visible()
    press(tab, "Schedule the session")
    expect(tab.get_by_role("heading", name="Who gets referred", level=1)).to_be_visible()
    session = Session.objects.get()
    assert session.format == "two_topics"
    assert session.facilitators.filter(person=cast.tom).exists()


def test_a_space_is_chosen(cast: Any, visitor: Any):
    session = running(cast)
    tab = visitor(cast.rosa, width=1280)
    tab.goto(reverse("caucus:space_choose", args=[cast.community.slug, session.pk]))
    go_to(tab, tab.locator("[name=space]").first)
    assert tab.locator("[name=space]:checked").count() == 0
    tab.keyboard.press("ArrowDown")
    chosen = tab.locator("[name=space]:checked")
    label = tab.locator(f"label[for={chosen.get_attribute('id')}]").inner_text()
    press(tab, "Go there")
    expect(tab.get_by_role("heading", name=label, level=2)).to_be_visible()


def test_the_register_is_kept(cast: Any, visitor: Any):
    world = behind(cast)
    tab = visitor(cast.bilal, width=1280)
    tab.goto(
        reverse("sessions_app:session_register", args=[cast.community.slug, world["session_id"]])
    )
    for name in ("Rosa Delgado", "Will Turner"):
        go_to(tab, tab.get_by_label(name))
        tab.keyboard.press("Space")
    press(tab, "Save the register")
    expect(tab.locator(".circle-figures dd")).to_have_text("2")
    came = Attendance.objects.values_list("member__name", flat=True)
    assert sorted(came) == ["Rosa Delgado", "Will Turner"]
