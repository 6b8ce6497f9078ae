"""Every test keeps its keys apart and runs on the same day."""

from collections.abc import Iterator

import pytest

from tests.moments import a_fixed_day


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"
    return settings.KEY_DIR


@pytest.fixture(autouse=True)
def fixed_day() -> Iterator[None]:
    with a_fixed_day():
        yield
