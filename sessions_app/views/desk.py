"""What is pressed and ticked on the facilitators' screen, with or without a script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app.forms.running import PressForm, TickForm
from sessions_app.models import Session
from sessions_app.policies import can_run_session
from sessions_app.selectors import get_visible_session_or_404
from sessions_app.services import press, tick
from sessions_app.views.live import desk_page


@require_POST
def session_press(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Begin, go on, extend, go back, or follow the other plan."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_run_session(actor, session))
    form = PressForm(request.POST)
    try:
        press(actor=actor, session=session, **form.read())
    except Refused as refused:
        return _desk(request, actor, session, refused.message)
    return redirect("sessions_app:session_desk", slug, session.pk)


@require_POST
def session_tick(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Something on the checklist is done, or is not."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_run_session(actor, session))
    form = TickForm(request.POST)
    try:
        tick(actor=actor, session=session, **form.read())
    except Refused as refused:
        return _desk(request, actor, session, refused.message)
    desk = reverse("sessions_app:session_desk", args=[slug, session.pk])
    return redirect(f"{desk}#piece-checklist")


def _desk(request: HttpRequest, actor: Actor, session: Session, notice: str) -> HttpResponse:
    """The whole screen as it is now, with what was not done above it: no reload takes it away."""
    session.refresh_from_db(fields=["ended_at", "state"])
    page = reverse("sessions_app:session_desk", args=[actor.community.slug, session.pk])
    return desk_page(request, actor, session, notice=notice, page=page)
