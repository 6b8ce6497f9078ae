"""The navigation stays short, and what left it is one click further."""

from collections.abc import Callable

import pytest

from cop.core import registry
from cop.members.enums import Role
from cop.members.services import appoint
from tests.pages import parse, select
from tests.people import Cast

MOST = 8
PAGES = ("caucuses", "governance", "members", "results", "sessions")


@pytest.mark.parametrize("name", ["amara", "tom", "bilal", "okafor", "dana", "ines", "rosa"])
def test_nobody_has_more_than_eight(cast: Cast, name: str) -> None:
    appoint(actor=cast.system, email="amara@example.org", role=Role.SECRETARY)
    assert len(registry.sections_for(cast.actor(name))) <= MOST


@pytest.mark.parametrize("name", ["amara", "bilal", "dana"])
def test_what_is_not_in_it_is_on_the_page_it_belongs_to(
    cast: Cast, as_: Callable, name: str
) -> None:
    actor, client = cast.actor(name), as_(name)
    shown = {url for _label, url, _key in registry.sections_for(actor)}
    everything = {url for provider in registry.nav_items for _l, url, _k in provider(actor)}
    pages = (client.get(url) for url in shown if url.split("/")[4] in PAGES)
    found = {link.get("href") for page in pages for link in select(parse(page.content), "main a")}
    assert everything - shown, "something is grouped"
    assert everything - shown <= found
