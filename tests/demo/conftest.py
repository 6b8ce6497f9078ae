"""A data folder of its own, as for embedded services."""

from tests.embedded.conftest import data_dir

__all__ = ["data_dir"]
