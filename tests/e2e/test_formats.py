"""A format is made a community's own in a browser without scripts."""

from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from sessions_app.models import OwnFormat


def of_format(tab: Any, name: str) -> Any:
    heading = tab.get_by_role("heading", name=name, exact=True)
    return tab.locator(".circle-agenda__item").filter(has=heading)


def test_a_format_is_made_our_own_without_script(cast: Any, visitor: Any):
    tab = visitor(cast.tom, width=390, javascript=False)
    tab.goto(reverse("sessions_app:session_list", args=[cast.community.slug]))
    tab.get_by_role("link", name="Formats", exact=True).click()
    of_format(tab, "Working group").get_by_role("link", name="Make it ours").click()
    tab.get_by_label("Name", exact=True).fill("Steering group")
    tab.locator("#part-0").get_by_role("button", name="Move down").click()
    tab.locator("#part-0").get_by_role("button", name="Add a part below").click()
    expect(tab.get_by_label("Name", exact=True)).to_have_value("Steering group")
    added = tab.locator("#part-1")
    added.get_by_label("Title").fill("Tea")
    added.get_by_label("Minutes").fill("5")
    tab.get_by_role("button", name="Work out the times again").click()
    expect(tab.locator("#part-2 legend")).to_contain_text("1:20pm – 1:25pm")
    tab.get_by_role("button", name="Save our format").last.click()
    expect(tab.get_by_text("Saved: Steering group.")).to_be_visible()
    titles = [part["title"] for part in OwnFormat.objects.get().parts]
    assert titles[:3] == ["What we said we would do", "Tea", "Welcome, purpose and ground rules"]
    of_format(tab, "Steering group").get_by_role("link", name="Delete").click()
    tab.get_by_role("button", name="Delete the format").click()
    expect(tab.get_by_text("The format is deleted.")).to_be_visible()
    assert not OwnFormat.objects.exists()
