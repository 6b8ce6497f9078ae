"""R7: consent for findings, in the space at a session, and taken back between sessions.

No messages: they rest in the stored login. In a session every member has the page, of one length.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from caucus import selectors, services
from caucus.policies import can_choose_space
from cop.core.errors import Refused
from cop.core.keys import key_typed
from cop.core.padding import padded
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from sessions_app.selectors import get_visible_session_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def findings_live(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """One address a session. Whoever is elsewhere reads that there is nothing to do."""
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    require(can_choose_space(actor, session))
    problem = ""
    if request.method == "POST":
        try:
            if "take_back" in request.POST:
                services.take_back_findings(actor=actor, session=session)
            else:
                services.agree_to_findings(actor=actor, session=session)
            return redirect("caucus:findings_live", slug=slug, session_id=session_id)
        except Refused as refused:
            problem = refused.message
    space = selectors.own_space(actor, session)
    consent = selectors.consent_in_space(actor, session, space)
    context = {"session": session, "consent": consent, "problem": problem, "nav_key": "sessions"}
    return padded(render(request, "caucus/findings_live.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def findings_given(request: HttpRequest, slug: str) -> HttpResponse:
    """For who is named for that caucus: at which sessions it agreed, and no in one tap."""
    actor = actor_or_404(request, slug)
    caucus = selectors.asking_for(actor)
    if caucus is None:
        raise PermissionDenied
    if request.method == "POST":
        typed = request.POST.get("session", "")
        session = get_visible_session_or_404(actor, key_typed(typed))
        services.take_back_findings(actor=actor, session=session)
        return redirect("caucus:findings_given", slug=slug)
    context = {"sessions": selectors.consents_of(caucus), "nav_key": "ledger"}
    return render(request, "caucus/findings_given.html", context)
