"""Who debriefs after a session, and who reads a reflection (D10)."""

from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.members.enums import Role
from sessions_app.models import Session
from sessions_app.policies.planning import is_facilitator_of
from sessions_app.running import Moment


def can_debrief_session(actor: Actor, session: Session) -> bool:
    """Who is named as its facilitator, and nobody in their place: no co-chair, no secretary."""
    return actor.person is not None and is_facilitator_of(actor, session)


def can_view_reflections(actor: Actor) -> bool:
    """An evaluator reads what was released to them."""
    return actor.holds(Role.EVALUATOR)


def why_debrief_waits(session: Session, moment: Moment) -> str:
    """Why there is no debrief yet: the last part that people are in is not over."""
    if session.is_cancelled:
        return _("This session is cancelled.")
    if moment.is_over:
        return ""
    return _("The debrief opens when the last part of the session is over.")
