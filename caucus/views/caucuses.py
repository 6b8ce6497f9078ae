"""The caucuses of a community, and who is named as their facilitator."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caucus import selectors, services
from caucus.first_calls import may_use_calls
from caucus.forms import OfferForm
from caucus.models import PublishedFacilitator
from caucus.policies import can_offer_publication, can_view_caucuses
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404


@require_safe
def caucus_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What the caucuses are called here, who is named for them, and one's own offer."""
    actor = actor_or_404(request, slug)
    require(can_view_caucuses(actor))
    named = list(selectors.published_facilitators(actor.community))
    caucuses = [
        (caucus, [each.person for each in named if each.caucus_id == caucus.pk])
        for caucus in selectors.caucuses_of(actor.community)
    ]
    context = {
        "caucuses": caucuses,
        "own": selectors.own_publication(actor),
        "can_offer": can_offer_publication(actor),
        "may_call": may_use_calls(actor),
        "offers": selectors.offers_made(actor),
        "nav_key": "caucuses",
    }
    return render(request, "caucus/caucus_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publication_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """A co-chair asks somebody whether they want to be named."""
    actor = actor_or_404(request, slug)
    require(can_offer_publication(actor))
    typed = request.POST if request.method == "POST" else None
    form = OfferForm(
        typed,
        people=selectors.people_to_offer(actor.community),
        caucuses=selectors.caucuses_of(actor.community),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.offer_publication(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Offered. Only the person can accept it."))
            return redirect("caucus:caucus_list", slug=slug)
    return render(request, "caucus/publication_offer.html", {"form": form, "nav_key": "caucuses"})


@require_POST
def publication_answer(request: HttpRequest, slug: str, publication_id: int) -> HttpResponse:
    """The person accepts, declines or ends; a co-chair takes back an open offer."""
    actor = actor_or_404(request, slug)
    publication = selectors.get_publication_or_404(actor, publication_id)
    try:
        messages.success(request, _answered(actor, publication, request.POST.get("answer", "")))
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("caucus:caucus_list", slug=slug)


def _answered(actor: Actor, publication: PublishedFacilitator, answer: str) -> str:
    """Do what was answered; the sentence that says so. BadRequest for an answer there is not."""
    match answer:
        case "accept":
            services.accept_publication(actor=actor, publication=publication)
            return _("Thank you. You are named from today.")
        case "end":
            services.end_publication(actor=actor, publication=publication)
            return _("Done. You are not named, and nothing says you were.")
        case "withdraw":
            services.withdraw_offer(actor=actor, publication=publication)
            return _("The offer is taken back.")
    raise BadRequest
