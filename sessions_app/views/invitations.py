"""Invitations: read once, then sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.services import shut_for
from cop.members.selectors import actor_or_404
from sessions_app.forms.invitations import SeveralForm
from sessions_app.letters import review_invitation
from sessions_app.models import Session
from sessions_app.policies import can_send_invitations, can_send_several, why_not_invitable
from sessions_app.selectors import (
    get_visible_session_or_404,
    members_invited,
    members_to_invite,
    sessions_without_invitations,
)
from sessions_app.services import draft_invitations, send_invitations, send_several


@require_http_methods(["GET", "HEAD", "POST"])
def session_invite(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Show the invitation once, then send it to whoever has not had it."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_send_invitations(actor, session))
    shut = shut_for(actor, Stage.MEET)
    problem = shut.html if shut else ""
    reason = why_not_invitable(session)
    if reason:
        messages.error(request, reason)
        return redirect("sessions_app:session_detail", slug, session.pk)
    if request.method == "POST":
        try:
            return _draft(request, actor, session) or _send(request, actor, session)
        except Refused as refused:
            problem = refused.message
    letter, why_not = review_invitation(session)
    context = {"session": session, "letter": letter, "problem": problem or why_not}
    context |= {"new": members_to_invite(session).count(), "nav_key": "sessions"}
    context |= {"sent": members_invited(session).count()}
    return render(request, "sessions_app/session_invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sessions_invite(request: HttpRequest, slug: str) -> HttpResponse:
    """The invitations of several sessions in one go: of a year just planned, say."""
    actor = actor_or_404(request, slug)
    require(can_send_several(actor))
    sessions = sessions_without_invitations(actor)
    form = SeveralForm(request.POST or None, sessions=sessions)
    if request.method == "POST" and form.is_valid():
        try:
            number = send_several(actor=actor, sessions=form.cleaned_data["sessions"])
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            _say_sent(request, number)
            return redirect("sessions_app:session_list", slug)
    context = {"form": form, "sessions": sessions, "nav_key": "sessions"}
    context |= {"letter": review_invitation(sessions[0])[0]} if sessions else {}
    context |= {"shut": shut_for(actor, Stage.MEET)}
    return render(request, "sessions_app/sessions_invite.html", context)


def _draft(request: HttpRequest, actor: Actor, session: Session) -> HttpResponse | None:
    """To the draft, if that is what they asked for and there is anybody to invite."""
    if request.POST.get("how") != "draft":
        return None
    mailing = draft_invitations(actor=actor, session=session)
    if mailing is None:
        return None
    return redirect("members:mailing_detail", actor.community.slug, mailing.pk)


def _send(request: HttpRequest, actor: Actor, session: Session) -> HttpResponse:
    """Send it to whoever has not had it."""
    number = send_invitations(actor=actor, session=session)
    _say_sent(request, number)
    return redirect("sessions_app:session_detail", actor.community.slug, session.pk)


def _say_sent(request: HttpRequest, number: int) -> None:
    said = ngettext("%d invitation is on its way.", "%d invitations are on their way.", number)
    messages.success(request, said % number)
