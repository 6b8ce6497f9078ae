"""Reads of what the authors of a report write."""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    Case,
    CharField,
    Count,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.http import Http404

from cop.core import clock
from cop.core.policy import Actor, require
from cop.members.models import Appointment, Community, User
from cop.members.selectors import current, people_holding
from reports.models import Editor, OwnReflection, Remark, Report, Section, Wording
from reports.policies import DRAFT_READERS, REMARKS, can_see_authors, can_view_draft
from reports.schema import ReportData
from reports.sections import SectionRow, progress_of
from reports.selectors.reports import get_visible_report_or_404


def get_draft_or_404(actor: Actor, report_id: int) -> Report:
    """A report whose draft the actor reads. 403 for whoever reads only what is published."""
    report = get_visible_report_or_404(actor, report_id)
    require(can_view_draft(actor, report))
    return report


def get_section_or_404(actor: Actor, report_id: int, section_id: int) -> Section:
    """A section that stands in the draft."""
    return _section(get_draft_or_404(actor, report_id), Section.objects, section_id)


def get_any_section_or_404(actor: Actor, report_id: int, section_id: int) -> Section:
    """A section of the draft, also one that was dropped."""
    return _section(get_draft_or_404(actor, report_id), Section.everywhere, section_id)


def _section(report: Report, sections: object, section_id: int) -> Section:
    section = sections.filter(report=report, pk=section_id).first()  # type: ignore[attr-defined]
    if section is None:
        raise Http404
    section.report = report
    return section  # type: ignore[no-any-return]


def get_wording_or_404(actor: Actor, report_id: int, section_id: int, revision: int) -> Wording:
    """A wording of a section that stands in the draft."""
    section = get_section_or_404(actor, report_id, section_id)
    wording = wordings_of(actor, section).filter(revision=revision).first()
    if wording is None:
        raise Http404
    wording.section = section
    return wording


def get_remark_or_404(actor: Actor, report_id: int, section_id: int, remark_id: int) -> Remark:
    """A remark on a section that stands in the draft."""
    section = get_section_or_404(actor, report_id, section_id)
    remark = section.remarks.filter(pk=remark_id).first()
    if remark is None:
        raise Http404
    remark.section = section
    return remark


def get_editor_or_404(actor: Actor, report_id: int, editor_id: int) -> Editor:
    """Somebody who writes along in the draft."""
    report = get_draft_or_404(actor, report_id)
    editor = report.editors.filter(pk=editor_id).first()
    if editor is None:
        raise Http404
    editor.report = report
    return editor


def get_report_of_mine_or_404(actor: Actor, report_id: int) -> Report:
    """Any report of the community: for what people keep in it about themselves."""
    report = Report.objects.filter(community=actor.community, pk=report_id).first()
    if report is None:
        raise Http404
    report.community = actor.community
    return report


def section_rows(report: Report, content: ReportData) -> list[SectionRow]:
    """The sections in their order, each with how far it is and its open remarks."""
    open_remarks = Count("remarks", filter=Q(remarks__resolved_at__isnull=True))
    # A model's own order is dropped where rows are counted.
    sections = report.sections.annotate(open_remarks=open_remarks).order_by("position", "pk")
    return [
        SectionRow(section, number, progress_of(section, content), section.open_remarks)
        for number, section in enumerate(sections, start=1)
    ]


def dropped_sections(report: Report) -> QuerySet[Section]:
    """What was left out and can be put back."""
    return Section.everywhere.filter(report=report, dropped_at__isnull=False)


def wordings_of(actor: Actor, section: Section) -> QuerySet[Wording]:
    """The newest first, each with who saved it."""
    return section.wordings.prefetch_related(_author(actor, section.report.community))


def wording_before(wording: Wording) -> Wording | None:
    """The one it replaced."""
    return Wording.objects.filter(section=wording.section_id, revision__lt=wording.revision).first()


def remarks_on(actor: Actor, section: Section) -> list[Remark]:
    """Open ones first."""
    remarks = list(section.remarks.prefetch_related(_author(actor, section.report.community)))
    for remark in remarks:
        remark.section = section
    return sorted(remarks, key=lambda remark: remark.resolved_at is not None)


def editors_of(actor: Actor, report: Report) -> QuerySet[Editor]:
    """Who writes along."""
    return report.editors.prefetch_related(_author(actor, report.community))


def people_to_ask(report: Report) -> QuerySet[User]:
    """Who may remark on drafts and does not write along yet."""
    asked = report.editors.values("person")
    return people_holding(report.community, *REMARKS).exclude(pk__in=asked)


def own_editor(actor: Actor, report: Report) -> Editor | None:
    """The actor's own place among those who write along."""
    return report.editors.filter(person=actor.person).first()


def own_reflection(actor: Actor, report: Report) -> OwnReflection | None:
    """The actor's own; nobody else's is read anywhere before it is released."""
    return report.reflections.filter(person=actor.person).first()


def _author(actor: Actor, community: Community) -> "Prefetch[str, QuerySet[User], str]":
    """Authors hold a role. Of somebody whose role is over, nothing is shown."""
    if can_see_authors(actor):
        return Prefetch("person", people_holding(community, *DRAFT_READERS))
    return Prefetch("person", _people_by_role(community))


def _people_by_role(community: Community) -> QuerySet[User]:
    """People with a part in drafts, whom ``str()`` calls by their roles."""
    roles = [When(role=role, then=Value(str(role.label))) for role in DRAFT_READERS]
    held = Appointment.objects.filter(
        current(clock.today(community.time_zone)), community=community, role__in=DRAFT_READERS
    )
    said = (
        held.order_by()
        .values("person")
        .annotate(said=StringAgg(Case(*roles, output_field=CharField()), ", ", distinct=True))
    )
    people = User.objects.filter(pk__in=held.values("person")).only("pk")
    return people.annotate(name_here=Subquery(said.filter(person=OuterRef("pk")).values("said")))
