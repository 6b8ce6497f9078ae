"""How far a long count is: its phase, in the cache for a while; never a number of answers.

How long a phase takes would tell roughly how many answers there are. So only boxes with far more
than the highest number that is ever hidden tell anything; the others are counted in a moment.
"""

from contextlib import suppress
from enum import IntEnum
from uuid import UUID

from django.core.cache import cache
from redis import RedisError

LONG = 200
"""Envelopes from which on a count tells its phase."""

KEPT = 600  # seconds


class Phase(IntEnum):
    """In their order."""

    OPENING = 1
    COUNTING = 2
    SEALING = 3
    STORING = 4


def tell(survey_id: UUID, phase: Phase, *, envelopes: int) -> None:
    """Say where a count is; a cache that is away never stops it."""
    if envelopes >= LONG:
        with suppress(RedisError):
            cache.set(_key(survey_id), phase.value, KEPT)


def phase_of(survey_id: UUID) -> Phase | None:
    """Where a count is; None where nothing is told."""
    with suppress(RedisError):
        told = cache.get(_key(survey_id))
        return Phase(told) if told else None
    return None


def _key(survey_id: UUID) -> str:
    return f"feedback-count-{survey_id}"
