"""What may be on record, and what is. Policy is the caller's."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from cop.audit.enums import Verb
from cop.audit.models import Entry
from cop.core import registry


def fields_allowed(kind: str, verb: str) -> frozenset[str] | None:
    """The fields an act may name, from what the rooms declared; None: no such act."""
    found = [one.acts[verb] for one in registry.audited if one.kind == kind and verb in one.acts]
    return frozenset().union(*found) if found else None


def verb_in_words(verb: str) -> str:
    """The word for it; one that is no longer used stands as it was written."""
    return str(Verb(verb).label) if verb in Verb.values else verb


def kinds_in_words() -> dict[str, str | Promise]:
    """What the record calls each kind of target."""
    return {one.kind: one.words for one in reversed(registry.audited)}


@dataclass(frozen=True)
class Sought:
    """Which entries to find. Empty: all of them."""

    since: dt.datetime | None = None
    before: dt.datetime | None = None
    verb: str = ""
    kind: str = ""
    actor_keys: frozenset[UUID | None] | None = None  # None in it: the program itself


def entries_in(community_key: UUID, sought: Sought | None = None) -> QuerySet[Entry]:
    """One community's entries, the newest first."""
    sought = sought or Sought()
    entries = Entry.objects.filter(community_key=community_key)
    if sought.since:
        entries = entries.filter(at__gte=sought.since)
    if sought.before:
        entries = entries.filter(at__lt=sought.before)
    if sought.verb:
        entries = entries.filter(verb=sought.verb)
    if sought.kind:
        entries = entries.filter(target_kind=sought.kind)
    if sought.actor_keys is None:
        return entries
    if None in sought.actor_keys:
        return entries.filter(actor_key__isnull=True)
    return entries.filter(actor_key__in=sought.actor_keys)


def actor_keys_in(community_key: UUID) -> set[UUID]:
    """Everybody who did something in the community."""
    entries = Entry.objects.filter(community_key=community_key, actor_key__isnull=False)
    keys = entries.order_by().values_list("actor_key", flat=True).distinct()
    return {key for key in keys if key is not None}
