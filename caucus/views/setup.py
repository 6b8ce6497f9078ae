"""Setting the spaces up: their doors, who holds everyone's, and what to switch off (R3)."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caucus import selectors, services
from caucus.forms import SetupForm
from caucus.policies import can_set_up_spaces
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app.models import Session


@require_http_methods(["GET", "HEAD", "POST"])
def space_setup(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Every space's ways in on one page, with the checklist of the meeting tool."""
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    require(can_set_up_spaces(actor, session))
    spaces = selectors.spaces_of(session).prefetch_related(selectors.holders_in(actor.community))
    holding = selectors.people_to_hold(actor.community)
    form = SetupForm(request.POST or None, spaces=list(spaces), people=holding)
    if request.method == "POST" and form.is_valid():
        try:
            _save(actor, session, form)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved. What is set now stands on the card below."))
            return redirect("sessions_app:session_detail", slug=slug, session_id=session_id)
    context = {"session": session, "form": form, "was_late": selectors.was_closed_late(session)}
    return render(request, "caucus/space_setup.html", context)


@transaction.atomic
def _save(actor: Actor, session: Session, form: SetupForm) -> None:
    services.set_doors(actor=actor, session=session, **form.ways())
    if "holder" in form.changed_data:
        services.name_holder(actor=actor, session=session, person=form.cleaned_data["holder"])
