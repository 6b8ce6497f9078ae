"""Reads of what a community has in place. Who may see the facts is ``policies``."""

from django.http import Http404

from cop.core import clock
from cop.governance.checklists import Item, State, items_of
from cop.governance.enums import Stage
from cop.governance.models import Governance
from cop.governance.notice import Notice, confirmed_words, notice_of
from cop.members.models import Appointment, Community
from cop.members.selectors import current

__all__ = [
    "Item",
    "Notice",
    "checklist",
    "current_notice",
    "get_community_or_404",
    "governance_of",
    "missing_items",
    "notice_print",
    "roles_held",
    "state_of",
]


def get_community_or_404(slug: str) -> Community:
    """Door of the pages that anybody may read."""
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        raise Http404
    return community


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


def current_notice(community: Community, facts: Governance | None = None) -> Notice:
    """The notice as it stands now, in the reader's language; it is for everybody."""
    return notice_of(community, facts or governance_of(community))


def notice_print(community: Community) -> str:
    """The mark of the notice as it stands now: what somebody who reads it confirms."""
    return confirmed_words(community, governance_of(community)).print


def state_of(community: Community) -> State:
    """The facts, who holds which role, and what the notice says otherwise than confirmed."""
    facts = governance_of(community)
    changed: dict[str, list[str]] = {}
    if facts.notice_confirmed_on is not None:
        now = confirmed_words(community, facts)
        changed = {stage: now.changed_since(facts.notice_facts, [stage]) for stage in Stage}
    return State(facts, roles_held(community), changed)


def checklist(community: Community, stage: str) -> list[Item]:
    """What the stage asks for, in the order in which it is easiest to answer."""
    return items_of(Stage(stage), state_of(community))


def missing_items(community: Community, stage: str) -> list[Item]:
    """What is missing for the stage, the stages before it included; nothing twice."""
    state = state_of(community)
    needed = list(Stage)[: list(Stage).index(Stage(stage)) + 1]
    missing = [item for each in needed for item in items_of(each, state) if not item.done]
    return list({item.key: item for item in reversed(missing)}.values())[::-1]
