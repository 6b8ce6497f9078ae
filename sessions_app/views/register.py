"""The secretary's register of one session."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app.forms.register import HeadcountForm, RegisterForm
from sessions_app.models import Session
from sessions_app.policies import (
    can_close_register,
    can_record_attendance,
    can_view_register,
    why_attendance_stands,
    why_no_headcount,
    why_register_stays_open,
)
from sessions_app.selectors import (
    get_visible_session_or_404,
    members_for_register,
    number_at,
)
from sessions_app.services import (
    close_register,
    read_register,
    record_attendance,
    record_headcount,
)
from sessions_app.services.meeting import not_meeting


@require_http_methods(["GET", "HEAD", "POST"])
def session_register(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Mark who came, until the register is closed."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_view_register(actor, session))
    members = members_for_register(session)
    form = RegisterForm(request.POST or None, session=session, members=members)
    if request.method == "POST" and _is_recorded(request, actor, session, form):
        closes = request.POST.get("step") == "close"
        goes_on = "session_register_close" if closes else "session_register"
        return redirect(f"sessions_app:{goes_on}", slug, session.pk)
    context = {"form": form, "session": session, "nav_key": "sessions", "members": members}
    context |= {"number": number_at(session), "came": read_register(actor=actor, session=session)}
    shut = not_meeting(actor, session)
    context |= {"why_it_stands": shut.html if shut else why_attendance_stands(session)}
    is_known = bool(members) or session.headcount is not None
    context |= {"can_close": is_known and not why_register_stays_open(session)}
    context |= {"can_count_heads": not why_no_headcount(session)}
    return render(request, "sessions_app/session_register.html", context)


def _is_recorded(request: HttpRequest, actor: Actor, session: Session, form: RegisterForm) -> bool:
    """Whether the marks are kept now; what is refused stands on the form."""
    if not form.is_valid():
        return False
    came, before = form.chosen()
    try:
        number = record_attendance(actor=actor, session=session, members=came, before=before)
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    said = ngettext(
        "Saved: %d member is marked as having come.",
        "Saved: %d members are marked as having come.",
        number,
    )
    messages.success(request, said % number)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def session_headcount(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Say how many came, where nobody's name was kept."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_record_attendance(actor, session))
    form = HeadcountForm(request.POST or None, initial={"count": session.headcount_known})
    if request.method == "POST" and form.is_valid():
        try:
            record_headcount(actor=actor, session=session, count=form.cleaned_data["count"])
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("How many came is saved."))
            return redirect("sessions_app:session_register", slug, session.pk)
    context = {"form": form, "session": session, "nav_key": "sessions"}
    context |= {"why_not": why_no_headcount(session)}
    return render(request, "sessions_app/session_headcount.html", context)


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
