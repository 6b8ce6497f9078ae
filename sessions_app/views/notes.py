"""Writing down what was said together, and what people took upon themselves."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app import services
from sessions_app.forms.notes import ActionForm, NotesForm
from sessions_app.models import Action, Session
from sessions_app.policies import can_write_notes, why_notes_wait
from sessions_app.selectors import (
    actions_of,
    get_action_or_404,
    get_visible_session_or_404,
    names_in_notes,
    notes_of,
)


def _writing(request: HttpRequest, slug: str, session_id: int) -> tuple[Actor, Session]:
    """Door of these pages."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_write_notes(actor, session))
    return actor, session


@require_http_methods(["GET", "HEAD", "POST"])
def notes_change(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Write the notes; the actions stand below them."""
    actor, session = _writing(request, slug, session_id)
    form = NotesForm(request.POST or None, initial={"words": notes_of(session)})
    if request.method == "POST" and form.is_valid():
        try:
            services.write_notes(actor=actor, session=session, words=form.cleaned_data["words"])
            messages.success(request, _("The notes are saved."))
            return redirect("sessions_app:notes_change", slug, session.pk)
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {
        "nav_key": "sessions",
        "session": session,
        "form": form,
        "why_not": why_notes_wait(session),
        "actions": actions_of(session),
        "names": names_in_notes(session),
    }
    return render(request, "sessions_app/notes_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def action_add(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Write down an action."""
    actor, session = _writing(request, slug, session_id)
    form = ActionForm(request.POST or None)
    if request.method == "POST" and _is_written(actor, session, form, None):
        return redirect("sessions_app:notes_change", slug, session.pk)
    context = {"nav_key": "sessions", "session": session, "form": form}
    return render(request, "sessions_app/action_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def action_change(request: HttpRequest, slug: str, session_id: int, action_id: int) -> HttpResponse:
    """Change an action, or say that it is done."""
    actor, session = _writing(request, slug, session_id)
    action = get_action_or_404(session, action_id)
    form = ActionForm(request.POST or None, action=action)
    if request.method == "POST" and _is_written(actor, session, form, action):
        return redirect("sessions_app:notes_change", slug, session.pk)
    context = {"nav_key": "sessions", "session": session, "form": form, "action": action}
    return render(request, "sessions_app/action_change.html", context)


@require_POST
def action_remove(request: HttpRequest, slug: str, session_id: int, action_id: int) -> HttpResponse:
    """Take an action away."""
    actor, session = _writing(request, slug, session_id)
    action = get_action_or_404(session, action_id)
    try:
        services.remove_action(actor=actor, session=session, action=action)
        messages.success(request, _("The action is removed."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("sessions_app:notes_change", slug, session.pk)


def _is_written(actor: Actor, session: Session, form: forms.Form, action: Action | None) -> bool:
    """Whether the action is kept now; what is refused stands on the form."""
    if not form.is_valid():
        return False
    try:
        services.write_action(actor=actor, session=session, action=action, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True
