"""What somebody says about themselves in one community. Nothing here is about race."""

from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.names import clean_line, clean_lines
from cop.core.policy import Actor, require
from cop.members.enums import Mail
from cop.members.models import Appointment, Member
from cop.members.policies import can_change_own_name, can_change_profile
from cop.members.services.appointments import lock
from cop.members.services.organisations import organisation_named

LONGEST_NAME = 200
LONGEST_PRONOUNS = 60
LONGEST_NEEDS = 1000
LONGEST = {
    "name": LONGEST_NAME,
    "pronouns": LONGEST_PRONOUNS,
    "profession": LONGEST_NAME,
    "access_needs": LONGEST_NEEDS,
}


@dataclass(frozen=True)
class Profile:
    """Everything members say about themselves; empty is "not stated", and fine."""

    name: str
    pronouns: str = ""
    profession: str = ""
    organisation: str = ""
    access_needs: str = ""
    is_listed: bool = False
    mail: str = Mail.EVERYTHING


@transaction.atomic
def change_profile(*, actor: Actor, profile: Profile) -> list[str]:
    """Change one's own entry, and no other; returns the names of the changed fields.

    The roles the person holds here go by the same name. Raises Refused for no name, and for
    more than fits.
    """
    require(can_change_profile(actor))
    community = lock(actor.community)
    member = Member.objects.filter(community=community, person=actor.person).first()
    if member is None:  # the secretary gave the entry to another address a moment ago
        raise PermissionDenied
    values = {
        **asdict(profile),
        "name": clean_line(profile.name),
        "pronouns": clean_line(profile.pronouns),
        "profession": clean_line(profile.profession),
        "access_needs": clean_lines(profile.access_needs),
    }
    _check(values)
    values["organisation"] = organisation_named(community, profile.organisation)
    changed = [field for field, value in values.items() if getattr(member, field) != value]
    if changed:
        for field in changed:
            setattr(member, field, values[field])
        member.save(update_fields=changed)
        record(actor=actor, verb="change", target=member, fields=changed)
    if "name" in changed:
        _roles_of(actor).exclude(name="").update(name=member.name)
    return changed


@transaction.atomic
def change_own_name(*, actor: Actor, name: str) -> bool:
    """Choose the name one's roles go by here; returns whether it is another. Raises Refused."""
    require(can_change_own_name(actor))
    lock(actor.community)
    name = clean_line(name)
    _check({"name": name})
    others = list(_roles_of(actor).exclude(name=name))
    for appointment in others:
        appointment.name = name
        appointment.save(update_fields=["name"])
        record(actor=actor, verb="change", target=appointment, fields=["name"])
    return bool(others)


def _roles_of(actor: Actor) -> QuerySet[Appointment]:
    return Appointment.objects.filter(community=actor.community, person=actor.person)


def _check(values: dict[str, str]) -> None:
    if not values["name"]:
        raise Refused(_("Enter a name: how you want to be called here."))
    if any(len(values.get(field, "")) > longest for field, longest in LONGEST.items()):
        raise Refused(_("One of the answers is too long. Shorten it."))
    if values.get("mail", Mail.EVERYTHING) not in Mail.values:
        raise Refused(_("Choose how much mail you want."))
