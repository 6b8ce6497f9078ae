"""A member’s own next steps. No messages: nothing outside the page says that there are any."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app import services
from sessions_app.forms.next_steps import NextStepForm
from sessions_app.policies import can_keep_next_steps
from sessions_app.selectors import own_next_steps


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def next_step_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Add, tick and delete; one address for all of it."""
    actor = actor_or_404(request, slug)
    require(can_keep_next_steps(actor))
    is_adding = request.method == "POST" and "act" not in request.POST
    form = NextStepForm(request.POST if is_adding else None)
    if request.method == "POST" and _is_done(request, actor, form):
        return redirect("sessions_app:next_step_list", slug=slug)
    context = {"form": form, "steps": own_next_steps(actor)}
    return render(request, "sessions_app/next_step_list.html", context)


def _is_done(request: HttpRequest, actor: Actor, form: NextStepForm) -> bool:
    """Do what was pressed. False: the form says why it was not kept."""
    if form.is_bound:
        return form.is_valid() and _is_added(actor, form)
    try:
        step_id = UUID(request.POST.get("step", ""))
    except ValueError:
        raise Http404 from None
    if not own_next_steps(actor).filter(pk=step_id).exists():
        raise Http404
    match request.POST.get("act"):
        case "delete":
            services.delete_next_step(actor=actor, step_id=step_id)
        case act:
            services.tick_next_step(actor=actor, step_id=step_id, is_done=act == "done")
    return True


def _is_added(actor: Actor, form: NextStepForm) -> bool:
    try:
        services.add_next_step(actor=actor, words=form.cleaned_data["words"])
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True
