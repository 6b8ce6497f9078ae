"""The record of acts, as far as somebody may read it, in words.

The record holds keys alone. Their names are those this community knows; what another one calls
somebody, or that they are there, is not found. Named are those who held a role here: who is on the
roster is not for whoever reads the record, so members stand in it as members.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cop.audit.models import Entry
from cop.audit.selectors import Sought, actor_keys_in, entries_in, kinds_in_words, verb_in_words
from cop.core import clock
from cop.core.policy import Actor
from cop.core.registry import field_in_words
from cop.members.models import Community, User
from cop.members.selectors import known_by_audit_key
from cop.rights.policies import can_view_record, can_view_whole_record

KEY_SHOWN = 8
WITHOUT_KEY = frozenset({"community", "governance"})  # there is one alone

PROGRAM, GONE = "program", "gone"
THE_PROGRAM = gettext_lazy("The program itself")
AN_ADMINISTRATOR = gettext_lazy("An administrator of the installation")
A_MEMBER = gettext_lazy("A member")
NAMELESS = gettext_lazy("Somebody without a name here")
SOMEBODY_GONE = gettext_lazy("Somebody no longer here")


@dataclass(frozen=True)
class Line:
    """One act in words."""

    at: dt.datetime  # in the community's zone
    who: str
    verb: str
    kind: str
    key: str
    fields: str


@dataclass(frozen=True)
class Question:
    """What the reader looks for; days are the community's."""

    from_on: dt.date | None = None
    to_on: dt.date | None = None
    verb: str = ""
    kind: str = ""
    who: str = ""  # a key, PROGRAM or GONE


def entries_for(actor: Actor, question: Question) -> QuerySet[Entry]:
    """What the actor may read of the community's record, the newest first.

    Raises PermissionDenied (403) for those who may read nothing.
    """
    if not can_view_record(actor):
        raise PermissionDenied
    zone = actor.community.time_zone
    before = question.to_on + dt.timedelta(days=1) if question.to_on else None
    sought = Sought(
        since=clock.midnight(question.from_on, zone) if question.from_on else None,
        before=clock.midnight(before, zone) if before else None,
        verb=question.verb,
        kind=question.kind,
        actor_keys=_keys_sought(actor, question),
    )
    return entries_in(actor.community.audit_key, sought)


def _keys_sought(actor: Actor, question: Question) -> frozenset[UUID | None] | None:
    """Whose acts: the reader's own alone, unless they may read everybody's."""
    if not can_view_whole_record(actor):
        return frozenset({actor.person.audit_key}) if actor.person else frozenset()
    if not question.who:
        return None
    if question.who == PROGRAM:
        return frozenset({None})
    acted = actor_keys_in(actor.community.audit_key)
    if question.who == GONE:
        return frozenset(acted - names_of(actor.community, acted).keys())
    return frozenset(key for key in acted if str(key) == question.who)


def people_who_acted(community: Community) -> list[tuple[str, str]]:
    """(key, name) of everybody with a role here who did something, by name."""
    known = known_by_audit_key(community, actor_keys_in(community.audit_key))
    return [
        (str(person.audit_key), _name_of(person))
        for person in known
        if not _is_member_alone(person)
    ]


def names_of(community: Community, keys: Collection[UUID]) -> dict[UUID, str]:
    """What to call the people behind the keys; whoever is no longer here is left out."""
    return {person.audit_key: _name_of(person) for person in known_by_audit_key(community, keys)}


def _name_of(person: User) -> str:
    if not person.is_known_here:  # type: ignore[attr-defined]  # annotated, as is name_here
        return str(AN_ADMINISTRATOR)
    if _is_member_alone(person):
        return str(A_MEMBER)
    return person.name_here or str(NAMELESS)  # type: ignore[attr-defined]


def _is_member_alone(person: User) -> bool:
    return person.is_known_here and not person.held_a_role  # type: ignore[attr-defined]  # annotated


def verbs_and_kinds(community: Community) -> tuple[list[str], list[str]]:
    """What occurs in the record at all: to choose from."""
    pairs = set(entries_in(community.audit_key).order_by().values_list("verb", "target_kind"))
    return sorted({verb for verb, _kind in pairs}), sorted({kind for _verb, kind in pairs})


def kind_in_words(kind: str) -> str:
    """The words for it, as for verbs."""
    words: str | Promise = kinds_in_words().get(kind, kind)
    return str(words)


def in_words(actor: Actor, entries: Iterable[Entry]) -> list[Line]:
    """The entries as the actor reads them, in two more queries however many they are.

    Whoever reads their own acts alone finds their own name.
    """
    community = actor.community
    listed = list(entries)
    keys = {entry.actor_key for entry in listed if entry.actor_key}
    names = names_of(community, keys)
    if actor.person and actor.member:
        names |= {actor.person.audit_key: str(actor.member)}
    zone = ZoneInfo(community.time_zone)
    kinds = kinds_in_words()
    return [
        Line(
            at=entry.at.astimezone(zone),
            who=_who(entry, names),
            verb=verb_in_words(entry.verb),
            kind=str(kinds.get(entry.target_kind, entry.target_kind)),
            key="" if entry.target_kind in WITHOUT_KEY else entry.target_key[:KEY_SHOWN],
            fields=", ".join(map(field_in_words, entry.fields)),
        )
        for entry in listed
    ]


def _who(entry: Entry, names: dict[UUID, str]) -> str:
    if entry.actor_key is None:
        return str(THE_PROGRAM)
    return names.get(entry.actor_key) or str(SOMEBODY_GONE)
