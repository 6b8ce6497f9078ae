"""Reminders: the plan, and sending what is due, once, to all alike."""

import logging

from django.db import transaction

from cop.audit.services import record
from cop.core import clock, registry
from cop.core.errors import Refused
from cop.core.names import clean_lines
from cop.core.policy import Actor, require
from cop.post.services import Letter, check_letter, post_letter
from sessions_app.enums import Moment
from sessions_app.letters import about_session
from sessions_app.models import Reminder, ReminderText, Session
from sessions_app.policies import can_change_reminders
from sessions_app.reminders import KINDS, SHIPPED, check_words, filled, write_reminder
from sessions_app.selectors import (
    key_of,
    late_from,
    locked_session,
    may_be_due,
    members_to_remind,
    moment_due,
    planned_for,
)

logger = logging.getLogger(__name__)


@transaction.atomic
def change_reminder(
    *, actor: Actor, format_key: str, moment: str, is_on: bool, words: str
) -> ReminderText:
    """Switch a reminder on or off, and say it in the community's own words.

    Empty words, or the shipped ones, are the shipped text. Raises Refused for a placeholder nobody
    knows and for a word mail may not carry.
    """
    require(can_change_reminders(actor))
    words = check_reminder(actor, moment, words)
    row, _created = ReminderText.objects.select_for_update().get_or_create(
        community=actor.community, format=format_key, moment=moment
    )
    values = {"is_on": is_on, "words": words}
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
        record(actor=actor, verb="change", target=row, fields=changed)
    return row


def check_reminder(actor: Actor, moment: str, words: str) -> str:
    """The words as they are kept; "" for the shipped ones. Raises Refused, as saving does."""
    words = clean_lines(words)
    if words == clean_lines(str(SHIPPED[Moment(moment)])):
        return ""
    check_words(words)
    check_letter(community_id=actor.community.pk, letter=Letter(subject="", text=words))
    return words


def remind_due() -> int:
    """Send what is due of every session; returns how many mails were queued."""
    return sum(map(_remind, list(may_be_due().select_related("community"))))


def _remind(session: Session) -> int:
    """Whatever is wrong with one session, the others' members are reminded."""
    try:
        if moment_due(session) is None:
            return 0
        with transaction.atomic():
            return _remind_once(session.pk)
    except Refused:
        logger.warning("The reminder of session %s may not leave.", session.pk)
    except Exception as problem:  # noqa: BLE001
        # Its kind alone: what an exception says may be out of a mail.
        logger.error("The reminder of session %s failed: %s", session.pk, type(problem).__name__)  # noqa: TRY400
    return 0


def why_not_reminded(session: Session) -> str:
    """Why today's reminder of the session cannot leave, for whoever may change its words."""
    moment = moment_due(session)
    if moment is None or not _is_to_go(session, moment):
        return ""
    planned = planned_for(session.community, key_of(session), moment)
    letter = write_reminder(session, moment, planned.words)
    try:
        check_letter(community_id=session.community_id, letter=letter)
    except Refused as refused:
        return refused.message
    return ""


def _is_to_go(session: Session, moment: Moment) -> bool:
    if moment == Moment.AFTER and registry.is_thanked_elsewhere(session):
        return False
    return planned_for(session.community, key_of(session), moment).is_on


def _remind_once(session_id: int) -> int:
    """The mails and the note that they went stand or fall together; two at once take turns."""
    session = locked_session(session_id)
    moment = moment_due(session)
    if moment is None:
        return 0
    Reminder.objects.create(
        session=session,
        moment=moment,
        held_on=session.held_on,
        sent_on=clock.today(session.community.time_zone),
    )
    if not _is_to_go(session, moment):
        return 0
    planned = planned_for(session.community, key_of(session), moment)
    members = members_to_remind(session, moment)
    return len(
        post_letter(
            community_id=session.community_id,
            kind=KINDS[moment],
            about=about_session(session),
            recipients=[(member.email, member.name) for member in members],
            letter=write_reminder(session, moment, planned.words),
            not_after=late_from(session, moment),
        )
    )


def thanks_for(session: Session) -> str:
    """The words of the day after, for a room that writes to everybody who came that day anyway.

    "" where the community has switched them off, or where a word of them may not leave.
    """
    planned = planned_for(session.community, key_of(session), Moment.AFTER)
    words = filled(planned.words, session)
    try:
        check_letter(community_id=session.community_id, letter=Letter(subject="", text=words))
    except Refused:
        return ""
    return words if planned.is_on else ""
