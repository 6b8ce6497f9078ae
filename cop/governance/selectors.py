"""Reads of what a community has in place. Who may see the facts is ``policies``."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import DateTimeField, ExpressionWrapper, QuerySet
from django.http import Http404

from cop.core import clock
from cop.core.policy import Actor
from cop.governance.checklists import Item, State, items_of
from cop.governance.clocks import DAYS_TO_ACKNOWLEDGE, HOURS_TO_REPORT
from cop.governance.enums import SpecialCondition, Stage
from cop.governance.models import Breach, Complaint, Governance
from cop.governance.notice import Notice, asks_comments, confirmed_words, notice_of
from cop.governance.support import support_words, with_links
from cop.members.models import Appointment, Community
from cop.members.selectors import current, day_there

__all__ = [
    "Counts",
    "Item",
    "Notice",
    "are_comments_asked",
    "breach_counts",
    "breaches_of",
    "checklist",
    "complaint_counts",
    "complaints_of",
    "current_notice",
    "get_breach_or_404",
    "get_community_or_404",
    "get_complaint_or_404",
    "governance_of",
    "missing_items",
    "notice_print",
    "overdue_breaches",
    "overdue_complaints",
    "roles_held",
    "state_of",
    "support_words",
    "takes_consent",
    "with_links",
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


def complaints_of(community: Community) -> QuerySet[Complaint]:
    """The register of complaints, in its order."""
    return Complaint.objects.filter(community=community)


def breaches_of(community: Community) -> QuerySet[Breach]:
    """The register of breaches, in its order."""
    return Breach.objects.filter(community=community)


def get_complaint_or_404(actor: Actor, complaint_id: int) -> Complaint:
    """One of the actor's community, with its steps."""
    found = complaints_of(actor.community).filter(pk=complaint_id)
    complaint = found.prefetch_related("steps").first()
    if complaint is None:
        raise Http404
    return complaint


def get_breach_or_404(actor: Actor, breach_id: int) -> Breach:
    """One of the actor's community, with its steps."""
    found = breaches_of(actor.community).filter(pk=breach_id)
    breach = found.prefetch_related("steps").first()
    if breach is None:
        raise Http404
    return breach


def overdue_complaints(community: Community | None = None) -> QuerySet[Complaint]:
    """Not acknowledged within 30 days, by each community's own calendar."""
    latest = ExpressionWrapper(
        day_there("community__time_zone") - dt.timedelta(days=DAYS_TO_ACKNOWLEDGE),
        output_field=DateTimeField(),
    )
    found = Complaint.objects.filter(acknowledged_on__isnull=True, received_on__lt=latest)
    return found if community is None else found.filter(community=community)


def overdue_breaches(community: Community | None = None) -> QuerySet[Breach]:
    """Neither reported nor decided within 72 hours."""
    latest = clock.now() - dt.timedelta(hours=HOURS_TO_REPORT)
    found = Breach.objects.filter(decided_at__isnull=True, aware_at__lt=latest)
    return found if community is None else found.filter(community=community)


@dataclass(frozen=True)
class Counts:
    """A register in numbers: all that a page says to those who may not read it."""

    open: int
    overdue: int
    all: int


def complaint_counts(community: Community) -> Counts:
    """Complaints in numbers."""
    found = complaints_of(community)
    return Counts(
        found.filter(closed_on__isnull=True).count(),
        overdue_complaints(community).count(),
        found.count(),
    )


def breach_counts(community: Community) -> Counts:
    """Breaches in numbers."""
    found = breaches_of(community)
    return Counts(
        found.filter(closed_on__isnull=True).count(),
        overdue_breaches(community).count(),
        found.count(),
    )


def takes_consent(community: Community) -> bool:
    """Whether the community's Article 9 condition is that members agree, each for themselves."""
    return Governance.objects.filter(
        community=community, special_condition=SpecialCondition.EXPLICIT_CONSENT
    ).exists()


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


def are_comments_asked(community: Community) -> bool:
    """Whether a survey that opens now asks for comments."""
    return asks_comments(community, governance_of(community))


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
