"""The controlled list of organisations: one name each, and every other name that leads there.

All of it is serialised with changes of the roster by the community's lock, so that no member is
given an organisation while it is merged away.
"""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.names import clean_line, folded
from cop.core.policy import Actor, require
from cop.members.models import (
    Community,
    ErasedMembership,
    Member,
    Organisation,
    OrganisationAlias,
)
from cop.members.organisations import MergePlan, is_used, plan_merge
from cop.members.policies import can_keep_organisations
from cop.members.services.appointments import lock

LONGEST_NAME = 200
MOST_ALIASES = 50


@transaction.atomic
def organisation_named(community: Community, name: str) -> Organisation | None:
    """The community's organisation of that name or alias, created if new; None for no name."""
    name = clean_line(name)
    if not folded(name):
        return None
    if len(name) > LONGEST_NAME:
        raise Refused(_("The organisation’s name is too long. Use at most 200 characters."))
    community = lock(community)
    found = _known_as(community, name)
    return found or Organisation.objects.create(community=community, name=name)


def _known_as(community: Community, name: str) -> Organisation | None:
    key = folded(name)
    own = Organisation.objects.filter(community=community, key=key).first()
    if own is not None:
        return own
    alias = OrganisationAlias.objects.filter(community=community, key=key)
    led = alias.select_related("organisation").first()
    return led.organisation if led else None


@transaction.atomic
def save_organisation(
    *,
    actor: Actor,
    organisation: Organisation | None = None,
    name: str,
    aliases: Iterable[str] = (),
) -> tuple[Organisation, list[str]]:
    """Add an organisation, or change one; returns it with the names of the changed fields.

    ``aliases`` are all it shall have; on a change of name the old one joins them, so that a
    spreadsheet with it goes on working. Raises Refused for a name that leads to another one.
    """
    require(can_keep_organisations(actor))
    community = lock(actor.community)
    name = _checked(name)
    wanted = {folded(alias): _checked(alias) for alias in aliases}
    before: dict[str, str] = {}
    if organisation is None:
        organisation = Organisation(community=community)
    else:
        organisation = Organisation.objects.get(community=community, pk=organisation.pk)
        before = dict(organisation.aliases.values_list("key", "name"))
        wanted.setdefault(folded(organisation.name), organisation.name)
    wanted.pop(folded(name), None)
    if len(wanted) > MOST_ALIASES:
        raise Refused(_("An organisation can have at most %d other names.") % MOST_ALIASES)
    for spelling in (name, *wanted.values()):
        _refuse_taken(community, organisation, spelling)
    is_new = organisation.pk is None
    changed = ["name"] if organisation.name != name else []
    changed += ["aliases"] if before != wanted else []
    if changed:
        OrganisationAlias.objects.filter(organisation=organisation.pk).delete()
        organisation.name = name
        organisation.save()
        _enter_aliases(organisation, wanted.values())
        verb = "create" if is_new else "change"
        record(actor=actor, verb=verb, target=organisation, fields=changed)
    return organisation, changed


def _checked(name: str) -> str:
    """The name as one clean line. Raises Refused when nothing is left, or too much."""
    name = clean_line(name)
    if not folded(name) or len(name) > LONGEST_NAME:
        raise Refused(_("Give every name with 1 to %d characters.") % LONGEST_NAME)
    return name


def _refuse_taken(community: Community, organisation: Organisation, name: str) -> None:
    other = _known_as(community, name)
    if other is not None and other.pk != organisation.pk:
        raise Refused(
            _("“%(name)s” leads to the organisation “%(other)s”. Choose another, or merge the two.")
            % {"name": name, "other": other.name}
        )


def _enter_aliases(organisation: Organisation, names: Iterable[str]) -> None:
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(
            community_id=organisation.community_id, organisation=organisation, name=name
        )
        for name in names
    )


@transaction.atomic
def delete_organisation(*, actor: Actor, organisation: Organisation) -> None:
    """Take an organisation off the list, which is refused while anybody has it."""
    require(can_keep_organisations(actor))
    community = lock(actor.community)
    organisation = Organisation.objects.get(community=community, pk=organisation.pk)
    if is_used(organisation):
        raise Refused(
            _("Members have this organisation, so it stays. Merge it into another instead.")
        )
    record(actor=actor, verb="delete", target=organisation)
    organisation.delete()


@transaction.atomic
def merge_organisations(
    *, actor: Actor, organisations: Collection[int], keep: int, seen: str
) -> MergePlan:
    """Make the organisations one, as ``seen`` in the plan; returns what was done.

    All members of the others move to the one that is kept, and the others' names become its
    aliases. Raises Refused when anything of it changed since the plan was made.
    """
    require(can_keep_organisations(actor))
    community = lock(actor.community)
    plan = plan_merge(community, organisations, keep)
    if plan is None or plan.seen != seen:
        raise Refused(
            _("These organisations changed since you looked. Look again at what would happen.")
        )
    gone = [move.organisation.pk for move in plan.moves]
    for people in (Member.objects, ErasedMembership.objects):
        people.filter(organisation__in=gone).update(organisation=plan.kept)
    for organisation in gone:
        record(
            actor=actor,
            verb="merge",
            target=Organisation(pk=organisation),
            fields=["organisation", "aliases"],
        )
    Organisation.objects.filter(pk__in=gone).delete()  # their aliases with them
    plan.kept.save(update_fields=["key"])  # nothing else has its spelling any more
    _enter_aliases(plan.kept, plan.aliases)
    return plan
