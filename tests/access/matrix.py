"""The shape of the URL × person table.

Each room lists its named URLs in ``tests/access/urls_<room>.py`` as ``MATRIX = [page(…), …]``.
``allowed`` get 200 (or a redirect, where ``redirects`` says so), ``strangers`` get 404, everybody
else 403; signed out goes to the sign-in page unless the entry says otherwise.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.test import Client

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
    strangers: frozenset[str | None] = STRANGERS
    redirects: frozenset[str | None] = frozenset()
    method: str = "get"  # or post, or json: a POST of JSON
    data: dict[str, Any] = field(default_factory=dict)
    world: Callable[[Cast], dict[str, Any]] | None = None
    before: Callable[[Client], Any] | None = None  # what the person's browser did just before
    outside: bool = False  # of no community: its address has no slug
    demo: bool = False  # there in a demonstration only
    looks: bool = True  # a page with something to look at: axe and the screenshots visit it
    not_ours: str = ""  # why axe does not judge the page although there is something to look at
    invalid: dict[str, str] | None = None  # what to type (or choose) so that the form is refused
    of_all: str = ""  # why other communities may read the same thing
    never_refused: str = ""  # why the page's form takes whatever is sent

    @property
    def public(self) -> bool:
        return None in self.allowed

    def redirecting(self) -> "Page":
        """The same URL, where everybody allowed is sent on: a POST that worked."""
        return replace(self, redirects=self.allowed)


def page(
    name: str,
    allowed: Iterable[str | None],
    *,
    strangers: Iterable[str | None] = STRANGERS,
    redirects: Iterable[str | None] = (),
    **more: Any,
) -> Page:
    """Describe who gets what from one named URL.

    ``world(cast)`` builds what is needed and returns keyword arguments of the URL besides
    ``slug``, which is the cast's community. ``redirects`` are those whose answer is a redirect (a
    POST that worked: pass all of the allowed). Every POST-only URL is ``looks=False``. A page with
    a form has ``invalid``, or says why its form is never refused.
    """
    people = frozenset(allowed)
    return Page(name, people, frozenset(strangers) - people, frozenset(redirects), **more)
