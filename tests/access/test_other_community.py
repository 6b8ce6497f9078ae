"""Nothing of one community is reachable from another, whatever somebody is there."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.matrix import Page
from tests.access.test_url_matrix import all_pages, ask
from tests.people import Cast, build_cast, sign_in

NOBODY = frozenset({"joy", "sam"})  # strangers in both


@pytest.fixture
def harbour(cast: Cast) -> Cast:
    """The same parts in another community, played by other people."""
    return build_cast("harbour", "Harbour Circle", "example.net")


def ours() -> list[Page]:
    """Every page of a community that is not for everybody."""
    return [page for page in all_pages() if not (page.outside or page.demo or page.public)]


@pytest.mark.parametrize("page", ours(), ids=lambda page: f"{page.method} {page.name}")
def test_the_same_role_elsewhere_is_a_stranger_here(page: Page, cast: Cast, harbour: Cast):
    """Our address is not found, and our ids name nothing at theirs.

    Asked are those whose part may see the page here; a page for nobody is asked for by a member.
    """
    kwargs = page.world(cast) if page.world else {}
    here = reverse(page.name, kwargs={"slug": "northern", **kwargs})
    there = reverse(page.name, kwargs={"slug": "harbour", **kwargs})
    holds_id = any(key.endswith("_id") for key in kwargs) and not page.of_all
    for name in sorted(page.allowed - NOBODY) or ["rosa"]:
        client = Client()
        sign_in(client, harbour.people[name])
        assert ask(client, page, here).status_code == 404, name
        if holds_id:
            assert ask(client, page, there).status_code == 404, name
