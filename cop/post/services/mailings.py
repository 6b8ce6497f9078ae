"""Mails that leave together: drafted, approved, put away."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.core.queue import enqueue
from cop.post.enums import MailingState, State
from cop.post.models import Mailing, Message
from cop.post.neutrality import Lookout
from cop.post.services.letters import Letter, check_letter, letter_of, one_line
from cop.post.signals import mailing_approved, mailing_wanted

AT_ONCE = 500  # rows of one statement


@transaction.atomic
def draft_mailing(
    *,
    community_id: int,
    kind: str,
    about: str = "",
    letters: Iterable[tuple[str, str, Letter]],
    not_after: dt.datetime | None = None,
) -> Mailing:
    """Keep mails for review, one for each (e-mail, name, letter); nothing leaves.

    None leaves from ``not_after`` on, when it would say what is not true any more.
    All or nothing: raises Refused, naming the place, if one is not neutral or an address is none.
    """
    mailing = Mailing.objects.create(
        community_id=community_id, kind=kind, about=about, made_on=today()
    )
    checked: set[Letter] = set()
    lookout = Lookout.of(community_id)
    drafts = []
    for address, name, letter in letters:
        if letter not in checked:
            check_letter(community_id=community_id, letter=letter, to=address, lookout=lookout)
            checked.add(letter)
        drafts.append(_draft(mailing, address, name, letter, not_after))
    Message.objects.bulk_create(drafts, batch_size=AT_ONCE)
    return mailing


@transaction.atomic
def approve_mailing(*, mailing: Mailing, actor: Actor | None = None) -> Mailing:
    """Let the drafts leave. A second time does nothing.

    ``actor`` is whoever approves them later than they were drafted, so that rooms can ask again.
    Raises Refused, and sends nothing, if one of them is not neutral by now or a room that hears
    of it (``mailing_approved``) says no, or if it was put away meanwhile. Whom the room would not
    write to any more gets none.
    """
    mailing = held_mailing(mailing=mailing)
    if not mailing.is_draft:
        return mailing
    drafts = mailing.messages.filter(state=State.DRAFT)
    lookout = Lookout.of(mailing.community_id)
    for letter, to in {letter_of(message): message.to for message in drafts}.items():
        check_letter(community_id=mailing.community_id, letter=letter, to=to, lookout=lookout)
    for _room, named in mailing_approved.send(sender=Mailing, mailing=mailing, actor=actor):
        if named is not None:
            drafts.exclude(to__in=named).delete()
    _let_leave(mailing)
    return mailing


@transaction.atomic
def discard_mailing(*, mailing: Mailing) -> None:
    """Put drafts away for good. Raises Refused for what was sent or put away meanwhile."""
    mailing = held_mailing(mailing=mailing)
    if not mailing.is_draft:
        raise Refused(_("This is no draft any more: it was sent or put away meanwhile."))
    mailing.delete()


def held_mailing(*, mailing: Mailing) -> Mailing:
    """The mailing as it is now, held until the transaction ends. Raises Refused if it is gone."""
    mailing_wanted.send(sender=Mailing, mailing=mailing)
    held = Mailing.objects.select_for_update().filter(pk=mailing.pk).first()
    if held is None:
        raise Refused(
            _("This draft was put away meanwhile; nobody was sent it. You can make a new one.")
        )
    return held


@transaction.atomic
def withdraw_drafts(*, community_id: int, about: str) -> int:
    """What drafts are about has changed: their mails go, a line that says so stays."""
    drafts = Mailing.objects.select_for_update().filter(
        community_id=community_id, about=about, state=MailingState.DRAFT
    )
    Message.objects.filter(mailing__in=list(drafts)).delete()
    return drafts.update(state=MailingState.WITHDRAWN)


@transaction.atomic
def drop_drafts(*, community_id: int, kind: str, about: str) -> None:
    """A new draft takes the place of earlier ones, and of what became of them."""
    earlier = Mailing.objects.filter(community_id=community_id, kind=kind, about=about)
    earlier.exclude(state=MailingState.APPROVED).delete()


def post_letter(
    *,
    community_id: int,
    kind: str,
    recipients: Iterable[tuple[str, str]],
    letter: Letter,
    about: str = "",
    not_after: dt.datetime | None = None,
) -> list[Message]:
    """Queue one letter for many people, one message each; ``recipients`` are (e-mail, name).

    All or nothing: raises Refused, naming the place, if the letter is not neutral.
    """
    letters = [(address, name, letter) for address, name in recipients]
    return post_letters(
        community_id=community_id, kind=kind, letters=letters, about=about, not_after=not_after
    )


@transaction.atomic
def post_letters(
    *,
    community_id: int,
    kind: str,
    letters: Iterable[tuple[str, str, Letter]],
    about: str = "",
    not_after: dt.datetime | None = None,
) -> list[Message]:
    """Queue a letter of their own for each of many people: (e-mail, name, letter).

    All or nothing: raises Refused, naming the place, if one of them is not neutral.
    """
    letters = list(letters)
    if not letters:
        return []
    mailing = draft_mailing(
        community_id=community_id, kind=kind, about=about, letters=letters, not_after=not_after
    )
    _let_leave(mailing)
    return list(mailing.messages.all())


def was_queued_today(*, community_id: int, kind: str) -> bool:
    """Whether a mail of the kind was queued for the community today."""
    return Message.objects.filter(community_id=community_id, kind=kind, queued_on=today()).exists()


def today() -> dt.date:
    """The outbox serves every community, so its days are those of the installation."""
    return clock.today(settings.TIME_ZONE)


def _draft(
    mailing: Mailing, address: str, name: str, letter: Letter, not_after: dt.datetime | None
) -> Message:
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(_("Enter an e-mail address, like name@example.org.")) from None
    return Message(
        mailing=mailing,
        community_id=mailing.community_id,
        kind=mailing.kind,
        key=uuid.uuid4(),
        to=address,
        to_name=one_line(name),
        subject=one_line(letter.subject),
        text=letter.text,
        html=letter.html,
        calendar=letter.calendar,
        calendar_method=letter.calendar_method,
        not_after=not_after,
    )


def _let_leave(mailing: Mailing) -> None:
    mailing.messages.filter(state=State.DRAFT).update(state=State.WAITING, queued_on=today())
    mailing.state = MailingState.APPROVED
    mailing.approved_on = today()
    mailing.save()
    # One job for all: nobody waits while the queue is asked once for each recipient.
    enqueue("post.send_waiting")
