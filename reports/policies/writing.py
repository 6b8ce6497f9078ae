"""Who names themselves in a report, reflects in it, and what keeps a section in it."""

from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.members.enums import FACILITATES, Role
from reports.enums import SectionKind
from reports.figures import RATE_FLOOR, under_rate_floor
from reports.models import Editor, OwnReflection, Remark, Report, Section
from reports.policies.reports import can_edit_report, can_write_section


def can_arrange_sections(actor: Actor, report: Report) -> bool:
    """Add, move, drop and put back sections, and ask people to write along: the secretary."""
    return can_edit_report(actor, report)


def why_kept(section: Section, report: Report) -> str:
    """Why a section may not be dropped, or ""."""
    if section.kind != SectionKind.LIMITATIONS:
        return ""
    table = (report.data or {}).get("tables", {}).get("responses_by_session")
    if table and under_rate_floor(table):
        words = _(
            "Limitations stay: in some sessions fewer than %(floor)s%% of those who came answered, "
            "and readers should know what that means."
        )
        return words % {"floor": RATE_FLOOR}
    return ""


def can_resolve_remark(actor: Actor, remark: Remark) -> bool:
    """Whoever writes the section, and whoever made the remark."""
    return can_write_section(actor, remark.section) or is_own_remark(actor, remark)


def is_own_remark(actor: Actor, remark: Remark) -> bool:
    """Made by the actor, and the report is still being written."""
    report = remark.section.report
    return (
        actor.person is not None
        and remark.person_id == actor.person.pk
        and report.community_id == actor.community.pk
        and report.is_being_written
    )


def can_name_oneself(actor: Actor, report: Report) -> bool:
    """An editor says whether and how they stand on the cover, also when their role is over."""
    return (
        report.community_id == actor.community.pk
        and report.is_being_written
        and actor.person is not None
        and Editor.objects.filter(report=report, person=actor.person).exists()
    )


def can_reflect(actor: Actor, report: Report) -> bool:
    """Facilitators and the secretary on the year, each for themselves.

    Whoever has written one keeps hold of it when their role is over.
    """
    if not (report.is_full and report.community_id == actor.community.pk):
        return False
    if not report.is_being_written:
        return False
    return actor.holds(Role.SECRETARY, *FACILITATES) or (
        actor.person is not None
        and OwnReflection.objects.filter(report=report, person=actor.person).exists()
    )
