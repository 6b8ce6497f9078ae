"""After a session: what its facilitators say to each other, and to themselves."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404, names_in
from sessions_app import services
from sessions_app.forms.debrief import DebriefForm, ReflectionForm
from sessions_app.models import Session
from sessions_app.policies import can_debrief_session, can_view_reflections, why_debrief_waits
from sessions_app.selectors import (
    debrief_of,
    get_visible_session_or_404,
    moment_of,
    own_reflection,
    reflections_for_pair,
    released_reflections,
)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def session_debrief(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """The words the facilitators share, those they released to each other, and one's own."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_debrief_session(actor, session))
    typed = request.POST if request.method == "POST" else None
    act = typed.get("act", "") if typed else ""
    debrief, own = debrief_of(session), own_reflection(actor, session)
    shared = DebriefForm(typed if act == "shared" else None, debrief=debrief)
    mine = ReflectionForm(typed if act == "own" else None, reflection=own)
    if typed is not None and _is_kept(request, actor, session, mine if act == "own" else shared):
        return redirect("sessions_app:session_debrief", slug=slug, session_id=session.pk)
    context = {
        "nav_key": "sessions",
        "session": session,
        "why_not": why_debrief_waits(session, moment_of(session)),
        "forms": [shared, mine],
        "shared": shared,
        "mine": mine,
        "own": own,
        "others": reflections_for_pair(actor, session),
        "names": names_in(session.community, f"{debrief.words}\n{own.words}"),
    }
    return render(request, "sessions_app/session_debrief.html", context)


def _is_kept(request: HttpRequest, actor: Actor, session: Session, form: forms.Form) -> bool:
    """Whether the words are kept now; what is refused stands on the form."""
    if not form.is_valid():
        return False
    kept = {key: value for key, value in form.cleaned_data.items() if key != "act"}
    try:
        if isinstance(form, ReflectionForm):
            services.write_reflection(actor=actor, session=session, **kept)
            said = _("Your own words are saved.")
        elif services.write_debrief(actor=actor, session=session, **kept):
            said = _("Our words are saved.")
        else:
            said = _(
                "Somebody else wrote at the same time. Both texts are kept, one below the other."
            )
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, said)
    return True


@require_safe
def reflection_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What facilitators released to the evaluator."""
    actor = actor_or_404(request, slug)
    require(can_view_reflections(actor))
    context = {"nav_key": "reflections", "reflections": released_reflections(actor)}
    return render(request, "sessions_app/reflection_list.html", context)
