"""The day of the session these tests are about."""

from collections.abc import Iterator

import pytest
import time_machine

from sessions_app.models import Session
from tests.caucus.world import DURING, session_with_spaces
from tests.people import Cast


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Half past one on the day of the session; ``clock.move_to(…)`` for another moment."""
    with time_machine.travel(DURING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(cast: Cast) -> Session:
    return session_with_spaces(cast)
