"""The decision log: what was decided, from which session on, and why (R14)."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from sessions_app.models import Decision, Session
from sessions_app.policies import can_log_decision


@transaction.atomic
def log_decision(
    *, actor: Actor, kind: str, what: str, reason: str, session: Session | None = None
) -> Decision:
    """Enter a decision of today, for all members to read; from ``session`` on, where it is of one.

    Raises Refused without words for what was decided, or for why.
    """
    require(can_log_decision(actor, kind))
    require(session is None or session.community_id == actor.community.pk)
    what, reason = clean_line(what), clean_line(reason)
    if not what:
        raise Refused(_("Write what was decided."))
    if not reason:
        raise Refused(_("Write the reason, so that members can follow it."))
    decision = Decision.objects.create(
        community=actor.community,
        kind=kind,
        what=what,
        reason=reason,
        session=session,
        decided_on=clock.today(actor.community.time_zone),
    )
    record(actor=actor, verb="create", target=decision)
    return decision
