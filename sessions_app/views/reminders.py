"""The reminder plan: what goes when, and what it says."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from cop.post.services import Letter
from sessions_app.enums import Moment
from sessions_app.formats import Format
from sessions_app.forms.reminders import ReminderForm
from sessions_app.policies import can_change_reminders
from sessions_app.reminders import PLACEHOLDERS, SHIPPED, write_reminder
from sessions_app.selectors import format_for, planned_for, reminder_plan, session_to_show
from sessions_app.services import change_reminder, check_reminder


@require_safe
def reminder_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every format with its four moments."""
    actor = actor_or_404(request, slug)
    require(can_change_reminders(actor))
    context = {"plan": reminder_plan(actor.community), "moments": Moment, "nav_key": "reminders"}
    return render(request, "sessions_app/reminder_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_change(request: HttpRequest, slug: str, key: str, moment: str) -> HttpResponse:
    """Switch one on or off, edit it, look at it, or go back to the shipped text."""
    actor = actor_or_404(request, slug)
    require(can_change_reminders(actor))
    chosen = format_for(actor.community, key)
    if chosen is None or moment not in Moment.values:
        raise Http404
    planned = planned_for(actor.community, key, moment)
    typed = _typed(request, moment)
    form = ReminderForm(typed, initial=ReminderForm.initial_of(planned))
    words = planned.words
    if typed is not None and form.is_valid():
        words = form.cleaned_data["words"]
        if _save(request, actor, chosen, moment, form) and "preview" not in request.POST:
            return redirect("sessions_app:reminder_list", slug)
    context = {"form": form, "chosen": chosen, "planned": planned, "nav_key": "reminders"}
    context |= {"placeholders": PLACEHOLDERS, "moment": Moment(moment)}
    context |= _preview(actor, key, moment, words if form.is_valid() else "")
    if typed is None:
        context |= _preview(actor, key, moment, words)
    return render(request, "sessions_app/reminder_change.html", context)


def _typed(request: HttpRequest, moment: str) -> dict[str, str] | None:
    """What was sent; the shipped words in place of the typed ones where somebody asked for them."""
    if request.method != "POST":
        return None
    typed = request.POST.dict()
    return typed | {"words": str(SHIPPED[Moment(moment)])} if "reset" in typed else typed


def _save(
    request: HttpRequest, actor: Actor, chosen: Format, moment: str, form: ReminderForm
) -> bool:
    """Save it, or only check it where a preview is asked for; what is wrong goes on the form."""
    try:
        if "preview" in request.POST:
            check_reminder(actor, moment, form.cleaned_data["words"])
        else:
            said = form.cleaned_data
            change_reminder(actor=actor, format_key=chosen.key, moment=moment, **said)
            messages.success(request, _("The reminder is saved."))
    except Refused as refused:
        form.add_error("words", refused.message)
        return False
    return True


def _preview(actor: Actor, key: str, moment: str, words: str) -> dict[str, Letter | None]:
    session = session_to_show(actor.community, key)
    shows = session is not None and words
    return {"letter": write_reminder(session, moment, words) if session and shows else None}
