"""Who writes what was said together, and what people took upon themselves."""

from django.utils.translation import gettext as _

from cop.core.policy import Actor
from sessions_app.models import Session
from sessions_app.policies.planning import can_change_session


def can_write_notes(actor: Actor, session: Session) -> bool:
    """Co-chairs of any session, facilitators of their own."""
    return can_change_session(actor, session)


def why_notes_wait(session: Session) -> str:
    """Why there is nothing to write down."""
    if session.is_cancelled:
        return _("This session is cancelled, so there is nothing to write down.")
    if not session.has_begun:
        return _("Notes can be written once the session has begun.")
    return ""
