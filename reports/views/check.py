"""The page that says whether a report is ready to be published."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cop.core.policy import require
from cop.members.selectors import actor_or_404
from reports.check import check_report, errors_in
from reports.policies import can_view_draft
from reports.selectors import get_visible_report_or_404

if TYPE_CHECKING:
    from reports.views.cards import Desk


@require_GET
def report_check(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Everything that holds the report back, and what should be looked at."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_view_draft(actor, report))
    problems = check_report(report, actor)
    context = {
        "nav_key": "reports",
        "report": report,
        "errors": errors_in(problems),
        "warnings": [problem for problem in problems if not problem.is_error],
    }
    return render(request, "reports/report_check.html", context)


def check_card(desk: "Desk") -> dict[str, Any] | None:
    """Its card on the report’s page, while something is written; the check itself takes longer."""
    return {} if desk.is_draft else None
