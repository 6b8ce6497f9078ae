"""What a member says for themselves: coming or not, and here.

Neither is entered in the audit record: it keeps times and is read by people who may not know who
comes to which session.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core.errors import Refused, refuse_if
from cop.core.names import clean_lines
from cop.core.policy import Actor, require
from sessions_app.codes import refuse_if_wrong
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
from sessions_app.services.places import fill_places, take_place
from sessions_app.signals import attendance_changed

LONGEST_NEEDS = 1000


@transaction.atomic
def answer_invitation(
    *, actor: Actor, session: Session, answer: str, needs: str | None = None
) -> Invitation:
    """Say whether one comes; may be changed until the session begins.

    Where a room has a limit and is full, whoever comes waits; whoever gives up a place leaves it
    to the first who waits. ``needs``, food and access on the day, are kept only of who may come to
    a session in person; None leaves them as they are.
    """
    require(can_answer_invitation(actor, session))
    if answer not in Answer.values:
        raise Refused(_("Choose whether you are coming."))
    session = locked_session(session.pk)
    refuse_if(why_no_answer(session))
    invitation, _created = Invitation.objects.get_or_create(session=session, member=actor.member)
    had = invitation.answer
    invitation.answer = answer
    if answer != Answer.COMING:
        invitation.waiting_since = None
    elif session.apologies.filter(member=actor.member).delete()[0] or had != Answer.COMING:
        take_place(session, invitation)  # whoever was taken off comes after all
    if not session.is_in_person or answer == Answer.NOT_COMING:
        invitation.needs = ""
    elif needs is not None:
        invitation.needs = _checked(needs)
    invitation.save(update_fields=["answer", "waiting_since", "needs"])
    if had == Answer.COMING != answer:
        fill_places(session)
    return invitation


def _checked(needs: str) -> str:
    needs = clean_lines(needs)
    if len(needs) > LONGEST_NEEDS:
        raise Refused(_("What you need is too long. Shorten it."))
    return needs


def forget_needs(session: Session) -> int:
    """Nobody needs to know any more; returns how many had written something."""
    return session.invitations.exclude(needs="").update(needs="")


@transaction.atomic
def check_in(*, actor: Actor, session: Session, code: str = "") -> None:
    """Record that the member is here: their own attendance only. Twice is the same as once.

    In a room the code shown there says so. Raises Refused where check-in is shut, and WrongCode.
    """
    require(can_check_in(actor, session))
    # The lock is the register's: nobody slips in while it closes.
    session = locked_session(session.pk)
    refuse_if_not_meeting(actor, session)
    refuse_if(why_check_in_is_shut(session))
    refuse_if_wrong(session, code)
    _attendance, created = Attendance.objects.get_or_create(session=session, member=actor.member)
    if created:
        attendance_changed.send(sender=Session, session=session, actor=actor)
