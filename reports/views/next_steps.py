"""What comes next for a draft, on the report's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.policies import can_edit_report, why_not_published
from reports.sections import Progress, SectionRow
from reports.selectors import edition_to_read
from reports.views.desk import Desk


@dataclass(frozen=True)
class Step:
    """A sentence with the link it begins with."""

    url: str
    link: str
    words: str


def next_steps(desk: Desk, rows: Sequence[SectionRow]) -> list[Step]:
    """What waits for whoever builds the report: empty sections, open remarks, then its end.

    What a full report waits for then stands at its gates.
    """
    if not desk.is_draft or not can_edit_report(desk.actor, desk.report):
        return []
    empty = [row for row in rows if row.progress == Progress.EMPTY]
    asked = [row for row in rows if row.remarks]
    steps = []
    if empty:
        words = ngettext(
            "One section is still empty.", "%(n)d sections are still empty.", len(empty)
        )
        steps.append(_step(desk, empty[0], _("Write “%s”."), words % {"n": len(empty)}))
    if asked:
        open_remarks = sum(row.remarks for row in asked)
        words = ngettext("One remark is open.", "%(n)d remarks are open.", open_remarks)
        steps.append(_step(desk, asked[0], _("Answer on “%s”."), words % {"n": open_remarks}))
    if not steps and not desk.report.is_full:
        place = [desk.actor.community.slug, desk.report.pk]
        url = reverse("reports:report_check", args=place)
        words = _("Then ask a co-chair to publish it.")
        steps.append(Step(url, _("See whether it is ready."), words))
    return steps


def correction_of(desk: Desk) -> dict[str, Any] | None:
    """While a correction is written: the edition that stands, and who acts next on the draft."""
    standing = edition_to_read(desk.report) if desk.is_draft and desk.report.erratum else None
    if standing is None:
        return None
    why_not = why_not_published(desk.report, digest=desk.digest)
    return {"standing": standing, "number": standing.number + 1, "why_not": why_not}


def _step(desk: Desk, row: SectionRow, link: str, words: str) -> Step:
    place = [desk.actor.community.slug, desk.report.pk, row.section.pk]
    return Step(reverse("reports:section_detail", args=place), link % row.section.title, words)
