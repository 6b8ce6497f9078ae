"""What a member says for themselves: coming or not, and here.

Neither is entered in the audit record: it keeps times and is read by people who may not know who
comes to which session.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from sessions_app.enums import Answer
from sessions_app.models import Attendance, Invitation, Session
from sessions_app.policies import can_answer_invitation, can_check_in
from sessions_app.signals import attendance_changed

CHECK_IN_OPENS = dt.timedelta(minutes=30)  # before the start


@transaction.atomic
def answer_invitation(*, actor: Actor, session: Session, answer: str) -> Invitation:
    """Say whether one comes; may be changed until the session is over."""
    require(can_answer_invitation(actor, session))
    if answer not in Answer.values:
        raise Refused(_("Choose whether you are coming."))
    if session.is_cancelled:
        raise Refused(_("This session is cancelled, so there is nothing to answer."))
    if session.is_over:
        raise Refused(_("This session is over, so the answer can no longer be changed."))
    invitation, _created = Invitation.objects.update_or_create(
        session=session, member=actor.member, defaults={"answer": answer}
    )
    return invitation


def why_check_in_is_shut(session: Session) -> str:
    """The reason in words, or "" while members may check in: from 30 minutes before to the end."""
    if session.is_cancelled:
        return _("This session is cancelled.")
    if session.is_register_closed:
        return _("The register of this session is closed. Tell the secretary if you came.")
    if session.starts_at is None:
        return _("The time of this session is not known. Tell the secretary if you came.")
    if clock.now() < session.starts_at - CHECK_IN_OPENS:
        return _("Check-in opens 30 minutes before the session.")
    if session.is_over:
        return _("This session is over. Tell the secretary if you came.")
    return ""


@transaction.atomic
def check_in(*, actor: Actor, session: Session) -> None:
    """Record that the member is here: their own attendance only. Twice is the same as once."""
    require(can_check_in(actor, session))
    # The lock is the register's: nobody slips in while it closes.
    session = (
        Session.objects.select_for_update(of=("self",))
        .select_related("community")
        .get(pk=session.pk)
    )
    reason = why_check_in_is_shut(session)
    if reason:
        raise Refused(reason)
    _attendance, created = Attendance.objects.get_or_create(session=session, member=actor.member)
    if created:
        attendance_changed.send(sender=Session, session=session, actor=actor)
