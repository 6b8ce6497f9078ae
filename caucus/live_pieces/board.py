"""A short way to what is written together in a space: the same for everybody, whatever theirs."""

from typing import Any

from caucus import day, ways_in
from caucus.policies import can_choose_space
from cop.core import live
from cop.core.live import Piece
from cop.core.policy import Actor
from sessions_app.enums import SegmentKind
from sessions_app.models import Session
from sessions_app.running import Moment


def on_live(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """Until the last part in caucuses is over; from then on the way stands with one's space."""
    return _way_to_board(actor, session, moment, is_short=ways_in.is_behind(moment))


def on_desk(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """Until the end: what is drafted can still be released."""
    return _way_to_board(actor, session, moment, is_short=False)


def _way_to_board(actor: Actor, session: Session, moment: Moment, *, is_short: bool) -> list[Piece]:
    """For whoever may choose a space, from the first part in caucuses on."""
    if not can_choose_space(actor, session):
        return []
    is_open = day.is_choice_open(session, moment.now) and _was_apart(moment) and not is_short

    def context() -> dict[str, Any]:
        return {"is_open": is_open}

    return [Piece("board", live.revision(is_open), "caucus/live/_board.html", context)]


def _was_apart(moment: Moment) -> bool:
    """A part in caucuses runs or lies behind; of a session without parts or times, always."""
    if not moment.parts or not moment.is_timed:
        return True
    begun = moment.parts[: moment.position + 1]
    return any(part.kind == SegmentKind.CAUCUS for part in begun)
