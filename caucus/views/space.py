"""The day's choice. No title, message or address here tells a space from another."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from caucus import day, selectors, services, ways_in
from caucus.forms import SpaceForm
from caucus.policies import can_choose_space
from cop.core import clock
from cop.core.errors import Refused
from cop.core.keys import key_typed
from cop.core.padding import padded
from cop.core.policy import Actor, require
from cop.documents.enums import Kind
from cop.documents.services import give_consent, withdraw_consent
from cop.members.selectors import actor_or_404
from sessions_app.models import Session
from sessions_app.selectors import moment_of


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def space_choose(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Agree or not, choose, choose again, or leave; the session's live page leads here and back."""
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    require(can_choose_space(actor, session))
    form, problem = None, ""
    if request.method == "POST":
        form = SpaceForm(request.POST, spaces=list(selectors.spaces_of(session)))
        try:
            if _is_done(actor, session, request.POST, form):
                return _led_on(session, request.POST)
        except services.DoorShut as shut:
            problem = shut.message
    inside = ways_in.seen_by(actor, session, moment_of(session))
    if form is not None:
        inside["form"] = form
    context = {"session": session, "inside": inside, "form": form, "problem": problem}
    return padded(render(request, "caucus/space_choose.html", context))


@sensitive_variables()
def _is_done(actor: Actor, session: Session, typed: QueryDict, form: SpaceForm) -> bool:
    """Do what was pressed. False: nothing was chosen, and the page says so.

    Raises DoorShut, which nothing else on the page would explain.
    """
    try:
        if "withdraw" in typed:
            withdraw_consent(actor=actor, kind=Kind.CONSENT_TO_CHOICE)
        elif "agree" in typed:
            version = key_typed(str(typed["agree"]))
            give_consent(actor=actor, kind=Kind.CONSENT_TO_CHOICE, version_id=version)
        elif "leave" in typed:
            services.leave_space(actor=actor, session=session)
        elif form.is_valid():
            chosen = int(form.cleaned_data["space"])
            services.choose_space(actor=actor, session=session, space_id=chosen)
        else:
            return False
    except services.DoorShut:
        raise
    except Refused:
        pass  # the page as it is now explains it
    return True


def _led_on(session: Session, typed: QueryDict) -> HttpResponseRedirect:
    """To the live page while the session is on, wherever somebody went."""
    if typed.get("leave") == "dates":
        return redirect("sessions_app:session_list", session.community.slug)
    name = "caucus:space_choose"
    if day.is_choice_open(session, clock.now()):
        name = "sessions_app:session_live"
    return redirect(name, session.community.slug, session.pk)


@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def door_pause(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Shut the door of the space one is in and looks after, or open it again (R2)."""
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    with suppress(Refused):  # the session has ended meanwhile, as the page then says
        services.pause_door(
            actor=actor, session=session, is_paused=request.POST.get("door") == "shut"
        )
    page = "session_desk" if request.POST.get("from") == "desk" else "session_live"
    return redirect(reverse(f"sessions_app:{page}", args=[slug, session_id]))
