"""Who may read, write and make an annual report (D11 draft, D12 published)."""

from cop.core.policy import Actor
from cop.members.enums import Role
from reports.models import Report

# Everybody with a part in a draft; what each may do there differs.
DRAFT_READERS = (
    Role.SECRETARY,
    Role.CO_CHAIR,
    Role.FACILITATOR,
    Role.EVALUATOR,
    Role.SECOND_REVIEWER,
    Role.OVERSIGHT_CHAIR,
    Role.DATA_PROTECTION_CONTACT,
)


def can_edit_reports(actor: Actor) -> bool:
    """The secretary builds the report: begins it, writes in it, freezes it, makes its PDF."""
    return actor.holds(Role.SECRETARY)


def can_view_report(actor: Actor, report: Report) -> bool:
    """A published report is everybody's who belongs here; a draft is its readers'."""
    if report.community_id != actor.community.pk:
        return False
    return report.published_at is not None or actor.holds(*DRAFT_READERS)


def can_edit_report(actor: Actor, report: Report) -> bool:
    """Once published, a report does not change."""
    return (
        can_edit_reports(actor)
        and report.community_id == actor.community.pk
        and report.published_at is None
    )


def can_render_report(actor: Actor, report: Report) -> bool:
    """The secretary has the PDF made, of a draft and of a published report alike."""
    return (
        can_edit_reports(actor)
        and report.community_id == actor.community.pk
        and report.data is not None
    )


def can_publish_report(actor: Actor, report: Report) -> bool:
    """A summary of figures, topics and share-backs needs a co-chair alone."""
    return (
        actor.holds(Role.CO_CHAIR)
        and report.community_id == actor.community.pk
        and report.published_at is None
        and report.data is not None
    )
