"""Quiet words: sent from everybody's page, read on the facilitators' screen."""

from functools import partial
from typing import Any

from caucus import day, selectors
from caucus.enums import SignalKind
from caucus.policies import can_see_signals
from cop.core import live
from cop.core.live import Piece
from cop.core.policy import Actor
from sessions_app.models import Session
from sessions_app.running import Moment


def on_live(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """Three buttons while the session is on, and what one said with one's own name. Two queries."""
    if not session.is_caucused:
        return []
    is_open = day.is_choice_open(session, moment.now)
    own = selectors.own_signals(actor, session) if is_open else set()
    is_somewhere = is_open and selectors.space_to_come_to(actor, session) is not None
    inside = {
        "is_open": is_open,
        "is_somewhere": is_somewhere,
        "is_calling": SignalKind.CALL in own,
        "is_named": SignalKind.MOMENT in own,
    }
    said = live.revision(is_open, is_somewhere, sorted(own))
    return [Piece("signals", said, "caucus/live/_signals.html", lambda: inside)]


def on_desk(actor: Actor, session: Session, _moment: Moment) -> list[Piece]:
    """What nobody has seen to yet; after the close, who would like to be called. One query."""
    if not can_see_signals(actor, session):
        return []
    said = live.revision(*selectors.signals_of(session).values_list("pk", flat=True))
    context = partial(_waiting, session)
    return [Piece("signals", said, "caucus/live/_signals_desk.html", context)]


def _waiting(session: Session) -> dict[str, Any]:
    return {"words": selectors.words_to_facilitators(session)}
