"""Who may do what with a session. Who sees which is ``Session.objects.visible_to``."""

from cop.core.policy import Actor
from cop.members.enums import Role
from sessions_app.models import Session

PLANS = (Role.CO_CHAIR, Role.FACILITATOR)
READS_TOTALS = (Role.EVALUATOR, Role.SECOND_REVIEWER, Role.OVERSIGHT_CHAIR)


def is_facilitator_of(actor: Actor, session: Session) -> bool:
    """The session names this person as facilitator, and they still hold the role.

    No query where the session came through its door, which fetches the facilitators.
    """
    if actor.is_system:
        return True
    if actor.person is None or not actor.holds(*PLANS):
        return False
    if actor.community.pk != session.community_id:
        return False
    return any(named.person_id == actor.person.pk for named in session.facilitators.all())


def can_schedule_session(actor: Actor) -> bool:
    """Co-chairs and facilitators plan the year."""
    return actor.holds(*PLANS)


def can_change_session(actor: Actor, session: Session) -> bool:
    """Co-chairs any session, facilitators their own."""
    if actor.community.pk != session.community_id:
        return False
    return actor.holds(Role.CO_CHAIR) or is_facilitator_of(actor, session)


def can_cancel_session(actor: Actor, session: Session) -> bool:
    """Whoever may change it."""
    return can_change_session(actor, session)


def can_copy_session(actor: Actor, session: Session) -> bool:
    """Whoever may schedule one."""
    return actor.community.pk == session.community_id and can_schedule_session(actor)


def can_send_invitations(actor: Actor, session: Session) -> bool:
    """The secretary, and whoever facilitates the session; names are shown to neither."""
    if actor.community.pk != session.community_id:
        return False
    return actor.holds(Role.SECRETARY) or is_facilitator_of(actor, session)


def can_view_answers(actor: Actor, session: Session) -> bool:
    """How many are coming: numbers, no names."""
    return can_send_invitations(actor, session) or can_change_session(actor, session)


def can_invite_guest(actor: Actor, session: Session) -> bool:
    """Co-chairs to any session, facilitators to their own."""
    return can_change_session(actor, session)


def can_answer_invitation(actor: Actor, session: Session) -> bool:
    """Members answer for themselves, and nobody for anybody else."""
    return actor.member is not None and actor.community.pk == session.community_id


def can_check_in(actor: Actor, session: Session) -> bool:
    """Members say for themselves that they are here."""
    return actor.member is not None and actor.community.pk == session.community_id


def can_view_register(actor: Actor, session: Session) -> bool:
    """D3: names of who came to any session are the secretary's."""
    return actor.community.pk == session.community_id and actor.holds(Role.SECRETARY)


def can_record_attendance(actor: Actor, session: Session) -> bool:
    """The secretary."""
    return can_view_register(actor, session)


def can_close_register(actor: Actor, session: Session) -> bool:
    """The secretary."""
    return can_view_register(actor, session)


def can_view_present(actor: Actor, session: Session) -> bool:
    """D3: facilitators see who is here in their own sessions."""
    return can_view_register(actor, session) or is_facilitator_of(actor, session)


def can_view_total(actor: Actor, session: Session) -> bool:
    """D3 as a number, once the register is closed: readers and the oversight chair."""
    if not session.is_register_closed or actor.community.pk != session.community_id:
        return False
    return actor.holds(*READS_TOTALS) or can_view_present(actor, session)


def can_end_session(actor: Actor, session: Session) -> bool:
    """Ending is felt by everybody in it, so it belongs to who facilitates it."""
    return actor.community.pk == session.community_id and is_facilitator_of(actor, session)


def can_view_debrief(actor: Actor) -> bool:
    """The debrief after the session is for facilitators."""
    return actor.holds(*PLANS)
