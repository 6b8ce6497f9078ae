"""Which facilitators' screens are looked at: in the cache, a minute long, and nowhere else.

To be at the screen of a session is no space: nothing here says where anybody is.
"""

import datetime as dt
from collections.abc import Iterable

from django.core.cache import cache

from cop.core import clock
from cop.core.policy import Actor
from sessions_app.models import Session

KEPT = 60  # seconds
LOOKED_AT = dt.timedelta(seconds=20)  # a screen asks every two seconds, one far away less often


def note_at_desk(*, actor: Actor, session: Session) -> None:
    """The actor has the facilitators' screen of the session before them."""
    if actor.person is not None:
        cache.set(_key(session, actor.person.pk), clock.now(), KEPT)


def at_desk(session: Session, people: Iterable[int]) -> dict[int, dt.datetime]:
    """When each of these people last had it before them, where that is not a minute ago."""
    keys = {_key(session, person): person for person in people}
    return {keys[key]: seen for key, seen in cache.get_many(keys).items()}


def _key(session: Session, person: int) -> str:
    return f"desk:{session.pk}:{person}"
