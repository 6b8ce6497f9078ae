"""The days a community keeps in mind when it plans."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app.forms.marked_days import MarkedDayForm, ObservancesForm
from sessions_app.models import MarkedDay
from sessions_app.policies import can_keep_marked_days
from sessions_app.selectors import get_marked_day_or_404, marked_days_ahead
from sessions_app.services import add_observances, keep_marked_day, remove_marked_day

PLACE = {"nav_key": "sessions"}


@require_http_methods(["GET", "HEAD", "POST"])
def marked_day_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The list, and the days of observance that can be added to it."""
    actor = actor_or_404(request, slug)
    require(can_keep_marked_days(actor))
    form = ObservancesForm(request.POST or None, community=actor.community)
    if request.method == "POST" and form.is_valid():
        number = add_observances(actor=actor, year=form.cleaned_data["year"])
        said = ngettext("%d day is added.", "%d days are added.", number) % number
        messages.success(request, said if number else _("All of them were on the list already."))
        return redirect("sessions_app:marked_day_list", slug)
    today = clock.today(actor.community.time_zone)
    context = PLACE | {"form": form, "days": marked_days_ahead(actor.community, today)}
    return render(request, "sessions_app/marked_day_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def marked_day_add(request: HttpRequest, slug: str) -> HttpResponse:
    """One more day, or days such as a school holiday."""
    actor = actor_or_404(request, slug)
    require(can_keep_marked_days(actor))
    return _keep(request, actor, MarkedDayForm(request.POST or None), None)


@require_http_methods(["GET", "HEAD", "POST"])
def marked_day_change(request: HttpRequest, slug: str, day_id: int) -> HttpResponse:
    """Another name or date."""
    actor = actor_or_404(request, slug)
    require(can_keep_marked_days(actor))
    day = get_marked_day_or_404(actor, day_id)
    initial = {"name": day.name, "kind": day.kind, "from_on": day.from_on}
    initial["to_on"] = day.to_on if day.to_on != day.from_on else None
    return _keep(request, actor, MarkedDayForm(request.POST or None, initial=initial), day)


@require_http_methods(["POST"])
def marked_day_remove(request: HttpRequest, slug: str, day_id: int) -> HttpResponse:
    """Off the list; it can be typed again."""
    actor = actor_or_404(request, slug)
    require(can_keep_marked_days(actor))
    day = get_marked_day_or_404(actor, day_id)
    remove_marked_day(actor=actor, day=day)
    messages.success(request, _("Removed: %s.") % day.name)
    return redirect("sessions_app:marked_day_list", slug)


def _keep(
    request: HttpRequest, actor: Actor, form: MarkedDayForm, day: MarkedDay | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            day = keep_marked_day(actor=actor, day=day, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved: %s.") % day.name)
            return redirect("sessions_app:marked_day_list", actor.community.slug)
    context = PLACE | {"form": form, "day": day}
    return render(request, "sessions_app/marked_day_form.html", context)
