"""The decision log: members read, co-chairs write."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from sessions_app.enums import DecisionKind
from sessions_app.forms.decisions import DecisionForm
from sessions_app.policies import can_log_decision, can_view_decisions
from sessions_app.selectors import agenda_for, decisions_of
from sessions_app.services import log_decision

A_PAGE = 50


@require_safe
def decision_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What was decided, from when on and why, the newest first."""
    actor = actor_or_404(request, slug)
    require(can_view_decisions(actor))
    pages = Paginator(decisions_of(actor.community), A_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "can_log": can_log_decision(actor),
        "nav_key": "decisions",
    }
    return render(request, "sessions_app/decision_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a decision that is no change of format."""
    actor = actor_or_404(request, slug)
    require(can_log_decision(actor))
    form = DecisionForm(request.POST or None, sessions=agenda_for(actor))
    if request.method == "POST" and form.is_valid():
        try:
            log_decision(actor=actor, kind=DecisionKind.OTHER, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The decision is in the log."))
            return redirect("sessions_app:decision_list", slug)
    context = {"form": form, "nav_key": "decisions"}
    return render(request, "sessions_app/decision_add.html", context)
