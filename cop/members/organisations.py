"""Reads of organisations: the secretary's list, what a merge would do, and suggestions.

How many belong to an organisation is said for all its members together and never split.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import Http404

from cop.core import clock
from cop.core.names import folded, place_in_alphabet
from cop.core.policy import Actor
from cop.members.models import (
    Community,
    ErasedMembership,
    Member,
    Organisation,
    OrganisationAlias,
)
from cop.members.selectors import belonging_on

MOST_SUGGESTED = 8
LETTERS_TYPED = 2


def names_by_key(community: Community) -> dict[str, str]:
    """The name of every organisation under its own key and those of its aliases."""
    organisations = Organisation.objects.filter(community=community)
    aliases = OrganisationAlias.objects.filter(community=community)
    return dict(aliases.values_list("key", "organisation__name")) | dict(
        organisations.values_list("key", "name")
    )


def organisations_for(actor: Actor) -> list[Organisation]:
    """The secretary's list by name, each with ``now`` (members today) and ``ever``.

    ``ever`` counts those who left and those who erased themselves, of whom no name is left.
    """
    organisations = (
        Organisation.objects.filter(community=actor.community)
        .annotate(
            now=_number(Member.objects.filter(_today(actor.community))),
            ever=_number(Member.objects.all()) + _number(ErasedMembership.objects.all()),
        )
        .prefetch_related("aliases")
    )
    return sorted(organisations, key=lambda row: (place_in_alphabet(row.name), row.pk))


def _today(community: Community) -> Q:
    return belonging_on(clock.today(community.time_zone))


def _number(members: QuerySet[Any]) -> Coalesce:
    """How many of them are of the row's organisation."""
    members = members.filter(organisation=OuterRef("pk")).order_by()
    counted = members.values("organisation").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def number_not_stated(actor: Actor) -> int:
    """Members today who have not said where they work."""
    members = Member.objects.filter(_today(actor.community), community=actor.community)
    return members.filter(organisation=None).count()


def get_organisation_or_404(actor: Actor, organisation_id: int) -> Organisation:
    """An organisation of the actor's community; policy is ``can_keep_organisations``."""
    organisation = Organisation.objects.filter(
        community=actor.community, pk=organisation_id
    ).first()
    if organisation is None:
        raise Http404
    return organisation


def is_used(organisation: Organisation) -> bool:
    """Whether anybody has it, or had when they erased themselves."""
    return organisation.members.exists() or organisation.erased.exists()


def suggested_organisations(actor: Actor, typed: str) -> list[dict[str, str]]:
    """At most eight organisations of the actor's community whose name or alias holds the letters.

    Those that begin with them come first. ``alias`` is the other name that was met, or "".
    """
    letters = folded(typed)
    if len(letters) < LETTERS_TYPED:
        return []
    aliases = OrganisationAlias.objects.filter(
        organisation=OuterRef("pk"), key__contains=letters
    ).order_by("key")
    begins = Q(key__startswith=letters) | Exists(aliases.filter(key__startswith=letters))
    found = (
        Organisation.objects.filter(community=actor.community)
        .filter(Q(key__contains=letters) | Exists(aliases))
        .annotate(
            place=Case(When(begins, then=Value(0)), default=Value(1)),
            alias=Case(
                When(key__contains=letters, then=Value("")),
                default=Subquery(aliases.values("name")[:1]),
            ),
        )
        .order_by("place", "key")
    )
    return [{"name": row.name, "alias": row.alias} for row in found[:MOST_SUGGESTED]]


@dataclass(frozen=True)
class Move:
    """Who leaves an organisation that is merged into another."""

    organisation: Organisation
    members: list[Member]
    erased: int  # who were members, and of whom no name is left

    @property
    def number(self) -> int:
        return len(self.members) + self.erased


@dataclass(frozen=True)
class MergePlan:
    """What a merge would do, for people to read before it is done."""

    kept: Organisation
    stay: int  # members the kept one has already
    moves: list[Move]
    aliases: list[str]  # what leads to the kept one afterwards, besides what does now
    seen: str  # changes with anything above

    @property
    def number_moved(self) -> int:
        return sum(move.number for move in self.moves)


def plan_merge(community: Community, chosen: Collection[int], keep: int) -> MergePlan | None:
    """The merge of the chosen organisations into one of them; None where there is none to make.

    Policy is ``can_keep_organisations``. Ids of another community are as if they did not exist,
    and then nothing is planned.
    """
    rows = list(_with_members(community, chosen))
    kept = next((row for row in rows if row.pk == keep), None)
    if kept is None or len(rows) != len(set(chosen)) or len(rows) == 1:
        return None
    gone = [row for row in rows if row is not kept]
    names = [[row.name, *(alias.name for alias in row.aliases.all())] for row in gone]
    return MergePlan(
        kept=kept,
        stay=len(kept.members.all()) + len(kept.erased.all()),
        moves=[Move(row, list(row.members.all()), len(row.erased.all())) for row in gone],
        aliases=_apart_from(kept.name, [name for several in names for name in several]),
        seen=_as_seen(rows, keep),
    )


def _apart_from(kept: str, names: list[str]) -> list[str]:
    """The names that need an entry of their own: each spelling once, and not the kept one's."""
    by_key = {folded(name): name for name in reversed(names)}
    by_key.pop(folded(kept), None)
    return sorted(by_key.values(), key=place_in_alphabet)


def _with_members(community: Community, chosen: Collection[int]) -> QuerySet[Organisation]:
    return (
        Organisation.objects.filter(community=community, pk__in=chosen)
        .prefetch_related("aliases", "members", "erased")
        .order_by("name", "pk")
    )


def _as_seen(rows: list[Organisation], keep: int) -> str:
    """A fingerprint of names, aliases and members, and of which one is kept."""
    state = [
        (
            row.pk,
            row.name,
            sorted(alias.name for alias in row.aliases.all()),
            sorted(member.pk for member in row.members.all()),
            sorted(erased.pk for erased in row.erased.all()),
        )
        for row in sorted(rows, key=lambda row: row.pk)
    ]
    return hashlib.sha256(repr((keep, state)).encode()).hexdigest()


def names_of_organisations(community_id: int) -> list[str]:
    """What members' organisations are called."""
    names = Organisation.objects.filter(community=community_id).values_list("name")
    aliases = OrganisationAlias.objects.filter(community=community_id).values_list("name")
    return [name for (name,) in names.union(aliases)]
