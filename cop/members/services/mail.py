"""Somebody looks after the mail: lets it leave, puts it away, says how it went on."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record, record_export
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.core.registry import MailAgain
from cop.members.mailings import copy_of, may_see_names
from cop.members.models import Member
from cop.members.policies import can_send_mailing, can_view_roster
from cop.post.models import Mailing, Message
from cop.post.services import (
    approve_mailing,
    discard_mailing,
    held_mailing,
    note_arrived,
    note_returned,
    send_again,
)


@transaction.atomic
def send_mailing(*, actor: Actor, mailing: Mailing) -> Mailing:
    """Let its drafts leave. Raises Refused, and sends nothing, if one of them may not."""
    require(can_send_mailing(actor, mailing))
    was_draft = held_mailing(mailing=mailing).is_draft
    mailing = approve_mailing(mailing=mailing, actor=actor)
    if was_draft:
        record(actor=actor, verb="send", target=mailing)
    return mailing


@transaction.atomic
def put_mailing_away(*, actor: Actor, mailing: Mailing) -> None:
    """Nobody gets its drafts. Raises Refused if somebody sent them or put them away meanwhile."""
    require(can_send_mailing(actor, mailing))
    discard_mailing(mailing=mailing)
    record(actor=actor, verb="delete", target=mailing)


@transaction.atomic
def settle_message(*, actor: Actor, message: Message, arrived: bool) -> None:
    """Say of a mail that was perhaps sent that it arrived, or let it leave again."""
    assert message.mailing is not None  # noqa: S101 - its door was the mailing
    require(can_send_mailing(actor, message.mailing))
    if arrived:
        note_arrived(message=message)
    else:
        send_again(message=message)
    field = "arrived" if arrived else "sent_again"
    record(actor=actor, verb="change", target=message.mailing, fields=[field])


@transaction.atomic
def note_mail_came_back(*, actor: Actor, mailing: Mailing, member: Member, reason: str) -> None:
    """The secretary was told by a mail program that a member's mail did not arrive."""
    require(can_send_mailing(actor, mailing) and can_view_roster(actor))
    note_returned(mailing=mailing, address=member.email, reason=reason)
    record(actor=actor, verb="change", target=mailing, fields=["came_back"])


@transaction.atomic
def copy_mailing(*, actor: Actor, mailing: Mailing) -> MailAgain:
    """Text and addresses, to send it from another mail program; on record as a file of names is."""
    require(can_send_mailing(actor, mailing) and may_see_names(actor, mailing))
    copy = copy_of(actor, mailing)
    if copy is None:
        raise Refused(_("The words of this mail are kept only until it is sent."))
    record_export(actor=actor, what="roster", target=actor.community)
    return copy
