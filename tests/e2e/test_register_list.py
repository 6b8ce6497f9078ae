"""The secretary's list by keyboard alone: search, walk, mark; marks outlive the search."""

from typing import Any

import pytest
from django.urls import reverse

from sessions_app.models import Attendance, Session
from tests.access.urls_sessions_app import behind


@pytest.mark.parametrize("width", [390, 1280])
def test_search_walk_mark_and_save(cast: Any, visitor: Any, width: int) -> None:
    session = Session.objects.get(pk=behind(cast)["session_id"])
    tab = visitor(cast.bilal, width=width)
    tab.goto(reverse("sessions_app:session_register", args=["northern", session.pk]))
    count = tab.locator("[data-register-count]")
    tab.fill("#id_q", "DELG")
    assert count.inner_text() == "0 of 5 members are marked; the search finds 1."
    tab.press("#id_q", "ArrowDown")
    tab.keyboard.press("Space")
    tab.keyboard.press("ArrowUp")
    tab.fill("#id_q", "will")
    tab.keyboard.press("Enter")  # leads into the list and sends nothing
    tab.keyboard.press("Space")
    tab.fill("#id_q", "")
    assert count.inner_text() == "2 of 5 members are marked; the search finds 5."
    tab.get_by_role("button", name="Save the register").click()
    tab.get_by_text("Saved: 2 members are marked as having come.").wait_for()
    came = {row.member for row in Attendance.objects.filter(session=session)}
    assert came == {cast.members["rosa"], cast.members["will"]}
