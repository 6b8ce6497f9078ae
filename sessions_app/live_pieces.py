"""The pieces this room puts on the pages of a running session."""

from typing import Any

from cop.core import live
from cop.core.live import Piece
from cop.core.policy import Actor
from sessions_app.models import Session
from sessions_app.running import Moment


def register() -> None:
    """Enter them once, when the program starts."""
    live.member_pieces.append(where_we_are)


def where_we_are(_actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """The part that runs and the one that follows."""
    runs = moment.current.position if moment.current else -1

    def context() -> dict[str, Any]:
        return {"current": moment.current, "following": moment.following}

    ends = moment.current.ends_at if moment.current else ""
    said = live.revision(moment.revision, runs, ends, session.ended_at)
    return [Piece("now", said, "sessions_app/live/_now.html", context)]
