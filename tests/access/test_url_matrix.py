"""Every named URL × every person. A URL nobody decided on fails."""

import importlib
import pkgutil

import pytest
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
    pattern_takes_slug = not page.public and page.name not in {"home:home"}
    if pattern_takes_slug:
        kwargs = {"slug": cast.community.slug, **kwargs}
    return reverse(page.name, kwargs=kwargs)


def test_every_named_url_is_decided():
    decided = {page.name for page in all_pages()}
    named = {name for name in named_urls() if not name.startswith(THIRD_PARTY)}
    assert named - decided == set(), "add these to tests/access/urls_<room>.py"
    assert decided - named == set(), "these are in the table but do not exist"


def ask(client: Client, page: Page, url: str):
    return client.post(url, page.data) if page.method == "post" else client.get(url)


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: f"{page.method} {page.name}")
@pytest.mark.parametrize("name", [None, *NAMES])
def test_url_answers_each_person(page: Page, name: str | None, cast: Cast, as_):
    url = address(page, cast)
    response = ask(as_(name), page, url)
    if name in page.allowed:
        expected = 302 if name in page.redirects else 200
        assert response.status_code == expected
        if expected == 302:
            assert "/account/" not in response["Location"]
    elif name is None:
        assert response.status_code == 302
        assert response["Location"].startswith("/in/account/login/code/?next=")
    else:
        assert response.status_code == (404 if name in page.strangers else 403)
