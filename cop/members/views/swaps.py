"""Readers whom two communities lend each other: offered, answered, confirmed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.confirmation import confirm_first
from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.enums import SwapState
from cop.members.forms_swaps import ReaderForm, SwapOfferForm
from cop.members.policies import can_answer_swap, can_appoint
from cop.members.selectors import actor_or_404, get_swap_or_404, swaps_for
from cop.members.services import answer_swap, confirm_swap, offer_swap, shut_swap

SECTION = "people"


@require_safe
def swap_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What the community offered, what it was offered, and how far each is."""
    actor = actor_or_404(request, slug)
    require(can_appoint(actor))
    context = {"swaps": swaps_for(actor), "nav_key": SECTION}
    return render(request, "members/swap_list.html", context)


@confirm_first
@require_http_methods(["GET", "HEAD", "POST"])
def swap_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer a reader to another community."""
    actor = actor_or_404(request, slug)
    require(can_appoint(actor))
    form = SwapOfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            offer_swap(
                actor=actor,
                to_email=values["to_email"],
                from_on=values["from_on"],
                until_on=values["until_on"],
                **{f"lent_{name}": values[name] for name in ("email", "name", "role")},
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The offer waits for the co-chair you named."))
            return redirect("members:swap_list", slug=slug)
    return render(request, "members/swap_offer.html", {"form": form, "nav_key": SECTION})


@confirm_first
@require_http_methods(["GET", "HEAD", "POST"])
def swap_detail(request: HttpRequest, slug: str, swap_id: int) -> HttpResponse:
    """One swap, with the next step of whoever looks: answer it, or confirm it."""
    actor = actor_or_404(request, slug)
    require(can_appoint(actor))
    swap = get_swap_or_404(actor, swap_id)
    may_answer = can_answer_swap(actor, swap) and swap.state == SwapState.OFFERED
    form = ReaderForm(request.POST or None) if may_answer else None
    if request.method == "POST" and form and form.is_valid():
        values = {f"returned_{name}": value for name, value in form.cleaned_data.items()}
        try:
            answer_swap(actor=actor, swap=swap, **values)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Your answer is with the other community to confirm."))
            return redirect("members:swap_detail", slug=slug, swap_id=swap.pk)
    is_ours = swap.community_id == actor.community.pk
    context = {
        "swap": swap,
        "form": form,
        "is_ours": is_ours,
        "may_confirm": is_ours and swap.state == SwapState.ANSWERED,
        "may_shut": swap.state in (SwapState.OFFERED, SwapState.ANSWERED),
        "nav_key": SECTION,
    }
    return render(request, "members/swap_detail.html", context)


@require_POST
def swap_confirm(request: HttpRequest, slug: str, swap_id: int) -> HttpResponse:
    """Appoint both readers."""
    actor = actor_or_404(request, slug)
    require(can_appoint(actor))
    swap = get_swap_or_404(actor, swap_id)
    try:
        confirm_swap(actor=actor, swap=swap)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Both readers are appointed."))
    return redirect("members:swap_detail", slug=slug, swap_id=swap.pk)


@require_POST
def swap_shut(request: HttpRequest, slug: str, swap_id: int) -> HttpResponse:
    """Withdraw the offer, or decline it."""
    actor = actor_or_404(request, slug)
    require(can_appoint(actor))
    swap = get_swap_or_404(actor, swap_id)
    try:
        shut_swap(actor=actor, swap=swap)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Nothing comes of this offer. Nobody was appointed."))
    return redirect("members:swap_list", slug=slug)
