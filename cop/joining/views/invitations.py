"""Inviting people to join, and the invitations that still stand."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.audit.services import record_reading
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.joining import limits
from cop.joining.forms import MOST_AT_ONCE, InviteForm
from cop.joining.letters import write_invitation
from cop.joining.policies import can_invite_to_join, why_joining_is_shut
from cop.joining.selectors import (
    get_open_invitation_or_404,
    not_yet_invited,
    open_invitations,
)
from cop.joining.services import invite_to_join, resend_invitation, withdraw_invitation
from cop.joining.services.invitations import last_day_from
from cop.members.selectors import actor_or_404

SECTION = "joining"
ON_A_PAGE = 50


@require_safe
def invitation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Invitations nobody has used yet."""
    actor = actor_or_404(request, slug)
    require(can_invite_to_join(actor))
    record_reading(actor=actor, what="joininvitations", target=actor.community)
    pages = Paginator(open_invitations(actor), ON_A_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "why_shut": why_joining_is_shut(actor.community),
        "nav_key": SECTION,
    }
    return render(request, "joining/invitation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite one person, or a pasted list: everybody on it or nobody."""
    actor = actor_or_404(request, slug)
    require(can_invite_to_join(actor))
    form = InviteForm(request.POST or None, initial=_from_roster(request, actor))
    is_sent = request.method == "POST" and form.is_valid() and "preview" not in request.POST
    if is_sent and _invite(request, actor, form):
        number = len(form.cleaned_data["people"])
        said = ngettext("%d invitation is on its way.", "%d invitations are on their way.", number)
        messages.success(request, said % number)
        return redirect("joining:invitation_list", slug=slug)
    words = form.cleaned_data.get("words", "") if form.is_bound else ""
    community = actor.community
    context = {
        "form": form,
        "letter": write_invitation(community, last_day=last_day_from(community), words=words),
        "why_shut": why_joining_is_shut(community),
        "nav_key": SECTION,
    }
    return render(request, "joining/invitation_add.html", context)


def _from_roster(request: HttpRequest, actor: Actor) -> dict[str, str]:
    """Members who never signed in, as the form reads them, where a link asks for them."""
    if request.method == "POST" or "roster" not in request.GET:
        return {}
    people = not_yet_invited(actor)[:MOST_AT_ONCE]
    return {"people": "\n".join(", ".join(filter(None, one)) for one in people)}


def _invite(request: HttpRequest, actor: Actor, form: InviteForm) -> bool:
    """Send them; what is refused stands on the form."""
    people, words = form.cleaned_data["people"], form.cleaned_data["words"]
    problem = ""
    if not limits.may_invite(request, len(people)):
        problem = _("That are many invitations for one day. Send the others tomorrow.")
    else:
        try:
            invite_to_join(actor=actor, people=people, words=words)
        except Refused as refused:
            problem = refused.message
    if problem:
        form.add_error(None, problem)
    return not problem


@require_POST
def invitation_resend(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """A new link, in place of the old."""
    actor = actor_or_404(request, slug)
    require(can_invite_to_join(actor))
    invitation = get_open_invitation_or_404(actor, invitation_id)
    if not limits.may_invite(request, 1):
        messages.error(request, _("That are many invitations for one day. Try again tomorrow."))
        return redirect("joining:invitation_list", slug=slug)
    try:
        resend_invitation(actor=actor, invitation=invitation)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        said = _("A new invitation to %s is on its way. The link before it no longer works.")
        messages.success(request, said % invitation)
    return redirect("joining:invitation_list", slug=slug)


@require_POST
def invitation_withdraw(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """The link stops working."""
    actor = actor_or_404(request, slug)
    require(can_invite_to_join(actor))
    invitation = get_open_invitation_or_404(actor, invitation_id)
    withdraw_invitation(actor=actor, invitation=invitation)
    said = _("The invitation to %s is withdrawn. You can invite them again at any time.")
    messages.success(request, said % invitation)
    return redirect("joining:invitation_list", slug=slug)
