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

THIRD_PARTY = ("account_", "mfa_", "admin:")


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
    pattern_takes_slug = not page.public and page.name != "home:home"
    if pattern_takes_slug:
        kwargs = {"slug": cast.community.slug, **kwargs}
    return reverse(page.name, kwargs=kwargs)


def test_every_named_url_is_decided():
    listed = {page.name for page in all_pages()}
    named = {name for name in named_urls() if not name.startswith(THIRD_PARTY)}
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
    if status == 302 and location.startswith("/in/account/login/code/?next="):
        return "sign in"
    return {200: "page", 302: "sent on", 403: "forbidden", 404: "not found"}.get(
        status, str(status)
    )


def decided(page: Page, name: str | None) -> str:
    """What the table says the person gets."""
    if name in page.allowed:
        return "sent on" if name in page.redirects else "page"
    if name is None:
        return "sign in"
    return "not found" if name in page.strangers else "forbidden"


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: f"{page.method} {page.name}")
def test_url_answers_each_person(page: Page, cast: Cast, as_):
    """Everybody asks for the same page of the same world; what they change is rolled back."""
    url = address(page, cast)
    got = {}
    for name in [None, *NAMES]:
        client = as_(name)
        with transaction.atomic():
            got[name] = answer_of(page, client, url)
            transaction.set_rollback(True)
    assert got == {name: decided(page, name) for name in [None, *NAMES]}
