"""What the script of every page adds, in a real browser; and that pages do without it."""

import pytest

SIGN_IN = "/in/account/login/code/"
PUBLIC = ["/support/", "/accessibility/", SIGN_IN, "/no-such-page/"]


@pytest.fixture
def near_exit(settings, live_server):
    """A neutral page of our own, so that no test leaves the machine."""
    settings.QUICK_EXIT_URL = f"{live_server.url}/accessibility/"
    return settings.QUICK_EXIT_URL


def test_quick_exit_leaves_no_way_back_to_the_page(visitor, near_exit):
    page = visitor()
    page.goto(SIGN_IN)
    page.goto("/support/")

    page.get_by_role("link", name="Quick exit").click()
    page.wait_for_url(near_exit)

    page.go_back()
    assert page.url.endswith(SIGN_IN)  # the page left is no longer in the history


def test_three_presses_of_shift_leave_and_two_do_not(visitor, near_exit):
    page = visitor()
    page.goto("/support/")

    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    assert page.url.endswith("/support/")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")

    page.wait_for_url(near_exit)


def test_quick_exit_is_in_sight_after_scrolling_and_works_without_a_script(visitor, near_exit):
    page = visitor(javascript=False)
    page.goto("/support/")
    page.mouse.wheel(0, 2000)

    exit_link = page.get_by_role("link", name="Quick exit")
    page.wait_for_function("scrollY > 0")
    box = exit_link.bounding_box()
    assert 0 <= box["y"] < 60
    exit_link.click()

    page.wait_for_url(near_exit)


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(visitor):
    page = visitor()
    page.goto(SIGN_IN)
    page.get_by_role("button", name="Send me a code").click()

    page.wait_for_selector(".govuk-error-summary")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "email"


def test_a_second_press_sends_nothing_twice(visitor):
    page = visitor()
    page.goto(SIGN_IN)
    page.get_by_label("Email").fill("somebody@practice-circle.example")
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)

    page.evaluate(
        "const button = document.querySelector('main button'); button.click(); button.click();"
    )
    page.wait_for_load_state("networkidle")

    assert len(sent) == 1


def test_the_whole_way_in_by_code(visitor, cast, mailoutbox):
    page = visitor()
    page.goto("/in/")
    page.get_by_label("Email").fill(cast.people["rosa"].email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").wait_for()
    code = next(line.strip() for line in mailoutbox[0].body.splitlines() if line.startswith("    "))

    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("link", name="Sign out").wait_for()
    assert page.locator(".govuk-notification-banner").count() == 0


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_fit_320_pixels_and_break_no_policy(visitor, address):
    page = visitor(width=320)
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(address)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert complaints == []


def test_the_focus_is_never_under_the_bar(visitor):
    page = visitor()
    page.goto("/support/")
    page.mouse.wheel(0, 4000)
    page.wait_for_function("scrollY > 0")
    bar = page.locator(".circle-bar").bounding_box()
    page.locator("footer a").last.focus()

    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        box = page.locator(":focus").bounding_box()
        if page.evaluate("document.activeElement.closest('main') !== null"):
            assert box["y"] >= bar["height"] - 1
