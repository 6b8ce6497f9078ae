"""Guests of a session."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.selectors import actor_or_404, name_in
from sessions_app.forms.planning import GuestForm
from sessions_app.policies import can_invite_guest
from sessions_app.selectors import get_visible_session_or_404, guests_of
from sessions_app.services import invite_guest


@require_http_methods(["GET", "HEAD", "POST"])
def session_guest_add(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Announce a guest."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_invite_guest(actor, session))
    form = GuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            guest = invite_guest(actor=actor, session=session, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            called = name_in(guest.person, actor.community)
            messages.success(request, _("%s is announced as a guest.") % called)
            return redirect("sessions_app:session_detail", slug, session.pk)
    context = {"form": form, "session": session, "guests": guests_of(session)}
    return render(request, "sessions_app/session_guest_add.html", context | {"nav_key": "sessions"})
