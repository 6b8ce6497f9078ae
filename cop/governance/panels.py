"""What this room enters elsewhere: a section, cards on the first page, alarms."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core import registry
from cop.core.policy import Actor
from cop.core.registry import Panel
from cop.governance.clocks import DAYS_TO_ACKNOWLEDGE, HOURS_TO_REPORT
from cop.governance.enums import Stage
from cop.governance.overview import set_up_steps
from cop.governance.policies import (
    can_change_governance,
    can_view_governance,
    can_work_breaches,
    can_work_complaints,
    has_come_to_listen,
    why_stage_is_shut,
)
from cop.governance.selectors import (
    Counts,
    breach_counts,
    complaint_counts,
    overdue_breaches,
    overdue_complaints,
    takes_consent,
)
from cop.members.models import Community


def register() -> None:
    """Enter them once, when the program starts."""
    registry.nav_items.append(governance_entry)
    registry.first_page_panels.append(panels)
    registry.health_numbers.append(health_numbers)
    registry.listening.append(has_come_to_listen)
    registry.why_not_meeting.append(why_not_meeting)
    registry.consent_needed.append(takes_consent)


def why_not_meeting(community: Community) -> str:
    """What the rooms below ask before something begins."""
    return why_stage_is_shut(community, Stage.MEET)


def health_numbers() -> dict[str, int]:
    """Clocks that have run out."""
    return {
        f"complaints not acknowledged in {DAYS_TO_ACKNOWLEDGE} days": overdue_complaints().count(),
        f"breaches undecided after {HOURS_TO_REPORT} hours": overdue_breaches().count(),
    }


def governance_entry(actor: Actor) -> list[tuple[str, str, str]]:
    """For those who answer for it; everybody else comes here from a sentence that says why."""
    if not can_view_governance(actor):
        return []
    url = reverse("governance:stage_list", args=[actor.community.slug])
    return [(_("Governance"), url, "governance")]


def panels(actor: Actor) -> list[Panel]:
    """Setting up, for co-chairs; what waits in the registers, for whoever works them."""
    return [*_set_up(actor), *_complaints(actor), *_breaches(actor)]


def _set_up(actor: Actor) -> list[Panel]:
    """Until a first invitation can go out: how far the community is, and one next step."""
    if not can_change_governance(actor):
        return []
    steps = set_up_steps(actor)
    following = next((step for step in steps if not step.done), None)
    if following is None or _has_begun(actor.community):
        return []
    done = {
        "done": sum(step.done for step in steps),
        "all": len(steps),
        "next": following.title,
    }
    return [
        Panel(
            title=_("Set up your community"),
            text=_("%(done)d of %(all)d steps of setting up are done. Next: %(next)s.") % done,
            url=following.url
            or reverse("governance:stage_detail", args=[actor.community.slug, Stage.MEET]),
            label=_("Do this now"),
            key="set_up",
            is_next=True,
        )
    ]


def _has_begun(community: Community) -> bool:
    """A session was held here, or a year of sessions brought in stands in a published report."""
    have_met = any(have_met(community) for have_met in registry.has_met)
    return have_met or bool(registry.editions_of(community))


def _complaints(actor: Actor) -> list[Panel]:
    if not can_work_complaints(actor):
        return []
    counts = complaint_counts(actor.community)
    late = ngettext(
        "%d should have been acknowledged by now.",
        "%d should have been acknowledged by now.",
        counts.overdue,
    ) % counts.overdue  # fmt: skip
    return _register_panel(actor, _("Complaints"), "complaint", "complaints", counts, late)


def _breaches(actor: Actor) -> list[Panel]:
    if not can_work_breaches(actor):
        return []
    counts = breach_counts(actor.community)
    late = ngettext(
        "For %(late)d the %(hours)d hours have passed without a decision.",
        "For %(late)d the %(hours)d hours have passed without a decision.",
        counts.overdue,
    ) % {"late": counts.overdue, "hours": HOURS_TO_REPORT}  # fmt: skip
    return _register_panel(actor, _("Breaches"), "breach", "breaches", counts, late)


def _register_panel(
    actor: Actor, title: str, noun: str, key: str, counts: Counts, late: str
) -> list[Panel]:
    """What waits in one of the registers, and the way there; nothing where nothing waits."""
    if not counts.open:
        return []
    text = ngettext("%d is open.", "%d are open.", counts.open) % counts.open
    if counts.overdue:
        text = f"{text} {late}"
    url = reverse(f"governance:{noun}_list", args=[actor.community.slug])
    return [Panel(title, text, url, _("Open the register"), key)]
