"""How many were in a space: what may be kept, and what may be seen. Pure; the rule stands here.

A space means every space the session had: each caucus, individual reflection, and everyone's space
where somebody held it, whether anybody went or not. Facilitators are never counted.

**Small spaces are never announced.** A space under 3 is "fewer than 3", an empty one too: if 0 were
told apart from 1 or 2, a hidden number would say that somebody was there. And since everybody knows
how many came in all, the numbers of the other spaces would give a small one away by subtraction, so
where any space is small none is kept: that session has only its total.
"""

import datetime as dt
from collections.abc import Hashable, Mapping
from typing import TypeVar

SMALL = 3
STEP = dt.timedelta(minutes=5)
"""How often a page left open looks again how many are in its space. Not at each coming and going:
who sees the number move at that instant sees who has just put their telephone away. Whoever loads
the page anew sees it as it is: the number is kept nowhere, not even as it was five minutes ago."""

Key = TypeVar("Key", bound=Hashable)


def is_small(people: int) -> bool:
    """Whether a number of people is too small to be said."""
    return people < SMALL


def kept(people: Mapping[Key, int]) -> dict[Key, int | None]:
    """What may be stored of the number of people in each of a session's spaces: all, or none."""
    if any(is_small(number) for number in people.values()):
        return dict.fromkeys(people)
    return dict(people)


def step(now: dt.datetime) -> int:
    """Another every ``STEP``, for all spaces at once."""
    return int(now.timestamp() // STEP.total_seconds())


def seen_live(people: int) -> int | None:
    """What a facilitator in the space sees of its number; None: fewer than 3."""
    return None if is_small(people) else people
