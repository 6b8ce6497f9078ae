"""The secretary's register of one session."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from sessions_app.forms import RegisterForm
from sessions_app.policies import (
    can_close_register,
    can_view_register,
    why_attendance_stands,
    why_register_stays_open,
)
from sessions_app.selectors import (
    get_visible_session_or_404,
    members_for_register,
    number_at,
)
from sessions_app.services import close_register, read_register, record_attendance


@require_http_methods(["GET", "HEAD", "POST"])
def session_register(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Mark who came, until the register is closed."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_view_register(actor, session))
    members = members_for_register(session)
    form = RegisterForm(request.POST or None, session=session, members=members)
    if request.method == "POST" and form.is_valid():
        came, before = form.chosen()
        try:
            number = record_attendance(actor=actor, session=session, members=came, before=before)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            said = ngettext(
                "Saved: %d member is marked as having come.",
                "Saved: %d members are marked as having come.",
                number,
            )
            messages.success(request, said % number)
            closes = request.POST.get("step") == "close"
            goes_on = "session_register_close" if closes else "session_register"
            return redirect(f"sessions_app:{goes_on}", slug, session.pk)
    context = {"form": form, "session": session, "nav_key": "sessions", "members": members}
    context |= {"number": number_at(session), "came": read_register(actor=actor, session=session)}
    context |= {"why_it_stands": why_attendance_stands(session)}
    context |= {"can_close": bool(members) and not why_register_stays_open(session)}
    return render(request, "sessions_app/session_register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_register_close(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Say in words what closing means, ask once, and close the register."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_close_register(actor, session))
    reason = why_register_stays_open(session)
    if request.method == "POST" and not reason:
        try:
            close_register(actor=actor, session=session)
        except Refused as refused:
            reason = refused.message
        else:
            messages.success(request, _("The register is closed."))
            return redirect("sessions_app:session_register", slug, session.pk)
    if reason:
        messages.error(request, reason)
        return redirect("sessions_app:session_register", slug, session.pk)
    context = {"session": session, "nav_key": "sessions", "number": number_at(session)}
    context |= {"came": read_register(actor=actor, session=session)}
    return render(request, "sessions_app/session_register_close.html", context)
