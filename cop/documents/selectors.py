"""Reads of the texts of a community, and of what one member has read and agreed to."""

import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core import clock
from cop.core.policy import Actor
from cop.core.registry import needs_consent
from cop.core.text import markdown_to_html
from cop.documents.enums import CONSENTS, DOCUMENTS, THREE_MINUTES, Kind
from cop.documents.models import Consent, Reading, Version
from cop.documents.policies import can_change_documents, can_view_history, kinds_for
from cop.members.models import Community, Member
from cop.members.selectors import members_of


@dataclass(frozen=True)
class AdoptedText:
    """A text as it holds now, ready for a page. Its first heading would be an h3."""

    kind: str
    label: str
    html: SafeString
    adopted_on: dt.date


@dataclass(frozen=True)
class Entry:
    """One kind on the list of documents."""

    kind: Kind
    version: Version | None
    has_draft: bool
    is_unread: bool
    is_due: bool


@dataclass(frozen=True)
class Asked:
    """A text the member is asked about, or has agreed to."""

    kind: Kind
    version: Version
    text: AdoptedText
    consent: Consent | None  # to the text as it holds now
    is_standing: bool  # to this version or an earlier one


# Texts


def current_versions(
    community: Community, kinds: Collection[str] | None = None
) -> dict[str, Version]:
    """The adopted version of each kind that has one. Policy is the caller's."""
    adopted = Version.objects.filter(community=community, adopted_on__isnull=False)
    if kinds is not None:
        adopted = adopted.filter(kind__in=kinds)
    newest = adopted.select_related("community").order_by("kind", "-number").distinct("kind")
    return {version.kind: version for version in newest}


def adopted_texts(community: Community, kinds: Iterable[str] = DOCUMENTS) -> list[AdoptedText]:
    """What is adopted of these kinds, in their order. Who may see which is the caller's to say.

    The purpose and what caucusing is may stand on a page for everybody.
    """
    wanted = list(kinds)
    current = current_versions(community, wanted)
    return [shown(current[kind]) for kind in wanted if kind in current]


def shown(version: Version) -> AdoptedText:
    """The version as a page shows it; a draft as if adopted today."""
    return AdoptedText(
        kind=version.kind,
        label=str(Kind(version.kind).label),
        html=markdown_to_html(version.text, heading_offset=2),
        adopted_on=version.adopted_on or clock.today(version.community.time_zone),
    )


LEAD = re.compile(r"^(?:[-*] )?\*\*(?P<lead>[^*]+)\*\*\s*(?P<rest>.*)$")
SENTENCE = re.compile(r"^.*?[.!?:](?=\s|$)")


def in_short(version: Version | None) -> list[tuple[str, str]]:
    """The text in a few lines: bold words that open a paragraph, and the first sentence after them.

    Where nothing is bold, the first sentence of each paragraph, with no words before it.
    """
    if version is None:
        return []
    text = version.text.replace("\r\n", "\n")
    paragraphs = [" ".join(one.split()) for one in text.split("\n\n") if one.strip()]
    leads = [found for found in map(LEAD.match, paragraphs) if found]
    if leads:
        return [(found["lead"], _first_sentence(found["rest"])) for found in leads]
    plain = [one for one in paragraphs if not one.startswith(("#", "-", "*", ">", "|"))]
    return [("", _first_sentence(one)) for one in plain]


def _first_sentence(text: str) -> str:
    found = SENTENCE.match(text)
    return found[0] if found else text


def get_kind_or_404(actor: Actor, kind: str) -> Kind:
    """Door: a kind of text the actor may read."""
    if kind not in kinds_for(actor):
        raise Http404
    return Kind(kind)


def current_version(community: Community, kind: str) -> Version | None:
    """The adopted version of a kind. Policy is the caller's."""
    return current_versions(community, [kind]).get(kind)


def draft_of(community: Community, kind: str) -> Version | None:
    """The draft of a kind, for co-chairs."""
    return Version.objects.filter(community=community, kind=kind, adopted_on__isnull=True).first()


def versions_for(actor: Actor, kind: str) -> QuerySet[Version]:
    """The versions of a kind, newest first: adopted ones, and for co-chairs the draft.

    None for guests, who read what holds now.
    """
    versions = Version.objects.filter(community=actor.community, kind=kind).order_by("-number")
    if not can_view_history(actor):
        return versions.none()
    if not can_change_documents(actor):
        versions = versions.filter(adopted_on__isnull=False)
    return versions.select_related("community")


def get_visible_version_or_404(actor: Actor, kind: str, number: int) -> Version:
    """Door: one version of a kind the actor may read."""
    version = versions_for(actor, get_kind_or_404(actor, kind)).filter(number=number).first()
    if version is None:
        raise Http404
    return version


def fingerprint(text: str) -> str:
    """What tells a form whether the text is still the one it was opened with."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def documents_for(actor: Actor) -> list[Entry]:
    """Every kind the actor may read, with what they need to know of it; three queries at most."""
    kinds = kinds_for(actor)
    current = current_versions(actor.community, kinds)
    drafts: set[str] = set()
    if can_change_documents(actor):
        unadopted = Version.objects.filter(community=actor.community, adopted_on__isnull=True)
        drafts = set(unadopted.values_list("kind", flat=True))
    not_read = {version.kind for version in unread_of(actor, current)}
    day = clock.today(actor.community.time_zone)
    return [
        Entry(
            kind=Kind(kind),
            version=current.get(kind),
            has_draft=kind in drafts,
            is_unread=kind in not_read,
            is_due=kind in current and _is_due(current[kind], day),
        )
        for kind in kinds
    ]


def due_for_review(current: dict[str, Version], day: dt.date) -> list[Version]:
    """The versions whose day of review has come, in the order of the kinds."""
    return [current[kind] for kind in Kind if kind in current and _is_due(current[kind], day)]


def _is_due(version: Version, day: dt.date) -> bool:
    return version.review_on is not None and version.review_on <= day


def kinds_not_begun(community: Community) -> list[Kind]:
    """The kinds without any version, for which the shipped text can be adopted as it is."""
    begun = set(Version.objects.filter(community=community).values_list("kind", flat=True))
    return [kind for kind in Kind if kind not in begun]


# Reading


def unread(actor: Actor) -> list[Version]:
    """The adopted documents the member has not marked as read, in reading order."""
    if actor.member is None:
        return []
    return unread_of(actor, current_versions(actor.community, DOCUMENTS))


def unread_of(actor: Actor, current: dict[str, Version]) -> list[Version]:
    """Of these current versions, those the member has not marked as read."""
    if actor.member is None or not current:
        return []
    read = set(Reading.objects.filter(member=actor.member).values_list("version", flat=True))
    return [current[kind] for kind in DOCUMENTS if kind in current and current[kind].pk not in read]


def has_read_earlier(actor: Actor, kind: str) -> bool:
    """Whether the member has read a version of the kind, so that a newer one is news."""
    return Reading.objects.filter(member=actor.member, version__kind=kind).exists()


def before_first_session(actor: Actor) -> tuple[list[Version], list[Version]]:
    """What the page of three minutes shows open, and what it shows folded."""
    current = current_versions(actor.community, kinds_for(actor))
    open_ones = [current[kind] for kind in THREE_MINUTES if kind in current]
    folded = [current[kind] for kind in DOCUMENTS[len(THREE_MINUTES) :] if kind in current]
    return open_ones, folded


# Who leads others


def leading_in_words(community: Community, besides: Member | None = None) -> str:
    """R12: how many of those invited lead others, for whoever is about to answer.

    Everybody in the community is invited. Named are only those who let other members see them.
    """
    leading = members_of(community).filter(leads_others=True)
    if besides is not None:
        leading = leading.exclude(pk=besides.pk)
    people = list(leading)
    if not people:
        return _("Nobody else who is invited has said that they lead a team or manage people.")
    said = ngettext(
        "Of the others who are invited, one has said that they lead a team or manage people.",
        "Of the others who are invited, %d have said that they lead a team or manage people.",
        len(people),
    )
    said = said % len(people) if "%d" in said else said
    names = sorted(str(member) for member in people if member.is_listed and member.name)
    if names:
        said += " " + _("Those who let members see their name: %s.") % ", ".join(names)
    return said


# Consent


def consents_to(member: Member, kind: str) -> bool:
    """Whether the member agrees today to the text as it holds now."""
    version = current_version(member.community, kind)
    return version is not None and _standing(member).filter(version=version).exists()


def may_store_choice(member: Member) -> bool:
    """Whether a choice of space may be stored: the member agrees, or the law asks no consent."""
    return not needs_consent(member.community) or consents_to(member, Kind.CONSENT_TO_CHOICE)


def consent_asked(actor: Actor, kind: str) -> Asked | None:
    """One text the member is asked about; None where the community has adopted none."""
    return next((asked for asked in consents_asked(actor) if asked.kind == kind), None)


def consents_asked(actor: Actor) -> list[Asked]:
    """What the community asks its members to agree to, and whether this one does.

    Where it asks no longer, a consent that still stands can be taken back all the same.
    """
    if actor.member is None:
        return []
    is_asking = needs_consent(actor.community)
    standing = list(_standing(actor.member).select_related("version"))
    agreed = {consent.version_id: consent for consent in standing}
    kinds = {consent.version.kind for consent in standing}
    return [
        Asked(Kind(kind), version, shown(version), agreed.get(version.pk), kind in kinds)
        for kind, version in current_versions(actor.community, CONSENTS).items()
        if is_asking or kind in kinds
    ]


def consents_of(member: Member) -> QuerySet[Consent]:
    """Everything the member agreed to, and took back; for themselves."""
    return (
        Consent.objects.filter(member=member)
        .select_related("version")
        .order_by("version__kind", "-version__number", "-given_on", "withdrawn_on")
    )


def consents_in_short(member: Member | None) -> list[tuple[uuid.UUID, dt.date | None]]:
    """Another whenever the member agrees to something or takes it back."""
    given = Consent.objects.filter(member=member).order_by("pk")
    return list(given.values_list("pk", "withdrawn_on"))


def has_taken_back(member: Member, kind: str) -> bool:
    """Whether the member agreed once, to whichever version, and does no longer."""
    given = Consent.objects.filter(member=member, version__kind=kind)
    ends = list(given.values_list("withdrawn_on", flat=True))
    return bool(ends) and None not in ends


def _standing(member: Member) -> QuerySet[Consent]:
    return Consent.objects.filter(member=member, withdrawn_on__isnull=True)
