"""What a module says it hands out is there to be had."""

import importlib
from types import ModuleType

import pytest

from tests.architecture.rooms import FLOOR, ROOT

PACKAGES = sorted(
    f"{room}.{flow}"
    for room in FLOOR
    for flow in ("models", "policies", "selectors", "services")
    if (ROOT / room.replace(".", "/") / flow / "__init__.py").exists()
)


def missing(module: ModuleType) -> list[str]:
    return [name for name in getattr(module, "__all__", ()) if not hasattr(module, name)]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_handed_out_exists(package):
    assert missing(importlib.import_module(package)) == []


def test_a_dead_name_is_seen():
    module = ModuleType("dead")
    module.__all__ = ["forgotten"]
    assert missing(module) == ["forgotten"]
