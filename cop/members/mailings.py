"""What whoever looks after mail sees of it: numbers for all, names and addresses for some."""

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from cop.core import registry
from cop.core.policy import Actor, require
from cop.core.registry import MailAbout, MailAgain
from cop.members.models import Member
from cop.members.policies import can_send_mailing, can_view_all_mail, can_view_roster
from cop.post.enums import MailingState, State
from cop.post.models import Mailing, Message
from cop.post.selectors import UNSETTLED, Progress, came_back_from, mailings_of, unsettled


@dataclass(frozen=True)
class Line:
    """A mailing on the list."""

    mailing: Mailing
    title: str
    about: MailAbout | None
    progress: Progress


@dataclass(frozen=True)
class Returned:
    """A mail that did not arrive, beside the entry of the member it was for."""

    mailing: Mailing
    title: str
    reason: str


def visible_mailings(actor: Actor) -> QuerySet[Mailing]:
    """All, for the secretary and co-chairs; for facilitators what is about their own sessions.

    One person's own errands (kinds without a title) only while somebody must settle something.
    """
    named = Q(kind__in=list(registry.mail_titles)) | Q(state=MailingState.DRAFT)
    mailings = mailings_of(actor.community.pk)
    if can_view_all_mail(actor):
        errands = Message.objects.filter(state__in=UNSETTLED).exclude(to="")
        return mailings.filter(named | Q(pk__in=errands.values("mailing")))
    return mailings.filter(named, about__in=registry.abouts_looked_after(actor))


def get_visible_mailing_or_404(actor: Actor, mailing_id: uuid.UUID) -> Mailing:
    """Door of a mailing: 404 where there is none, 403 for whoever does not look after it."""
    mailing = Mailing.objects.filter(community_id=actor.community.pk, pk=mailing_id).first()
    if mailing is None:
        raise Http404
    require(can_send_mailing(actor, mailing))
    return mailing


def in_lines(actor: Actor, mailings: list[Mailing]) -> list[Line]:
    """The mailings as a list shows them; one query for what they are about."""
    about = registry.mail_is_about(actor.community, {one.about for one in mailings if one.about})
    numbers = tuple(Progress.__dataclass_fields__)
    return [
        Line(
            mailing,
            title_of(mailing),
            about.get(mailing.about),
            Progress(**{name: getattr(mailing, name) for name in numbers}),
        )
        for mailing in mailings
    ]


def title_of(mailing: Mailing) -> str:
    """What its kind is called."""
    return str(registry.mail_titles.get(mailing.kind, _("Mail to one person")))


def is_errand(mailing: Mailing) -> bool:
    """Whether it is one person's own business, of which nobody else reads a word."""
    return mailing.kind not in registry.mail_titles and not mailing.is_draft


def may_see_names(actor: Actor, mailing: Mailing) -> bool:
    """D1: the secretary alone; of errands nobody."""
    return can_view_roster(actor) and not is_errand(mailing)


def drafts_in(actor: Actor, mailing: Mailing) -> list[tuple[str, str]]:
    """(number, label) of each mail that can be read before it leaves."""
    if not mailing.is_draft:
        return []
    drafts = mailing.messages.filter(state=State.DRAFT)
    names = may_see_names(actor, mailing)
    return [
        (str(pk), (name or to) if names else _("Mail %d") % number)
        for number, (pk, name, to) in enumerate(drafts.values_list("pk", "to_name", "to"), start=1)
    ]


def unsettled_with_entries(actor: Actor, mailing: Mailing) -> list[Message]:
    """What somebody must settle, each with ``entry``: the member's, for who may see names."""
    found = unsettled(mailing)
    if found and may_see_names(actor, mailing):
        addresses = [one.to for one in found]
        members = Member.objects.filter(community=actor.community, email__in=addresses)
        entries = dict(members.filter(is_erased=False).values_list("email", "pk"))
        for one in found:
            one.entry = entries.get(one.to)  # type: ignore[attr-defined]
    return found


def came_back(member: Member) -> list[Returned]:
    """Mail to the member that did not arrive, for whoever keeps the roster."""
    found = came_back_from(community_id=member.community_id, address=member.email)
    return [
        Returned(message.mailing, title_of(message.mailing), message.get_reason_display())
        for message in found
        if message.mailing is not None and not is_errand(message.mailing)
    ]


def copy_of(actor: Actor, mailing: Mailing) -> MailAgain | None:
    """The mail for another mail program: a draft's own words, or written anew; None: neither.

    Where a draft's mails differ, it is the first. Policy is ``may_see_names``.
    """
    if not mailing.is_draft:
        return registry.mail_written_anew(actor.community, mailing.kind, mailing.about)
    drafts = mailing.messages.filter(state=State.DRAFT)
    first = drafts.first()
    if first is None:
        return None
    addresses = drafts.order_by("to").values_list("to", flat=True).distinct()
    return MailAgain(first.subject, first.text, list(addresses))


def get_draft_or_404(mailing: Mailing, message_id: int) -> Message:
    """A mail of the mailing while it is a draft: afterwards nobody but its recipient reads it."""
    draft = mailing.messages.filter(pk=message_id, state=State.DRAFT).first()
    if draft is None:
        raise Http404
    return draft
