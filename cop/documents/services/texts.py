"""Drafting, adopting and reviewing the texts of a community."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.documents.enums import Kind
from cop.documents.models import Version
from cop.documents.policies import can_change_documents, why_not_adopt
from cop.documents.selectors import current_version, draft_of, fingerprint
from cop.documents.shipped import shipped_text
from cop.members.models import Community
from cop.members.services import lock

LONGEST_TEXT = 20_000
LONGEST_NOTE = 300
LONGEST_WAIT = dt.timedelta(days=5 * 366)


def clean_text(text: str) -> str:
    """The text without characters that hide or turn round what it says; lines stay lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = [" " * (len(line) - len(line.lstrip(" "))) + clean_line(line) for line in lines]
    return "\n".join(line.rstrip() for line in kept).strip()


@transaction.atomic
def save_draft(*, actor: Actor, kind: str, text: str, note: str = "", seen: str = "") -> Version:
    """Keep a draft of the kind, the only one; members do not see it.

    ``seen`` is the fingerprint of the draft the writer began with, "" if there was none. Raises
    Refused for an empty or endless text, and where somebody else has changed the draft meanwhile.
    """
    require(can_change_documents(actor))
    community = lock(actor.community)
    text, note = clean_text(text), clean_line(note)[:LONGEST_NOTE]
    if not text:
        raise Refused(_("Write the text before you save it."))
    if len(text) > LONGEST_TEXT:
        raise Refused(_("Shorten the text to at most %d characters.") % LONGEST_TEXT)
    draft = draft_of(community, kind)
    _refuse_unseen(draft, seen)
    if draft is None:
        draft = Version(community=community, kind=kind, number=_next_number(community, kind))
    draft.text, draft.note = text, note
    draft.save()
    record(actor=actor, verb=Verb.CHANGE, target=draft, fields=["text", "note"])
    return draft


@transaction.atomic
def adopt_draft(*, actor: Actor, kind: str, review_on: dt.date, seen: str) -> Version:
    """The draft holds from today, word for word and for good. It is offered to members again.

    Raises Refused where there is no draft, where it is not the one that was read (``seen``),
    where nothing is new in it, for a day of review that does not lie ahead, and while the
    community may not meet yet.
    """
    require(can_change_documents(actor))
    refuse_if(why_not_adopt(actor))
    community = lock(actor.community)
    day = clock.today(community.time_zone)
    draft = draft_of(community, kind)
    if draft is None:
        raise Refused(_("There is no draft any more. Somebody may have adopted or discarded it."))
    _refuse_unseen(draft, seen)
    current = current_version(community, kind)
    if current is not None and current.text == draft.text:
        raise Refused(
            _("The draft says what already holds. Discard it, or confirm the text at its review.")
        )
    _refuse_day(review_on, day)
    draft.adopted_on, draft.review_on = day, review_on
    draft.save(update_fields=["adopted_on", "review_on"])
    record(actor=actor, verb=Verb.ADOPT, target=draft, fields=["review_on"])
    return draft


@transaction.atomic
def discard_draft(*, actor: Actor, kind: str) -> None:
    """Throw the draft away. What holds, holds on."""
    require(can_change_documents(actor))
    draft = draft_of(lock(actor.community), kind)
    if draft is not None:
        record(actor=actor, verb=Verb.DELETE, target=draft)
        draft.delete()


@transaction.atomic
def adopt_shipped(
    *, actor: Actor, review_on: dt.date, rationale: str = "", on: dt.date | None = None
) -> list[Version]:
    """Adopt the texts that come with the program for every kind that has no version yet.

    ``rationale``: why this community meets in caucuses. ``on``: the day, for the system alone,
    where a community adopted them before it came here. Returns what was adopted: nothing, where
    somebody was a moment earlier. Raises Refused for a day of review that does not lie ahead, and
    while the community may not meet yet.
    """
    require(can_change_documents(actor) and (on is None or actor.is_system))
    refuse_if(why_not_adopt(actor))
    community = lock(actor.community)
    day = clock.today(community.time_zone)
    _refuse_day(review_on, day)
    begun = set(Version.objects.filter(community=community).values_list("kind", flat=True))
    adopted = [
        Version.objects.create(
            community=community,
            kind=kind,
            number=1,
            text=clean_text(shipped_text(community, kind, clean_text(rationale))),
            adopted_on=on or day,
            review_on=review_on,
        )
        for kind in Kind
        if kind not in begun
    ]
    for version in adopted:
        record(actor=actor, verb=Verb.ADOPT, target=version, fields=["review_on"])
    return adopted


@transaction.atomic
def confirm_review(*, actor: Actor, kind: str, review_on: dt.date) -> Version:
    """The text was reviewed and holds on, until the next day of review.

    Raises Refused where nothing is adopted, and for a day that does not lie ahead.
    """
    require(can_change_documents(actor))
    community = lock(actor.community)
    version = current_version(community, kind)
    if version is None:
        raise Refused(_("Nothing is adopted yet, so there is nothing to review."))
    _refuse_day(review_on, clock.today(community.time_zone))
    version.review_on = review_on
    version.save(update_fields=["review_on"])
    record(actor=actor, verb=Verb.CONFIRM, target=version, fields=["review_on"])
    return version


def _next_number(community: Community, kind: str) -> int:
    newest = Version.objects.filter(community=community, kind=kind).aggregate(Max("number"))
    return int(newest["number__max"] or 0) + 1


def _refuse_unseen(draft: Version | None, seen: str) -> None:
    """Raise Refused where the draft is no longer the one somebody has before their eyes."""
    if seen != (fingerprint(draft.text) if draft else ""):
        raise Refused(
            _(
                "Somebody else has changed the draft since you opened it. Copy what you wrote, "
                "open the draft again, and put both together."
            )
        )


def _refuse_day(review_on: dt.date, day: dt.date) -> None:
    if not day < review_on <= day + LONGEST_WAIT:
        raise Refused(_("Choose a day of review after today, and within five years."))
