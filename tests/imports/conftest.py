from collections.abc import Iterator

import pytest

from cop.members.models import Community
from cop.members.services import create_community
from tests.factories.registers import Register, scenario_register
from tests.moments import a_fixed_day


@pytest.fixture(autouse=True)
def fixed_day() -> Iterator[None]:
    """The data tell of certain days, so the tests run on one."""
    with a_fixed_day():
        yield


@pytest.fixture
def community(db: None) -> Community:
    return create_community(slug="north", name="North")


@pytest.fixture
def register(tmp_path) -> Register:
    """The scenario year as three files a test may spoil."""
    return scenario_register(tmp_path)
