"""The way from the desk to the debrief, once the last part is over."""

from typing import Any

from cop.core import live
from cop.core.live import Piece
from cop.core.policy import Actor
from sessions_app.models import Session
from sessions_app.policies import can_debrief_session, why_debrief_waits
from sessions_app.running import Moment


def debrief_on_the_desk(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """For those named as facilitators; drawn empty for a co-chair who stands in."""
    is_open = can_debrief_session(actor, session) and not why_debrief_waits(session, moment)

    def context() -> dict[str, Any]:
        return {"is_open": is_open}

    return [Piece("debrief", live.revision(is_open), "sessions_app/live/_debrief.html", context)]
