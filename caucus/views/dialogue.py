"""Putting a question or a response for a caucus. One address: the server finds which caucus.

No messages: they rest in the stored login, and would say there which person wrote for a caucus.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from caucus import selectors, services
from caucus.dialogue import Stage, stage_of
from caucus.forms import VoiceForm
from caucus.models import Caucus
from caucus.policies import can_choose_space
from cop.core.errors import Refused
from cop.core.padding import padded
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404, names_in
from sessions_app.models import Session
from sessions_app.selectors import moment_of


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def voice_put(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Write it, read it through with names pointed out, put it. Whoever does not write waits."""
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    caucus = selectors.caucus_to_release_for(actor, session)
    is_sent = request.method == "POST"
    require(caucus is not None or (can_choose_space(actor, session) and not is_sent))
    is_now = stage_of(session, moment_of(session)) == Stage.MEETING
    if caucus is None or not (is_now or is_sent):
        return padded(render(request, "caucus/voice_wait.html", {"session": session}))
    form = VoiceForm(request.POST if is_sent else None)
    is_read = is_sent and "change" not in request.POST and form.is_valid()
    if is_read and "put" in request.POST and _is_put(actor, session, form):
        return redirect("sessions_app:session_live", slug=slug, session_id=session_id)
    context = _page(actor, session, caucus, form, is_read=is_read)
    return padded(render(request, "caucus/voice_put.html", context))


@sensitive_variables()
def _page(
    actor: Actor, session: Session, caucus: Caucus, form: VoiceForm, *, is_read: bool
) -> dict[str, Any]:
    """The form, or what everybody would read."""
    put = list(selectors.voices_of(session).filter(caucus=caucus))
    page: dict[str, Any] = {
        "session": session,
        "caucus": caucus,
        "form": form,
        "put": put,
        "most": selectors.MOST_VOICES,
        "left": max(selectors.MOST_VOICES - len(put), 0),
        "is_too_small": selectors.is_too_small_to_share(session, caucus),
    }
    if is_read and not form.errors:
        page["read"] = form.cleaned_data
        page["names"] = names_in(actor.community, form.cleaned_data["words"])
    return page


@sensitive_variables()
def _is_put(actor: Actor, session: Session, form: VoiceForm) -> bool:
    """Whether everybody reads it now; what is refused stands on the form."""
    try:
        services.put_voice(actor=actor, session=session, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True
