"""Every page of the URL table in a real browser: axe, reflow, title, no word of the CSP broken."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults

from tests.access.matrix import Page
from tests.access.test_url_matrix import address, all_pages

# Rules of WCAG 2.2 AA and best practice alike; nothing is switched off.
# Handed over are the violations alone: with all that passed, it takes half as long again.
AXE = "options => axe.run(options).then(({violations}) => ({violations}))"
AXE_OPTIONS = {"resultTypes": ["violations"]}
SEEN = [page for page in all_pages() if page.looks and page.method == "get" and page.allowed]
LOOKS = [page for page in SEEN if not page.not_ours]
FORMS = [page for page in SEEN if page.invalid is not None]
ASKS = "input:not([type=hidden]), textarea, select"
SUMMARY = ".govuk-error-summary, .errornote"  # the second is Django's admin's


def somebody(page: Page) -> str | None:
    """The first person, in the cast's order, who is allowed to see the page itself."""
    if page.public:
        return None
    seeing = page.allowed - page.redirects
    return min(name for name in seeing if name is not None)


@pytest.fixture
def open_page(cast: Any, visitor: Any, request: pytest.FixtureRequest) -> Any:
    """``open_page(page, 390)`` is a tab that shows the page, and what the browser complained of."""
    world: dict[str, str] = {}

    def opened(page: Page, width: int) -> tuple[Any, list[str]]:
        if page.demo:
            request.getfixturevalue("demo_doors")
        url = world.setdefault("url", "") or address(page, cast)
        world["url"] = url
        name = somebody(page)
        tab = visitor(cast.people[name] if name else None, width=width, before=page.before)
        complaints: list[str] = []
        listen(tab, complaints)
        answer = tab.goto(url)
        assert answer.status == 200
        assert tab.url.endswith(url), "sent on"
        return tab, complaints

    return opened


def listen(tab: Any, complaints: list[str]) -> None:
    """Note what the browser complains about from now on."""
    tab.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))


def assert_accessible(tab: Any) -> None:
    tab.evaluate(AXE_SCRIPT)
    results = AxeResults(tab.evaluate(AXE, AXE_OPTIONS))
    width = tab.viewport_size["width"]
    assert results.violations_count == 0, f"{width} px: {results.generate_report()}"


def assert_fits(tab: Any) -> None:
    """At the width of a phone held by somebody who needs everything twice as large."""
    tab.set_viewport_size({"width": 320, "height": 640})
    overflow = tab.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, "the page scrolls sideways at 320 px"


def assert_in_order(tab: Any, complaints: list[str]) -> None:
    assert complaints == []
    assert_accessible(tab)
    assert tab.locator("h1").count() == 1
    assert tab.title().endswith("– Practice Circle")


@pytest.mark.parametrize("page", LOOKS, ids=lambda page: page.name)
def test_page_is_accessible_at_both_widths(page: Page, open_page: Any):
    tab, complaints = open_page(page, 390)
    assert_in_order(tab, complaints)
    tab.set_viewport_size({"width": 1280, "height": 900})
    complaints.clear()  # of looking at it, not of the page
    tab.reload()
    assert_in_order(tab, complaints)
    assert_fits(tab)
    asks = tab.locator("main form[method=post]").locator(ASKS).count()
    decided = page.invalid is not None or page.never_refused
    assert decided or not asks, "say in the table what makes this page's form refuse"


@pytest.mark.parametrize("page", FORMS, ids=lambda page: page.name)
def test_refused_form_says_so_and_takes_the_focus(page: Page, open_page: Any):
    tab, complaints = open_page(page, 390)
    for fold in tab.locator("main details > summary").all():
        fold.click()
    form = tab.locator("main form[method=post]").filter(has=tab.locator(ASKS)).first
    for name, value in (page.invalid or {}).items():
        form.locator(f"[name^={name}]").first.fill(value)
    form.locator("[type=submit], button:not([type])").first.click()
    summary = tab.locator(SUMMARY)
    summary.wait_for()
    assert tab.title().startswith("Error: ")
    assert tab.evaluate(f"document.activeElement.matches('{SUMMARY}')")
    for link in summary.locator("a").all():
        target = link.get_attribute("href")
        assert target, "a problem that leads nowhere"
        assert tab.locator(f'[id="{target[1:]}"]').count() == 1
    assert complaints == []
    assert_accessible(tab)
    assert_fits(tab)
