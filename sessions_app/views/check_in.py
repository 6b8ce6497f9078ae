"""Here, for oneself: by a button, or by the code shown in the room."""

from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app import limits
from sessions_app.codes import WrongCode, code_of, is_code_of
from sessions_app.forms.codes import CodeForm
from sessions_app.models import Session
from sessions_app.policies import (
    can_check_in,
    can_check_in_today,
    can_show_code,
    is_on,
    why_check_in_is_shut,
)
from sessions_app.selectors import get_visible_session_or_404, sessions_today
from sessions_app.services import check_in


@require_POST
def session_check_in(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """The button; in a room, with the code. The page that follows the session says it worked."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_check_in(actor, session))
    try:
        _check_in(request, actor, session, request.POST.get("code", ""))
    except Refused as refused:
        messages.error(request, refused.message)
    page = "session_live" if is_on(session) else "session_detail"
    return redirect(f"sessions_app:{page}", slug, session.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def session_here(request: HttpRequest, slug: str) -> HttpResponse:
    """Type the code shown in the room, without looking for the session first."""
    actor = actor_or_404(request, slug)
    require(can_check_in_today(actor))
    is_open = [one for one in sessions_today(actor) if not why_check_in_is_shut(one)]
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            session = _check_in_somewhere(request, actor, is_open, form.cleaned_data["code"])
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            return redirect("sessions_app:session_live", slug, session.pk)
    context = {"form": form, "is_open": is_open, "nav_key": "sessions"}
    context |= {"is_caucused": any(one.is_caucused for one in is_open)}
    return render(request, "sessions_app/session_here.html", context)


@require_safe
def session_code(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """A page to put on the wall: the code, and where to type it."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_show_code(actor, session))
    here = request.build_absolute_uri(reverse("sessions_app:session_here", args=[slug]))
    why_not = why_check_in_is_shut(session)
    context = {"session": session, "nav_key": "sessions", "here": here, "why_not": why_not}
    if not why_not:
        context |= {"code": code_of(session), "square": get_adapter().build_totp_svg(here)}
    return render(request, "sessions_app/session_code.html", context)


def _check_in(request: HttpRequest, actor: Actor, session: Session, code: str) -> None:
    """Check in; wrong codes are counted. Raises Refused."""
    if code:
        limits.refuse_if_guessing(request)
    try:
        check_in(actor=actor, session=session, code=code)
    except WrongCode:
        if code:
            limits.note_wrong_code(request)
        raise


def _check_in_somewhere(
    request: HttpRequest, actor: Actor, sessions: list[Session], code: str
) -> Session:
    """Check in to the session whose code it is. Raises Refused."""
    if not sessions:
        raise Refused(_("No session is open for check-in now."))
    limits.refuse_if_guessing(request)
    session = next((one for one in sessions if is_code_of(one, code)), sessions[0])
    _check_in(request, actor, session, code)
    return session
