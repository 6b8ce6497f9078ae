"""People and roles on a fixed day."""

from collections.abc import Iterator

import pytest

from tests.moments import a_fixed_day


@pytest.fixture(autouse=True)
def fixed_day(request: pytest.FixtureRequest) -> Iterator[None]:
    """The data tell of certain days, so the tests run on one; a real worker has the real time."""
    if "worker" in request.fixturenames:
        yield
        return
    with a_fixed_day():
        yield
