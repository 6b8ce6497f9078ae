"""Who may read, write and send what follows a session."""

from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.members.enums import FACILITATES, Role
from sessions_app.models import Session
from sessions_app.policies import can_send_invitations, can_write_notes
from sessions_app.selectors import sessions_attended


def can_view_summary(actor: Actor, session: Session) -> bool:
    """What was released after a session is for members and appointees; guests get no feedback."""
    return actor.belongs and actor.community.pk == session.community_id


def can_write_summary(actor: Actor, session: Session) -> bool:
    """Whoever writes the notes drafts the summary, and reads its drafts."""
    return can_write_notes(actor, session)


def can_approve_summary(actor: Actor, session: Session) -> bool:
    """Co-chairs."""
    return actor.holds(Role.CO_CHAIR) and actor.community.pk == session.community_id


def can_send_summary(actor: Actor, session: Session) -> bool:
    """Whoever sends the invitations, and co-chairs; names are shown to neither."""
    return can_approve_summary(actor, session) or can_send_invitations(actor, session)


def can_take_certificate(actor: Actor, session: Session) -> bool:
    """Whoever came, for themselves; nobody for anybody else."""
    return bool(sessions_attended(actor, session=session))


def can_view_attended(actor: Actor) -> bool:
    """One's own: members, and whoever facilitates without being one."""
    return actor.is_member or actor.holds(*FACILITATES)


def why_no_number(session: Session) -> str:
    """Why it cannot be said how many came."""
    if session.is_register_closed or session.headcount is not None:
        return ""
    return _(
        "The register is not closed yet, so the summary cannot say how many came. Ask the "
        "secretary to close it, then draft the summary again."
    )


def why_no_mail_after(session: Session) -> str:
    """Why nobody is thanked yet: the mail goes out once, to who is on the register."""
    if session.is_register_closed or not session.attendances.exists():
        return ""
    return _(
        "This mail goes out once and thanks those who are on the register. Ask the secretary to "
        "close the register first."
    )


def why_no_summary(session: Session) -> str:
    """Why there is nothing to sum up."""
    if session.is_cancelled:
        return _("This session is cancelled, so there is nothing to sum up.")
    if not session.is_over:
        return _("The summary can be drafted once the session is over.")
    return ""
