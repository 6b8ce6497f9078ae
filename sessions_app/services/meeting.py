"""What the stage "Meet" opens, on the day of a session."""

from cop.core.policy import Actor
from cop.governance.enums import Stage
from cop.governance.services import StageShut, refuse_if_shut, shut_for
from sessions_app.models import Session


def refuse_if_not_meeting(actor: Actor, session: Session) -> None:
    """Raise Refused where the community may not record who came."""
    if not _is_under_way(session):
        refuse_if_shut(actor, Stage.MEET)


def not_meeting(actor: Actor, session: Session) -> StageShut | None:
    """What ``refuse_if_not_meeting`` would raise."""
    return None if _is_under_way(session) else shut_for(actor, Stage.MEET)


def _is_under_way(session: Session) -> bool:
    """Whether members were invited while the stage was open: a session is carried through."""
    return session.invitations.filter(sent_on__isnull=False).exists()
