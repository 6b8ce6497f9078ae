"""Asks and commitments for tests: Amara acts for the caucus that asks, Tom for the other."""

import datetime as dt
from typing import Any

from caucus import services
from caucus.models import Ask, Commitment
from sessions_app.models import Session
from tests.caucus.world import MINORITISED, WHITE, publish
from tests.people import Cast

DUE = dt.date(2027, 3, 1)


def published(cast: Cast) -> None:
    publish(cast, "amara", MINORITISED)
    publish(cast, "tom", WHITE)


def asked(cast: Cast, words: str = "Read your own letters.") -> Ask:
    ask = services.post_ask(actor=cast.actor("amara"), words=words)
    assert ask is not None
    return ask


def taken_on(cast: Cast, ask: Ask | None = None, **changes: Any) -> Commitment:
    said = {"words": "We read ten letters.", "role": "The co-chairs", "due_on": DUE} | changes
    return services.take_on(actor=cast.actor("tom"), ask=ask, **said)


def told(cast: Cast, session: Session, commitment: Commitment, state: str, why: str = "") -> None:
    said = {commitment.pk: (state, why)}
    services.tell_how_it_stands(actor=cast.actor("tom"), session=session, told=said)
