import pytest

from cop.members.models import Community
from cop.members.services import create_community
from tests.factories.registers import Register, scenario_register


@pytest.fixture
def community(db: None) -> Community:
    return create_community(slug="north", name="North")


@pytest.fixture
def register(tmp_path) -> Register:
    """The scenario year as three files a test may spoil."""
    return scenario_register(tmp_path)
