"""The list of organisations: the secretary's, but for the suggestions while somebody types."""

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.forms_organisations import MergeForm, OrganisationDeleteForm, OrganisationForm
from cop.members.models import Organisation
from cop.members.organisations import (
    get_organisation_or_404,
    is_used,
    number_not_stated,
    organisations_for,
    plan_merge,
    suggested_organisations,
)
from cop.members.policies import can_keep_organisations, can_suggest_organisations
from cop.members.selectors import actor_or_404
from cop.members.services import delete_organisation, merge_organisations, save_organisation

SECTION = "members"
ASKED_IN_A_MINUTE = 120
MINUTE = 60


@require_safe
def organisation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every organisation with its other names and how many members it has."""
    actor = actor_or_404(request, slug)
    require(can_keep_organisations(actor))
    context = {
        "organisations": organisations_for(actor),
        "not_stated": number_not_stated(actor),
        "nav_key": SECTION,
    }
    return render(request, "members/organisation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an organisation before anybody has it."""
    actor = actor_or_404(request, slug)
    require(can_keep_organisations(actor))
    return _save(request, actor, None)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_change(request: HttpRequest, slug: str, organisation_id: int) -> HttpResponse:
    """Change an organisation's name, and what else people call it."""
    actor = actor_or_404(request, slug)
    require(can_keep_organisations(actor))
    return _save(request, actor, get_organisation_or_404(actor, organisation_id))


def _save(request: HttpRequest, actor: Actor, organisation: Organisation | None) -> HttpResponse:
    initial = OrganisationForm.initial_of(organisation) if organisation else {}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved, changed = save_organisation(
                actor=actor, organisation=organisation, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            said = _("%s is saved.") if changed else _("%s is as before: nothing was changed.")
            messages.success(request, said % saved)
            return redirect("members:organisation_list", slug=actor.community.slug)
    context = {
        "form": form,
        "organisation": organisation,
        "is_unused": organisation is not None and not is_used(organisation),
        "nav_key": SECTION,
    }
    return render(request, "members/organisation_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_delete(request: HttpRequest, slug: str, organisation_id: int) -> HttpResponse:
    """Ask once, in words, and take an unused organisation off the list."""
    actor = actor_or_404(request, slug)
    require(can_keep_organisations(actor))
    organisation = get_organisation_or_404(actor, organisation_id)
    form = OrganisationDeleteForm(request.POST or None)
    if request.method == "POST":
        try:
            delete_organisation(actor=actor, organisation=organisation)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("%s is deleted.") % organisation.name)
        return redirect("members:organisation_list", slug=slug)
    context = {"form": form, "organisation": organisation, "nav_key": SECTION}
    return render(request, "members/organisation_delete.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose (GET), read what would happen (GET), merge (POST)."""
    actor = actor_or_404(request, slug)
    require(can_keep_organisations(actor))
    asked = request.POST if request.method == "POST" else request.GET
    form = MergeForm(
        asked if request.method == "POST" or "preview" in asked else None,
        organisations=organisations_for(actor),
        initial={"organisations": request.GET.getlist("with")},
    )
    if form.is_valid() and request.method == "POST":
        try:
            plan = merge_organisations(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _merged(plan.number_moved, plan.kept.name))
            return redirect("members:organisation_list", slug=slug)
    return _render_merge(request, actor, form)


def _render_merge(request: HttpRequest, actor: Actor, form: MergeForm) -> HttpResponse:
    """The preview where there is one to make, else the choice."""
    clean = getattr(form, "cleaned_data", {})
    plan = None
    if clean.get("organisations"):
        plan = plan_merge(actor.community, clean["organisations"], clean["keep"])
    context = {"form": form, "plan": plan, "nav_key": SECTION}
    template = "organisation_merge.html" if plan else "organisation_merge_choose.html"
    return render(request, f"members/{template}", context)


def _merged(number: int, name: str) -> str:
    said = ngettext(
        "Merged into %(name)s: %(number)d member moved.",
        "Merged into %(name)s: %(number)d members moved.",
        number,
    )
    return said % {"name": name, "number": number}


@require_safe
def organisation_suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """Names of the actor's own community that hold the letters typed so far."""
    actor = actor_or_404(request, slug)
    require(can_suggest_organisations(actor))
    if _asks_too_often(actor):
        return JsonResponse({"organisations": []}, status=429)
    typed = request.GET.get("q", "")[:200]
    return JsonResponse({"organisations": suggested_organisations(actor, typed)})


def _asks_too_often(actor: Actor) -> bool:
    """More often than anybody types. Counted by person, for a minute."""
    key = f"members:suggest:{actor.person.pk}" if actor.person else "members:suggest:"
    cache.add(key, 0, MINUTE)
    try:
        return cache.incr(key) > ASKED_IN_A_MINUTE
    except ValueError:  # the minute ended between the two
        return False
