"""Work instead of time: how many lines of Python ran. The same on a slow machine as on a fast one.

What C does by itself (a sort, ``in`` of a list) is one step, however long it takes.
"""

import gc
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps_of(act: Callable[[], object]) -> int:
    """The lines that ``act`` runs in this thread, each as often as it is run."""
    steps = 0

    def step(_frame: FrameType, event: str, _about: object) -> Any:
        nonlocal steps
        steps += event == "line"
        return step

    before = sys.gettrace()
    gc.disable()  # what it calls comes whenever it pleases
    sys.settrace(step)
    try:
        act()
    finally:
        sys.settrace(before)
        gc.enable()
    return steps
