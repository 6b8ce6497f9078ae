"""A real browser against a real server, and a real worker where a job is part of the story."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, expect

from deploy.set_up import find_browser
from tests.people import Cast, build_cast, sign_in

PATIENCE = 30_000  # what fails waits as long; what passes does not
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's own browser: none is downloaded."""
    path = find_browser()
    if path is None:
        pytest.fail("No browser. Run: make setup")
    quiet = ["--disable-quic", "--disable-background-networking", "--disable-component-update"]
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": path, "args": [*quiet, "--disable-sync", *root]}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, committed, so that the server's threads see it."""
    return build_cast()


@pytest.fixture
def served_at(live_server: Any) -> str:
    """Where the server answers; a module with a server of its own says its own address."""
    return str(live_server.url)


@pytest.fixture
def visitor(browser: Browser, served_at: str) -> Iterator[Any]:
    """``visitor(person, width=390)`` is a browser of that person's; None is signed out.

    ``before(client)`` is what the browser did just before, pages not looked at.
    """
    contexts: list[BrowserContext] = []

    def visit(
        person: Any = None, *, width: int = 390, javascript: bool = True, before: Any = None
    ) -> Any:
        context = browser.new_context(
            base_url=served_at,
            viewport={"width": width, "height": 844 if width < 700 else 900},
            java_script_enabled=javascript,
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE)
        client = Client()
        if person is not None:
            sign_in(client, person)
        if before is not None:
            before(client)
        if settings.SESSION_COOKIE_NAME in client.cookies:
            context.add_cookies(
                [
                    {
                        "name": settings.SESSION_COOKIE_NAME,
                        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                        "domain": "localhost" if "localhost" in served_at else "127.0.0.1",
                        "path": settings.SESSION_COOKIE_PATH,
                    }
                ]
            )
        contexts.append(context)
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()
