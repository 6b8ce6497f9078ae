"""Who pastes the works that a report cites."""

from cop.core.policy import Actor
from cop.members.enums import Role
from reports.models import Report
from reports.policies.reports import can_edit_report, is_editor


def can_write_references(actor: Actor, report: Report) -> bool:
    """Everybody who writes in the report: the secretary, its editors and the evaluator."""
    if can_edit_report(actor, report):
        return True
    if report.community_id != actor.community.pk or not report.is_being_written:
        return False
    return actor.holds(Role.EVALUATOR) or is_editor(actor, report)
