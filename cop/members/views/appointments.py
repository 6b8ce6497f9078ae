"""People and roles: who holds which, given and ended by co-chairs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.confirmation import confirm_first
from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.enums import Role
from cop.members.forms import AppointmentEndForm, AppointmentForm, AppointmentTermForm
from cop.members.policies import can_appoint, can_view_appointments
from cop.members.selectors import (
    actor_or_404,
    appointments_in,
    get_appointment_or_404,
    name_in,
)
from cop.members.services import appoint, change_last_day, end_appointment

SECTION = "people"


@require_safe
def appointment_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds which role, now and soon; no secret inside the community."""
    actor = actor_or_404(request, slug)
    require(can_view_appointments(actor))
    context = {
        "appointments": appointments_in(actor.community),
        "can_appoint": can_appoint(actor),
        "nav_key": SECTION,
    }
    return render(request, "members/appointment_list.html", context)


@confirm_first
@require_http_methods(["GET", "HEAD", "POST"])
def appointment_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a person a role; what the rules forbid is said on the form."""
    actor = actor_or_404(request, slug)
    require(can_appoint(actor))
    wanted = request.GET.get("role")  # from a list of what is missing, to which one goes back
    form = AppointmentForm(request.POST or None, initial={"role": wanted})
    if request.method == "POST" and form.is_valid():
        try:
            appointment = appoint(actor=actor, tell=True, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            said = _("%(person)s is appointed: %(role)s.") % {
                "person": name_in(appointment.person, actor.community),
                "role": appointment.get_role_display(),
            }
            messages.success(request, said)
            if wanted:
                return redirect("home:community", slug=slug)
            return redirect("members:appointment_list", slug=slug)
    context = {"form": form, "nav_key": SECTION}
    return render(request, "members/appointment_add.html", context)


@confirm_first
@require_http_methods(["GET", "HEAD", "POST"])
def appointment_change(request: HttpRequest, slug: str, appointment_id: int) -> HttpResponse:
    """Until when a role is held."""
    actor = actor_or_404(request, slug)
    require(can_appoint(actor))
    appointment = get_appointment_or_404(actor, appointment_id)
    initial = {"until_on": appointment.until_on}
    form = AppointmentTermForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        until_on = form.cleaned_data["until_on"]
        try:
            change_last_day(actor=actor, appointment=appointment, until_on=until_on)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The last day is saved."))
            return redirect("members:appointment_list", slug=slug)
    context = {"form": form, "appointment": appointment, "nav_key": SECTION}
    return render(request, "members/appointment_change.html", context)


@confirm_first
@require_http_methods(["GET", "HEAD", "POST"])
def appointment_end(request: HttpRequest, slug: str, appointment_id: int) -> HttpResponse:
    """Ask once, then end a role."""
    actor = actor_or_404(request, slug)
    require(can_appoint(actor))
    appointment = get_appointment_or_404(actor, appointment_id)
    form = AppointmentEndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            end_appointment(actor=actor, appointment=appointment)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The role has ended."))
            if appointment.person == actor.person:
                return redirect("home:home")  # this page may be closed to them now
            return redirect("members:appointment_list", slug=slug)
    is_own = appointment.person == actor.person and appointment.role == Role.CO_CHAIR
    context = {"form": form, "appointment": appointment, "is_own": is_own, "nav_key": SECTION}
    return render(request, "members/appointment_end.html", context)
