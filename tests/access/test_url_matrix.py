"""Every named URL × every person. A URL nobody decided on fails."""

import importlib
import pkgutil

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.access
from tests.access.matrix import NAMES, Page
from tests.people import Cast

DEMO_URLS = "tests.demo.urls"
SIGN_IN = ("/in/account/login/code/?next=", "/in/account/login/?next=")


def all_pages() -> list[Page]:
    """The table of every room."""
    rooms = [m.name for m in pkgutil.iter_modules(tests.access.__path__) if m.name[:5] == "urls_"]
    return [
        page
        for room in sorted(rooms)
        for page in importlib.import_module(f"tests.access.{room}").MATRIX
    ]


def named_urls(patterns=None, namespace: str = "") -> set[str]:
    """Every named URL of the project."""
    names = set()
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            names |= named_urls(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            names.add(f"{namespace}{pattern.name}")
    return names


def address(page: Page, cast: Cast) -> str:
    kwargs = page.world(cast) if page.world else {}
    if not page.outside:
        kwargs = {"slug": cast.community.slug, **kwargs}
    return reverse(page.name, kwargs=kwargs)


def test_every_named_url_is_decided():
    listed = {page.name for page in all_pages()}
    named = named_urls() | named_urls(get_resolver(DEMO_URLS).url_patterns)
    assert named - listed == set(), "add these to tests/access/urls_<room>.py"
    assert listed - named == set(), "these are in the table but do not exist"


def ask(client: Client, page: Page, url: str):
    if page.method == "json":
        return client.post(url, page.data, content_type="application/json")
    return client.post(url, page.data) if page.method == "post" else client.get(url)


def answer_of(page: Page, client: Client, url: str) -> str:
    """What the person got, in the words of the table; anything odd as it came."""
    response = ask(client, page, url)
    status, location = response.status_code, response.headers.get("Location", "")
    if status == 302 and location.startswith(SIGN_IN):
        return "sign in"
    if status == 302 and location.startswith("/in/admin/login/?next="):
        # Django's admin sends whoever may not enter to its own door, and the door refuses.
        status = client.get(location).status_code
    return {200: "page", 302: "sent on", 403: "forbidden", 404: "not found"}.get(
        status, str(status)
    )


def decided(page: Page, name: str | None) -> str:
    """What the table says the person gets."""
    if name in page.redirects:
        return "sent on"
    if name in page.allowed:
        return "page"
    if name in page.strangers:
        return "not found"
    return "sign in" if name is None else "forbidden"


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: f"{page.method} {page.name}")
def test_url_answers_each_person(page: Page, cast: Cast, as_, request: pytest.FixtureRequest):
    """Everybody asks for the same page of the same world; what they change is rolled back."""
    if page.demo:
        request.getfixturevalue("demo_doors")
    url = address(page, cast)
    got = {}
    for name in [None, *NAMES]:
        client = as_(name)
        with transaction.atomic():
            if page.before:
                page.before(client)
            got[name] = answer_of(page, client, url)
            transaction.set_rollback(True)
    assert got == {name: decided(page, name) for name in [None, *NAMES]}
