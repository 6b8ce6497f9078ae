"""What the daily deletion did, for those who answer for it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cop.core.policy import require
from cop.members.selectors import actor_or_404
from cop.rights.policies import can_view_retention, can_view_whole_record
from cop.rights.retention import certificate_of, is_overdue, last_complete_day
from cop.rights.selectors import get_run_or_404, runs_of

RUNS_ON_A_PAGE = 31
SECTION = "record"


@require_safe
def retention_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every day's run, the newest first, and whether one is missing."""
    actor = actor_or_404(request, slug)
    require(can_view_retention(actor))
    last = last_complete_day(actor.community)
    runs = Paginator(runs_of(actor.community), RUNS_ON_A_PAGE)
    context = {
        "page": runs.get_page(request.GET.get("page")),
        "last": last,
        "is_overdue": is_overdue(actor.community, last),
        "has_record": can_view_whole_record(actor),
        "nav_key": SECTION,
    }
    return render(request, "rights/retention_list.html", context)


@require_safe
def retention_detail(request: HttpRequest, slug: str, run_id: int) -> HttpResponse:
    """The certificate of one day, to read or to print."""
    actor = actor_or_404(request, slug)
    require(can_view_retention(actor))
    certificate = certificate_of(get_run_or_404(actor, run_id))
    context = {"certificate": certificate, "nav_key": SECTION}
    return render(request, "rights/retention_detail.html", context)
