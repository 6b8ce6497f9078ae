"""What the caucuses say to one another, the same for everybody; apart again, what was heard."""

from collections.abc import Container
from functools import partial
from typing import Any

from caucus import selectors
from caucus.dialogue import Stage, stage_of
from cop.core import live
from cop.core.live import Piece
from cop.core.policy import Actor
from sessions_app.models import Session
from sessions_app.policies import is_facilitator_of, takes_part
from sessions_app.running import Moment
from sessions_app.selectors import session_after

READ = (Stage.MEETING, Stage.HEARD)


def on_live(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """For whoever takes part, while all are together."""
    return _piece("dialogue", actor, session, moment, (Stage.MEETING, Stage.CLOSING))


def heard_on_live(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """Apart again, below the door: a caucus reads what the others said."""
    return _piece("heard", actor, session, moment, (Stage.HEARD,))


def on_desk(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """For who runs the session: always all of it, wherever they sit themselves."""
    return _piece("dialogue", actor, session, moment, tuple(Stage), is_desk=True)


def _piece(
    key: str,
    actor: Actor,
    session: Session,
    moment: Moment,
    stages: Container[Stage],
    *,
    is_desk: bool = False,
) -> list[Piece]:
    if not session.is_caucused:
        return []
    stage = stage_of(session, moment)
    # A guest rests while the caucuses meet.
    if stage not in stages or (stage == Stage.HEARD and not takes_part(actor, session)):
        stage = Stage.NONE
    said = selectors.said_so_far(session) if stage in READ else ()
    own = None
    if stage == Stage.HEARD and not is_desk:
        space = selectors.own_space(actor, session)
        own = space.caucus_id if space is not None else None
    revision = live.revision(stage, moment.is_apart, moment.is_over, said, own)
    context = partial(_context, actor, session, stage, own)
    return [Piece(key, revision, "caucus/live/_dialogue.html", context)]


def _context(actor: Actor, session: Session, stage: Stage, own: int | None) -> dict[str, Any]:
    inside: dict[str, Any] = {"stage": stage.value}
    if stage in READ:
        voices = selectors.voices_of(session)
        inside["voices"] = voices if own is None else voices.exclude(caucus=own)
        # Wherever they sit now, so that the page does not tell by it where that is.
        inside["may_put"] = is_facilitator_of(actor, session) or bool(
            selectors.caucus_published_for(actor)
        )
        inside["cards"] = selectors.side_by_side(session, besides=own)
    if stage == Stage.CLOSING:
        inside["next_session"] = session_after(actor, session)
    return inside
