"""The programme: the year to come, as members keep it free."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cop.core.policy import require
from cop.members.selectors import actor_or_404
from sessions_app.fragments import programme_fragment
from sessions_app.policies import (
    can_copy_programme,
    can_keep_own_feed,
    can_schedule_session,
    can_view_programme,
)
from sessions_app.selectors import is_planned_ahead, planned_until, programme_of
from sessions_app.views.agenda import by_month


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What is planned from today on, by month; fit for printing."""
    actor = actor_or_404(request, slug)
    require(can_view_programme(actor))
    until = planned_until(actor.community)
    context = {
        "months": by_month(programme_of(actor)),
        "until": until,
        "is_planned_ahead": is_planned_ahead(actor.community, until),
        "can_copy": can_copy_programme(actor),
        "can_schedule": can_schedule_session(actor),
        "can_keep_feed": can_keep_own_feed(actor),
        "nav_key": "programme",
    }
    return render(request, "sessions_app/programme_detail.html", context)


@require_safe
def programme_copy(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme as a piece of HTML to paste elsewhere."""
    actor = actor_or_404(request, slug)
    require(can_copy_programme(actor))
    fragment = programme_fragment(actor)
    context = {"html": fragment.html, "left_out": fragment.left_out, "nav_key": "programme"}
    return render(request, "sessions_app/programme_copy.html", context)


@require_safe
def programme_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a file; as text, so that no browser opens it as a page of ours."""
    actor = actor_or_404(request, slug)
    require(can_copy_programme(actor))
    return HttpResponse(
        programme_fragment(actor).html,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="programme.html"'},
    )
