"""A member's answer to the invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from sessions_app.enums import Answer
from sessions_app.forms.invitations import answer_form
from sessions_app.models import Invitation
from sessions_app.policies import can_answer_invitation
from sessions_app.selectors import get_visible_session_or_404, place_in_queue
from sessions_app.services import answer_invitation
from sessions_app.views.agenda import detail_context


@require_POST
def session_answer(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Coming, not coming or not sure, for oneself."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_answer_invitation(actor, session))
    form = answer_form(actor, session, request.POST)
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            invitation = answer_invitation(
                actor=actor, session=session, answer=answer, needs=form.needs_typed
            )
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _said(invitation))
        return redirect("sessions_app:session_detail", slug, session.pk)
    context = detail_context(actor, session, form)
    return render(request, "sessions_app/session_detail.html", context)


def _said(invitation: Invitation) -> str:
    if invitation.waiting_since is not None:
        return _(
            "All places are taken, so you are on the waiting list, as number %d. As soon as a "
            "place is free it is yours, and you hear of it by mail."
        ) % place_in_queue(invitation)
    return {
        Answer.COMING: _("You are coming. Thank you."),
        Answer.NOT_COMING: _("You are not coming. Thank you for saying so."),
        Answer.NOT_SURE: _("You are not sure yet. You can change it until the session begins."),
    }[Answer(invitation.answer)]
