"""Who writes recommendations, and who says what became of them."""

from cop.core.policy import Actor
from cop.members.enums import Role
from reports.models import Report
from reports.policies.reports import can_edit_report, is_editor

FOLLOWS_UP = (Role.SECRETARY, Role.CO_CHAIR)


def can_view_published(report: Report) -> bool:
    """What became of it is asked of what was published; the door has seen who asks."""
    return report.published_at is not None


def can_write_recommendations(actor: Actor, report: Report) -> bool:
    """The secretary and the editors, while the report is being written."""
    if can_edit_report(actor, report):
        return True
    here = report.community_id == actor.community.pk
    return here and report.is_being_written and is_editor(actor, report)


def can_follow_up(actor: Actor, report: Report) -> bool:
    """Once it is published, at any time: a recommendation lives longer than its report."""
    return (
        actor.holds(*FOLLOWS_UP)
        and report.community_id == actor.community.pk
        and report.published_at is not None
    )
