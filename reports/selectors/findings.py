"""Reads of findings: for those who write them, and for who reads drafts."""

from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from cop.core.policy import Actor, require
from cop.members.enums import Role
from reports.earlier import earlier_edition
from reports.findings_part import Told, told_in_full, told_today
from reports.models import FindingsSection, Relation, Report, Theme
from reports.policies import can_edit_findings, can_view_draft
from reports.selectors.reports import get_visible_report_or_404

# D7: who reads all of it before a caucus has agreed; everybody else reads what may stand.
READS_ALL = (Role.EVALUATOR, Role.SECOND_REVIEWER)
Row = TypeVar("Row", FindingsSection, Theme, Relation)


def get_report_with_findings_or_404(actor: Actor, report_id: int) -> Report:
    """A full report whose draft the actor may read; a summary has no findings."""
    report = get_visible_report_or_404(actor, report_id)
    require(can_view_draft(actor, report))
    if not report.is_full:
        raise Http404
    return report


def get_report_to_find_in_or_404(actor: Actor, report_id: int) -> Report:
    """A full report whose findings the actor writes."""
    report = get_report_with_findings_or_404(actor, report_id)
    require(can_edit_findings(actor, report))
    return report


def findings_for(actor: Actor, report: Report) -> Told:
    """All of them for who writes and who questions them; for others what may stand today (R7)."""
    if actor.holds(*READS_ALL):
        return told_in_full(report)
    return told_today(report)


def get_findings_section_or_404(report: Report, section_id: int) -> FindingsSection:
    """A section of this report's findings."""
    return _or_404(report.findings_sections.select_related("caucus", "report"), section_id)


def get_theme_or_404(report: Report, theme_id: int) -> Theme:
    """A theme of this report."""
    return _or_404(themes_of(report), theme_id)


def get_relation_or_404(report: Report, relation_id: int) -> Relation:
    """A line of this report's map."""
    lines = Relation.objects.filter(from_theme__section__report=report)
    return _or_404(lines.select_related("from_theme__section__report", "to_theme"), relation_id)


def themes_of(report: Report) -> QuerySet[Theme]:
    """In the order of the report."""
    themes = Theme.objects.filter(section__report=report).select_related("section__report")
    return themes.order_by("section__position", "section", "position", "pk")


def themes_before(report: Report) -> QuerySet[Theme]:
    """The themes of the report before, which is the one it is compared with."""
    edition = earlier_edition(report)
    return themes_of(edition.report) if edition else Theme.objects.none()


def _or_404(rows: QuerySet[Row], pk: int) -> Row:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
