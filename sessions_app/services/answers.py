"""What a member says for themselves: coming or not, and here.

Neither is entered in the audit record: it keeps times and is read by people who may not know who
comes to which session.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from sessions_app.enums import Answer
from sessions_app.models import Attendance, Invitation, Session
from sessions_app.policies import (
    can_answer_invitation,
    can_check_in,
    why_check_in_is_shut,
    why_no_answer,
)
from sessions_app.selectors import locked_session
from sessions_app.services.meeting import refuse_if_not_meeting
from sessions_app.signals import attendance_changed


@transaction.atomic
def answer_invitation(*, actor: Actor, session: Session, answer: str) -> Invitation:
    """Say whether one comes; may be changed until the session is over."""
    require(can_answer_invitation(actor, session))
    if answer not in Answer.values:
        raise Refused(_("Choose whether you are coming."))
    refuse_if(why_no_answer(session))
    invitation, _created = Invitation.objects.update_or_create(
        session=session, member=actor.member, defaults={"answer": answer}
    )
    return invitation


@transaction.atomic
def check_in(*, actor: Actor, session: Session) -> None:
    """Record that the member is here: their own attendance only. Twice is the same as once."""
    require(can_check_in(actor, session))
    # The lock is the register's: nobody slips in while it closes.
    session = locked_session(session.pk)
    refuse_if_not_meeting(actor, session)
    refuse_if(why_check_in_is_shut(session))
    _attendance, created = Attendance.objects.get_or_create(session=session, member=actor.member)
    if created:
        attendance_changed.send(sender=Session, session=session, actor=actor)
