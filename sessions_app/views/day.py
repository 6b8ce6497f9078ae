"""The day itself: who is here, the end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from cop.core.live import left_before_ending
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app.models import Session
from sessions_app.policies import can_end_session, can_view_present
from sessions_app.selectors import get_visible_session_or_404, moment_of
from sessions_app.services import end_session, read_register


@require_safe
def session_present(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Who is here, by name; refreshed by itself on the session's page."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_view_present(actor, session))
    present = read_register(actor=actor, session=session)
    context = {"session": session, "present": present, "nav_key": "sessions"}
    whole = not request.headers.get("HX-Request")
    template = "session_present.html" if whole else "_session_present.html"
    return render(request, f"sessions_app/{template}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_end(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Ask once, in words, and end the session."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_end_session(actor, session))
    if request.method == "POST":
        try:
            end_session(actor=actor, session=session)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The session has ended."))
        return redirect("sessions_app:session_detail", slug, session.pk)
    context = {"session": session, "nav_key": "sessions"} | _left_undone(actor, session)
    return render(request, "sessions_app/session_end.html", context)


def _left_undone(actor: Actor, session: Session) -> dict[str, Any]:
    """What the plan still holds for everybody, and what other rooms would miss."""
    stretches = moment_of(session).stretches
    return {
        "parts_left": [str(each.part.title) for each in stretches if each.part.counts],
        "undone": left_before_ending(actor, session),
    }
