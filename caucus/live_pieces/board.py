"""A short way to what is written together in a space: the same for everybody, whatever theirs."""

from typing import Any

from caucus import day
from caucus.policies import can_choose_space
from cop.core import live
from cop.core.live import Piece
from cop.core.policy import Actor
from sessions_app.models import Session
from sessions_app.running import Moment


def way_to_board(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """For whoever may choose a space, while one can be chosen."""
    if not can_choose_space(actor, session):
        return []
    is_open = day.is_choice_open(session, moment.now)

    def context() -> dict[str, Any]:
        return {"is_open": is_open}

    return [Piece("board", live.revision(is_open), "caucus/live/_board.html", context)]
