"""Reads of annual reports."""

from collections import defaultdict
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length
from django.http import Http404

from cop.core import clock
from cop.core.periods import Edition as Published
from cop.core.policy import Actor, require
from cop.members.models import Community
from reports.content import current_digest
from reports.enums import FileFormat, RenderingState, ReportKind
from reports.models import Edition, RenderedFile, Rendering, Report
from reports.policies import DRAFT_READERS, can_view_draft, can_view_report


def reports_for(actor: Actor) -> QuerySet[Report]:
    """Published reports for everybody in the community, drafts for their readers; newest first."""
    reports = Report.objects.filter(community=actor.community)
    if not actor.holds(*DRAFT_READERS):
        reports = reports.filter(published_at__isnull=False)
    return reports.defer("data", "references")


def get_visible_report_or_404(actor: Actor, report_id: int) -> Report:
    """A report of this community. 404 elsewhere; 403 for a draft the actor may not read."""
    report = Report.objects.filter(community=actor.community, pk=report_id).first()
    if report is None:
        raise Http404
    require(can_view_report(actor, report))
    report.community = actor.community
    return report


def report_being_made(actor: Actor) -> Report | None:
    """The full report on its way through the gates: of several, the one of the newest days."""
    full = Report.objects.filter(community=actor.community, kind=ReportKind.FULL)
    report = full.filter(Q(published_at=None) | ~Q(erratum="")).first()
    if report is None or not can_view_draft(actor, report):
        return None
    report.community = actor.community
    return report


def edition_to_read(report: Report) -> Edition | None:
    """The newest edition: what everybody reads, whatever is being corrected behind it."""
    return report.editions.first()


def latest_rendering(
    report: Report, edition: Edition | None = None, digest: str = ""
) -> Rendering | None:
    """The newest making of the files of an edition, or of the draft as it is now.

    ``digest`` is that of the draft, where it is known already.
    """
    digest = edition.digest if edition else digest or current_digest(report)
    return report.renderings.filter(edition=edition, content=digest).first()


def going_rendering(report: Report, edition: Edition | None) -> Rendering | None:
    """The making that is going on, of whatever words: asking every second composes nothing."""
    newest = report.renderings.filter(edition=edition).first()
    return newest if newest is not None and newest.is_going else None


def edition_shown(actor: Actor, report: Report) -> Edition | None:
    """The newest edition; the draft, None, for those who see what is being written."""
    if report.is_being_written and can_view_draft(actor, report):
        return None
    return edition_to_read(report)


def finished_files(report: Report, edition: Edition | None) -> QuerySet[RenderedFile]:
    """Of an edition, or of the draft as it is now; never of older words."""
    return RenderedFile.objects.filter(
        rendering__report=report,
        rendering__edition=edition,
        rendering__content=edition.digest if edition else current_digest(report),
        rendering__state=RenderingState.DONE,
    )


def finished_file_or_404(report: Report, edition: Edition | None, file_format: str) -> RenderedFile:
    """One of them."""
    made = finished_files(report, edition).filter(format=file_format).first()
    if made is None:
        raise Http404
    return made


def files_of(rendering: Rendering | None) -> list[RenderedFile]:
    """The files of a finished rendering in the order of their formats, each with its size."""
    if rendering is None or rendering.state != RenderingState.DONE:
        return []
    return _in_order(rendering.files)


def files_by_edition(report: Report) -> dict[int, list[RenderedFile]]:
    """The files of every edition that has some, as ``files_of`` lists them, by its key."""
    newest = (
        report.renderings.filter(edition__isnull=False, content=F("edition__digest"))
        .order_by("edition_id", "-pk")
        .distinct("edition_id")
    )
    files = RenderedFile.objects.filter(
        rendering__in=newest.values("pk"), rendering__state=RenderingState.DONE
    )
    found: dict[int, list[RenderedFile]] = defaultdict(list)
    for one in _in_order(files.annotate(of=F("rendering__edition"))):
        found[one.of].append(one)
    return found


def _in_order(files: Any) -> list[Any]:
    sized = files.defer("body").annotate(size=Length("body"))
    return sorted(sized, key=lambda one: FileFormat.values.index(one.format))


def earlier_files(
    report: Report, shown: Edition | None
) -> list[tuple[Edition, list[RenderedFile]]]:
    """The other editions that have files, newest first: they stay reachable."""
    files = files_by_edition(report)
    editions = report.editions.filter(pk__in=files).defer("content")
    return [(one, files[one.pk]) for one in editions if one != shown]


def editions_of(community: Community) -> list[Published]:
    """The published reports, by the days the community's calendar showed."""
    published = Report.objects.filter(community=community, published_at__isnull=False)
    return [
        Published(
            report.from_on,
            report.to_on,
            clock.local(report.published_at, community.time_zone).date(),
        )
        for report in published.only("from_on", "to_on", "published_at")
        if report.published_at
    ]
