"""Somebody looks after the mail: lets it leave, puts it away, says how it went on."""

from django.db import transaction

from cop.audit.services import record, record_export
from cop.core.policy import Actor, require
from cop.members.models import Member
from cop.members.policies import can_send_mailing, can_view_roster
from cop.post.models import Mailing, Message
from cop.post.services import (
    approve_mailing,
    discard_mailing,
    note_arrived,
    note_returned,
    send_again,
)


@transaction.atomic
def send_mailing(*, actor: Actor, mailing: Mailing) -> Mailing:
    """Let its drafts leave. Raises Refused, and sends nothing, if one of them may not."""
    require(can_send_mailing(actor, mailing))
    was_draft = Mailing.objects.select_for_update().get(pk=mailing.pk).is_draft
    mailing = approve_mailing(mailing=mailing)
    if was_draft:
        record(actor=actor, verb="send", target=mailing)
    return mailing


@transaction.atomic
def put_mailing_away(*, actor: Actor, mailing: Mailing) -> None:
    """Nobody gets its drafts."""
    require(can_send_mailing(actor, mailing))
    if mailing.is_draft:
        record(actor=actor, verb="delete", target=mailing)
        discard_mailing(mailing=mailing)


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
def copy_addresses(*, actor: Actor, mailing: Mailing) -> list[str]:
    """The addresses of a draft's recipients, to send it from another mail program; on record."""
    require(can_send_mailing(actor, mailing) and can_view_roster(actor))
    record_export(actor=actor, what="roster", target=actor.community)
    return sorted(mailing.messages.exclude(to="").values_list("to", flat=True).distinct())
