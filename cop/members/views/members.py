"""The roster: the secretary's alone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.audit.services import record_reading
from cop.core import registry
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.forms import MemberChangeForm, MemberForm, MemberSearchForm, suggest_from
from cop.members.mailings import came_back
from cop.members.models import Member
from cop.members.policies import can_change_member, can_view_roster
from cop.members.selectors import (
    actor_or_404,
    get_member_or_404,
    roster_for,
    suggested_reference,
)
from cop.members.services import save_member

MEMBERS_ON_A_PAGE = 200
SECTION = "members"


@require_safe
def member_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Names, organisations and contacts; those who left stand last."""
    actor = actor_or_404(request, slug)
    require(can_view_roster(actor))
    record_reading(actor=actor, what="roster", target=actor.community)
    search = MemberSearchForm(request.GET)
    wanted = search.cleaned_data["q"] if search.is_valid() else ""
    pages = Paginator(roster_for(actor, wanted), MEMBERS_ON_A_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "search": search,
        "wanted": wanted,
        "nav_key": SECTION,
        "links": [
            *(link for provider in registry.roster_links for link in provider(actor)),
            *registry.sections_within(actor, SECTION),
        ],
    }
    return render(request, "members/member_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add somebody to the roster."""
    actor = actor_or_404(request, slug)
    require(can_change_member(actor))
    initial = {"reference": suggested_reference(actor.community)}
    form = MemberForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            member, _changed = save_member(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("%s is on the roster.") % member)
            return redirect("members:member_list", slug=slug)
    return _render_form(request, actor, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def member_change(request: HttpRequest, slug: str, member_id: int) -> HttpResponse:
    """Change somebody's entry, or say that they left."""
    actor = actor_or_404(request, slug)
    require(can_change_member(actor))
    member = get_member_or_404(actor, member_id)
    record_reading(actor=actor, what="member", target=member)
    form = MemberChangeForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            member, changed = save_member(actor=actor, member=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            said = _("%s is saved.") if changed else _("%s is as before: nothing was changed.")
            messages.success(request, said % member)
            return redirect("members:member_list", slug=slug)
    return _render_form(request, actor, form, member)


def _render_form(
    request: HttpRequest, actor: Actor, form: MemberForm, member: Member | None
) -> HttpResponse:
    url = reverse("members:organisation_suggest", args=[actor.community.slug])
    suggest_from(form.fields["organisation"], url)
    context = {
        "form": form,
        "member": member,
        "came_back": came_back(member) if member else [],
        "nav_key": SECTION,
    }
    return render(request, "members/member_form.html", context)
