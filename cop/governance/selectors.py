"""Reads of what a community has in place. Who may see the facts is ``policies``."""

from cop.core import clock
from cop.governance.checklists import Item, items_of
from cop.governance.enums import Stage
from cop.governance.models import Governance
from cop.members.models import Appointment, Community
from cop.members.selectors import current

__all__ = ["Item", "checklist", "governance_of", "missing_items", "roles_held"]


def governance_of(community: Community) -> Governance:
    """The community's facts; unsaved and empty where nobody has written any yet."""
    return Governance.objects.filter(community=community).first() or Governance(community=community)


def roles_held(community: Community) -> dict[str, int]:
    """How many people hold each role today."""
    day = clock.today(community.time_zone)
    held = Appointment.objects.filter(current(day), community=community)
    people = set(held.order_by().values_list("role", "person"))
    counts: dict[str, int] = {}
    for role, _person in people:
        counts[role] = counts.get(role, 0) + 1
    return counts


def checklist(community: Community, stage: str) -> list[Item]:
    """What the stage asks for, in the order in which it is easiest to answer."""
    return items_of(Stage(stage), governance_of(community), roles_held(community))


def missing_items(community: Community, stage: str) -> list[Item]:
    """What is missing for the stage, the stages before it included."""
    facts, roles = governance_of(community), roles_held(community)
    needed = list(Stage)[: list(Stage).index(Stage(stage)) + 1]
    return [item for each in needed for item in items_of(each, facts, roles) if not item.done]
