"""What is taken on and open, on the facilitators' screen: how it stands is said at each session."""

from functools import partial
from typing import Any

from caucus import selectors
from caucus.models import Commitment, CommitmentStatus
from cop.core import live
from cop.core.live import Piece
from cop.core.policy import Actor
from cop.members.enums import FACILITATES
from sessions_app.models import Session
from sessions_app.running import Moment


def on_desk(actor: Actor, session: Session, _moment: Moment) -> list[Piece]:
    """The same for both facilitators; who acts for an owing caucus finds the way to say it."""
    if not session.is_caucused:
        return []
    here = {"caucus__community": session.community_id}
    made = Commitment.objects.filter(**here).values_list("pk", "due_on").order_by("pk")
    told = CommitmentStatus.objects.filter(session=session).values_list(
        "commitment", "state", "why"
    )
    revision = live.revision(list(made), list(told.order_by("pk")))
    context = partial(_context, actor, session)
    return [Piece("ledger", revision, "caucus/live/_ledger.html", context)]


def _context(actor: Actor, session: Session) -> dict[str, Any]:
    owing = selectors.owing_for(actor) if actor.holds(*FACILITATES) else None
    return {
        "entries": selectors.open_promises(actor),
        "can_tell": owing is not None and selectors.session_to_tell_of(actor.community) == session,
    }
