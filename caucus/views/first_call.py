"""The first call on a session's topic (R7). One address: the server finds the session."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caucus.first_calls import last_day, may_use_calls, next_call, used_calls
from caucus.forms import FirstCallForm
from caucus.services import pass_first_call, take_back_first_call, use_first_call
from cop.core.errors import Refused
from cop.core.keys import key_typed
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app.selectors import get_visible_session_or_404, open_topics


@require_http_methods(["GET", "HEAD", "POST"])
def first_call(request: HttpRequest, slug: str) -> HttpResponse:
    """Put one topic first, pass, or take either back; nothing is asked of anybody."""
    actor = actor_or_404(request, slug)
    require(may_use_calls(actor))
    topics = [one.proposal for one in open_topics(actor)]
    form = FirstCallForm(request.POST if _is_typed(request) else None, topics=topics)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            messages.success(request, _done(request, actor, form))
        except Refused as refused:
            form.add_problem(refused.message)
        else:
            return redirect("caucus:first_call", slug)
    session = next_call(actor.community)
    context = {
        "form": form,
        "session": session,
        "until": last_day(session) if session else None,
        "used": used_calls(actor.community),
        "nav_key": "caucuses",
    }
    return render(request, "caucus/first_call.html", context)


def _is_typed(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("act") not in ("pass", "take_back")


def _done(request: HttpRequest, actor: Actor, form: FirstCallForm) -> str:
    """Do what was asked for; the sentence that says so."""
    match request.POST.get("act"):
        case "pass":
            pass_first_call(actor=actor)
            return _("Passed. The others may choose the topic.")
        case "take_back":
            typed = request.POST.get("session", "")
            session = get_visible_session_or_404(actor, key_typed(typed))
            take_back_first_call(actor=actor, session=session)
            return _("Taken back. The call is open again.")
    use_first_call(actor=actor, **form.cleaned_data)
    return _("It is the topic of the session. The page says “first call”, and not who.")
