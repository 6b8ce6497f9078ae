"""Every test runs on the same day: soon after midnight the first page shows what is still on."""

from collections.abc import Iterator

import pytest

from tests.moments import a_fixed_day


@pytest.fixture(autouse=True)
def fixed_day() -> Iterator[None]:
    with a_fixed_day():
        yield
