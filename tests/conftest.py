"""Fixtures every room's tests share."""

import pytest
from django.test import Client

from tests.people import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A community with everybody in it (tests/people.py)."""
    return build_cast()


@pytest.fixture
def as_(cast: Cast):
    """``as_("amara")`` is a browser signed in as that person; ``as_(None)`` is signed out."""

    def browser(name: str | None) -> Client:
        client = Client()
        if name is not None:
            client.force_login(cast.people[name])
        return client

    return browser
