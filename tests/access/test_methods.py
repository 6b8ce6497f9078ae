"""Every page of ours says which methods it takes, before it reads anything."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from cop.members.views.account import not_offered
from tests.access.test_url_matrix import DEMO_URLS, all_pages

OURS = {"cop", "sessions_app", "caucus", "feedback", "reports"}
NEVER = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
METHODS = {"get": "GET", "post": "POST", "json": "POST"}

View = Callable[..., Any]


def is_ours(view: View) -> bool:
    """Whether we wrote it as a function: not what stands on a class of Django or allauth."""
    if hasattr(view, "view_class") or "." in view.__qualname__ or view is not_offered:
        return False
    return view.__module__.split(".")[0] in OURS


def views(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, View]]:
    """(name, view) of every address whose view is ours."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from views(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and is_ours(pattern.callback):
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern.callback


VIEWS = dict([*views(get_resolver().url_patterns), *views(get_resolver(DEMO_URLS).url_patterns)])


def guard(view: View) -> View | None:
    """Django's check of the method, on or under the view's other decorators."""
    layer: View | None = view
    while layer is not None and "request_method_list" not in layer.__code__.co_freevars:
        layer = getattr(layer, "__wrapped__", None)
    return layer


def taken(view: View) -> set[str]:
    """The methods the check lets through."""
    checked = guard(view)
    assert checked is not None
    place = checked.__code__.co_freevars.index("request_method_list")
    return set(checked.__closure__[place].cell_contents)  # type: ignore[attr-defined]


def test_the_walk_finds_every_room():
    rooms = {name.split(":")[0] for name in VIEWS if ":" in name}
    assert rooms >= {"caucus", "documents", "feedback", "governance", "joining", "members"}
    assert rooms >= {"reports", "rights", "sessions_app"}
    assert len(VIEWS) > 100


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_other_methods_are_refused_before_anything_is_read(rf, name):
    checked = guard(VIEWS[name])
    assert checked is not None, "say which methods it takes: require_safe, require_POST, …"
    refused = {*NEVER, "GET", "POST"} - taken(VIEWS[name])
    for method in refused:
        assert checked(rf.generic(method, "/")).status_code == 405


def test_nothing_changes_by_looking():
    """What the table of people asks by POST alone takes no GET, unless it is a form's own page."""
    asked: dict[str, set[str]] = {}
    for page in all_pages():
        asked.setdefault(page.name, set()).add(METHODS[page.method])
    loose = {
        name
        for name, methods in asked.items()
        if name in VIEWS and methods == {"POST"} and "GET" in taken(VIEWS[name])
    }
    assert loose == set()
    shut = {
        name
        for name, methods in asked.items()
        if name in VIEWS and not methods <= taken(VIEWS[name])
    }
    assert shut == set()
