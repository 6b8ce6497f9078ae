"""Quiet words to the facilitators: sent and taken back by members, seen to on the desk.

No messages, no redirect with a key in it: what takes a word back stands in the answer's form alone.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from caucus import selectors, services, ways_in
from caucus.forms import SignalForm
from caucus.policies import can_see_signals, can_send_signal
from cop.core.errors import Refused
from cop.core.padding import padded
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app.models import Session
from sessions_app.selectors import moment_of


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def signal_send(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Send a word, or take one back. The answer is the same whatever space it came from.

    Whoever comes to the address without sending anything is led back to the session.
    """
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    require(can_send_signal(actor, session))
    if request.method == "GET":
        return redirect("sessions_app:session_live", slug=slug, session_id=session_id)
    moment = moment_of(session)
    where = {"moment": moment, "until": ways_in.until_in_words(session, moment)}
    page = {"session": session} | where | _done(actor, session, request.POST)
    return padded(render(request, "caucus/signal_sent.html", page))


@sensitive_variables()
def _done(actor: Actor, session: Session, typed: QueryDict) -> dict[str, object]:
    """What the page says was done."""
    form = SignalForm(typed)
    if not form.is_valid():
        return {"is_back": True}
    said = form.cleaned_data
    if said["key"] or said["back"]:
        services.take_back_signal(actor=actor, session=session, key=said["key"], own=said["back"])
        return {"is_back": True}
    try:
        key = services.send_signal(
            actor=actor, session=session, kind=said["kind"], with_name=said["with_name"]
        )
    except Refused as refused:
        return {"problem": refused.message}
    return {"kind": said["kind"], "with_name": said["with_name"], "key": key}


@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def signal_seen(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Somebody looks after it: gone, for every facilitator."""
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    require(can_see_signals(actor, session))
    ids = [UUID(each) for each in request.POST.getlist("signal") if _is_key(each)]
    services.see_to_signals(actor=actor, session=session, ids=ids)
    return redirect("sessions_app:session_desk", slug=slug, session_id=session_id)


def _is_key(typed: str) -> bool:
    try:
        UUID(typed)
    except ValueError:
        return False
    return True
