"""The shape of the URL × person table.

Each room lists its named URLs in ``tests/access/urls_<room>.py`` as ``MATRIX = [page(…), …]``.
``allowed`` get 200 (or a redirect, where ``redirects`` says so), ``strangers`` get 404, everybody
else 403; signed out goes to the sign-in page unless ``allowed`` is ANYBODY.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.people import EVERYBODY as NAMES
from tests.people import Cast

EVERYBODY = frozenset(NAMES)
STRANGERS = frozenset({"joy", "sam"})
BELONGING = EVERYBODY - STRANGERS
MEMBERS = frozenset({"amara", "tom", "bilal", "rosa", "will"})
ANYBODY = frozenset({*NAMES, None})


@dataclass(frozen=True)
class Page:
    """One named URL. ``world`` prepares what the page shows and returns the URL's arguments."""

    name: str
    allowed: frozenset[str | None]
    strangers: frozenset[str] = STRANGERS
    redirects: frozenset[str | None] = frozenset()
    method: str = "get"  # or post, or json: a POST of JSON
    data: dict[str, Any] = field(default_factory=dict)
    world: Callable[[Cast], dict[str, Any]] | None = None
    public: bool = False
    looks: bool = True  # a page with something to look at: axe and the screenshots visit it

    def redirecting(self) -> "Page":
        """The same URL, where everybody allowed is sent on: a POST that worked."""
        return replace(self, redirects=self.allowed)


def page(
    name: str,
    allowed: Iterable[str | None],
    *,
    strangers: Iterable[str] = STRANGERS,
    redirects: Iterable[str | None] = (),
    method: str = "get",
    data: dict[str, Any] | None = None,
    world: Callable[[Cast], dict[str, Any]] | None = None,
    looks: bool = True,
) -> Page:
    """Describe who gets what from one named URL.

    ``world(cast)`` builds what is needed and returns keyword arguments of the URL besides
    ``slug``, which is the cast's community. ``redirects`` are those of the allowed whose answer is
    a redirect (a POST that worked, for everybody: pass the same set). Every POST-only URL is
    ``method="post", looks=False``.
    """
    allowed = frozenset(allowed)
    return Page(
        name=name,
        allowed=allowed,
        strangers=frozenset(strangers) - allowed,
        redirects=frozenset(redirects),
        method=method,
        data=data or {},
        world=world,
        public=None in allowed,
        looks=looks,
    )
