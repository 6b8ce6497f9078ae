"""Every page of the URL table in a real browser: axe, reflow, title, no word of the CSP broken."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.access.matrix import Page
from tests.access.test_url_matrix import address, all_pages

# Rules of WCAG 2.2 AA and best practice alike; nothing is switched off.
AXE_OPTIONS = {"resultTypes": ["violations"]}
LOOKS = [page for page in all_pages() if page.looks and page.method == "get"]


def somebody(page: Page) -> str | None:
    """The first person, in the cast's order, who is allowed to see the page itself."""
    if page.public:
        return None
    seeing = page.allowed - page.redirects
    return min(name for name in seeing if name is not None)


def listen(tab: Any) -> list[str]:
    """What the browser complains about from now on."""
    complaints: list[str] = []
    tab.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.mark.parametrize("page", LOOKS, ids=lambda page: page.name)
def test_page_is_accessible_at_both_widths(page: Page, cast: Any, visitor: Any):
    url = address(page, cast)
    name = somebody(page)
    person = cast.people[name] if name else None
    for width in (390, 1280):
        tab = visitor(person, width=width)
        complaints = listen(tab)
        answer = tab.goto(url)
        assert answer.status == 200
        assert complaints == []
        results = Axe().run(tab, options=AXE_OPTIONS)
        assert results.violations_count == 0, f"{width} px: {results.generate_report()}"
        assert tab.locator("h1").count() == 1
        assert tab.title().endswith("– Practice Circle")
    tab.set_viewport_size({"width": 320, "height": 640})
    overflow = tab.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, "the page scrolls sideways at 320 px"
