"""Periods end with the year: the tests run on the same day, or on one of their own."""

from collections.abc import Iterator

import pytest

from tests.moments import a_fixed_day


@pytest.fixture(autouse=True)
def fixed_day() -> Iterator[None]:
    with a_fixed_day():
        yield
