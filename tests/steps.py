"""Work instead of time, for a machine that is slow or has other things to do."""

import gc
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps_of(act: Callable[[], object]) -> int:
    """The lines of Python that ``act`` runs in this thread, each as often as it is run.

    What C does by itself (a sort, ``in`` of a list) is one step, however long it takes.
    """
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


def least_seconds_of(act: Callable[[], object]) -> float:
    """On the processor, at the best of three times: one may meet with a collection of garbage."""

    def seconds() -> float:
        began = time.process_time()
        act()
        return time.process_time() - began

    return min(seconds() for _time in range(3))
