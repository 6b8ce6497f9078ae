"""What a community keeps about the signed-in person, and the ways out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.confirmation import confirm_first, confirm_first_and_press_again
from cop.core.errors import Refused
from cop.core.files import file_response
from cop.core.policy import Actor, require
from cop.members.policies import can_leave_community, has_left
from cop.members.selectors import actor_or_404
from cop.members.services import leave_community
from cop.rights.forms import EraseForm, LeaveForm
from cop.rights.selectors import communities_knowing, kept_about, own_subject_or_404, roles_today
from cop.rights.services import erase_own, export_own, file_name, what_is_not_here


@require_safe
def my_data(request: HttpRequest, slug: str) -> HttpResponse:
    """Every kind of data: what, why, who reads it, how long, and the person's own rows."""
    actor, subject = own_subject_or_404(request, slug)
    context = {
        "subject": subject,
        "kept": kept_about(actor, subject),
        "absences": what_is_not_here(),
        "others": communities_knowing(subject.person).exclude(pk=subject.community.pk),  # type: ignore[arg-type]
        "profile_url": profile_address(actor),
        "may_leave": can_leave_community(actor),
        "nav_key": "my_data",
    }
    return render(request, "rights/my_data.html", context)


def profile_address(actor: Actor) -> str:
    """Where members change what they say about themselves."""
    return reverse("members:profile_change", args=[actor.community.slug]) if actor.member else ""


@confirm_first
@require_safe
def my_data_download(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a file, made now."""
    actor, subject = own_subject_or_404(request, slug)
    return file_response(export_own(actor=actor, subject=subject), file_name(subject))


@require_http_methods(["GET", "HEAD", "POST"])
def membership_leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once, then leave."""
    actor = actor_or_404(request, slug)
    if request.method != "POST" and has_left(actor) and not actor.roles:
        return render(request, "rights/membership_left.html", {"nav_key": "my_data"})
    require(can_leave_community(actor))
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            leave_community(actor=actor)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(
                request, _("You have left %s. Thank you for the way you came.") % actor.community
            )
            return redirect("rights:my_data", slug=slug)
    context = {"form": form, "roles": roles_today(actor), "nav_key": "my_data"}
    return render(request, "rights/membership_leave.html", context)


@confirm_first_and_press_again
@require_http_methods(["GET", "HEAD", "POST"])
def my_data_erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what goes and what stays, ask for a word, and erase."""
    actor, subject = own_subject_or_404(request, slug)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            is_gone = erase_own(actor=actor, subject=subject)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return _farewell(request, is_gone, subject.community.name)
    context: dict[str, Any] = {"form": form, "subject": subject, "nav_key": "my_data"}
    return render(request, "rights/my_data_erase.html", context)


def _farewell(request: HttpRequest, is_gone: bool, community: str) -> HttpResponse:
    """Out, if the account is gone; else back to what is left."""
    if is_gone:
        logout(request)
        return redirect("rights_open:erased")
    messages.success(request, _("%s has erased what it kept about you.") % community)
    return redirect("home:home")


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """The same words for everybody: nobody is known here any more."""
    return render(request, "rights/erased.html")
