"""One of several that fails does not hold up the others."""

import logging
from collections.abc import Callable
from typing import Any

from django.db.models import Model

log = logging.getLogger(__name__)


def alone(action: Callable[[Any], object], one: Model) -> bool:
    """Do it for one; returns whether it went well. Atomic work is rolled back by itself."""
    try:
        action(one)
    except Exception as problem:  # noqa: BLE001  whatever it is, the others must have their turn
        # The type alone: message and frames could say who was where.
        kind = type(problem).__name__
        log.error("%s of %s failed: %s", action.__name__, one.pk, kind)  # noqa: TRY400
        return False
    return True
