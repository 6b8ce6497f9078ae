"""Who may read, write, pass on and publish annual reports (D11, D12)."""

import datetime as dt

from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.members.enums import READS_ANSWERS, Role
from reports.enums import Gate, SectionKind
from reports.models import Editor, Report, Section

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
# Who says something about a draft, and may be asked to write along; the data protection contact
# only reads.
REMARKS = tuple(role for role in DRAFT_READERS if role != Role.DATA_PROTECTION_CONTACT)
# What the evaluator writes besides the findings themselves.
OF_EVALUATOR = (SectionKind.FINDINGS, SectionKind.DISCUSSION, SectionKind.LIMITATIONS)
YEARS = range(1900, 2201)
PASSES = {
    Gate.FINDINGS: Role.EVALUATOR,
    Gate.VALIDATION: Role.EVALUATOR,
    Gate.CONSENT: Role.SECRETARY,
    Gate.APPROVAL: Role.OVERSIGHT_CHAIR,
}


def can_edit_reports(actor: Actor) -> bool:
    """The secretary builds the report: begins it, writes in it, freezes it, has its files made."""
    return actor.holds(Role.SECRETARY)


def why_not_days(first: dt.date, last: dt.date) -> str:
    """Why no report can be about these days, or ""."""
    if last < first:
        return _("The last day must not lie before the first.")
    if first.year not in YEARS or last.year not in YEARS:
        return _("Give days between the years 1900 and 2200.")
    return ""


def why_days_stay(report: Report) -> str:
    """Why a report stays about the days it is about, or "".

    Consent to findings, and so what is told of them and put to the secretary, goes by the days: who
    could move them would see in what comes and goes whose it is.
    """
    if not report.findings_sections.exists():
        return ""
    return _("The findings are about these days. For others, begin another report.")


def can_view_report(actor: Actor, report: Report) -> bool:
    """A published report is everybody's who belongs here; a draft is its readers'."""
    if report.community_id != actor.community.pk:
        return False
    return report.published_at is not None or actor.holds(*DRAFT_READERS)


def can_view_draft(actor: Actor, report: Report) -> bool:
    """What is being written, also behind a published edition."""
    return report.community_id == actor.community.pk and actor.holds(*DRAFT_READERS)


def can_see_authors(actor: Actor) -> bool:
    """Whoever reads comments before review learns no names: roles in words stand instead."""
    return actor.roles.isdisjoint(READS_ANSWERS)


def can_edit_report(actor: Actor, report: Report) -> bool:
    """Its title, order, figures and everything else; not while it stands published."""
    return can_edit_reports(actor) and _is_open(actor, report)


def can_change_report(actor: Actor, report: Report) -> bool:
    """Its title, days and organisations, until it is published: everybody reads the title then."""
    return can_edit_report(actor, report) and report.published_at is None


def can_write_section(actor: Actor, section: Section) -> bool:
    """The secretary all of them, the evaluator what is about findings, editors the rest."""
    report = section.report
    if not _is_open(actor, report):
        return False
    if can_edit_reports(actor):
        return True
    if actor.holds(Role.EVALUATOR) and section.kind in OF_EVALUATOR:
        return True
    return section.kind != SectionKind.FINDINGS and is_editor(actor, report)


def is_editor(actor: Actor, report: Report) -> bool:
    """Asked to write along, and still somebody who says something about drafts."""
    return actor.holds(*REMARKS) and (
        Editor.objects.filter(report=report, person=actor.person).exists()
    )


def can_edit_findings(actor: Actor, report: Report) -> bool:
    """D7: the evaluator, and nobody who sees names."""
    return report.is_full and actor.holds(Role.EVALUATOR) and _is_open(actor, report)


def can_check_quotes(actor: Actor, report: Report) -> bool:
    """The secretary knows who came, and sees the redacted words alone."""
    return report.is_full and actor.holds(Role.SECRETARY) and _is_open(actor, report)


def can_remark(actor: Actor, report: Report) -> bool:
    """Who comments on a draft."""
    return actor.holds(*REMARKS) and _is_open(actor, report)


def can_pass_gate(actor: Actor, report: Report, gate: str) -> bool:
    """One role for each gate; what must be there first is ``why_gate_shut``'s."""
    return report.is_full and actor.holds(PASSES[Gate(gate)]) and _is_open(actor, report)


def can_reopen_gate(actor: Actor, report: Report, gate: str) -> bool:
    """Whoever passes it, and the oversight chair, who sends back what cannot be approved."""
    return can_pass_gate(actor, report, gate) or can_pass_gate(actor, report, Gate.APPROVAL)


def can_render_report(actor: Actor, report: Report) -> bool:
    """The secretary has the files made, of a draft and of a published report alike."""
    return (
        can_edit_reports(actor)
        and report.community_id == actor.community.pk
        and report.data is not None
    )


def can_publish_report(actor: Actor, report: Report) -> bool:
    """Co-chairs: a summary they alone, a full report once it has passed its gates."""
    return actor.holds(Role.CO_CHAIR) and report.data is not None and _is_open(actor, report)


def can_word_erratum(actor: Actor, report: Report) -> bool:
    """Reopen a published report to correct it, and say meanwhile what the correction is."""
    return (
        can_edit_reports(actor)
        and report.community_id == actor.community.pk
        and report.published_at is not None
    )


def can_abandon_correction(actor: Actor, report: Report) -> bool:
    """Leave the edition as it stands."""
    return can_word_erratum(actor, report) and bool(report.erratum)


def can_share_report(actor: Actor, report: Report) -> bool:
    """Who says that it is public, and who names readers outside: co-chairs."""
    return actor.holds(Role.CO_CHAIR) and report.community_id == actor.community.pk


def why_not_shared(report: Report) -> str:
    """Why nobody outside can be given it yet."""
    if report.published_at is None:
        return _("Only what is published can be given to readers outside.")
    return ""


def _is_open(actor: Actor, report: Report) -> bool:
    return report.community_id == actor.community.pk and report.is_being_written
