"""What I agreed to: giving and taking back, each with one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cop.core.errors import Refused
from cop.core.keys import key_typed
from cop.core.policy import Actor, require
from cop.documents import selectors
from cop.documents.enums import CONSENTS
from cop.documents.policies import can_consent
from cop.documents.services import give_consent, withdraw_consent
from cop.members.selectors import actor_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def consent_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The texts I am asked about, what I said, and the buttons."""
    actor = actor_or_404(request, slug)
    require(can_consent(actor))
    if request.method == "POST":
        try:
            messages.success(request, _said(actor, request))
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("documents:consent_list", slug=slug)
    context = {
        "asked": selectors.consents_asked(actor),
        "given": selectors.consents_of(actor.member) if actor.member else [],
        "nav_key": "documents",
    }
    return render(request, "documents/consent_list.html", context)


def _said(actor: Actor, request: HttpRequest) -> str:
    """Do what the button says; returns what to tell the person."""
    kind = request.POST.get("kind", "")
    if kind not in CONSENTS:
        raise Refused(_("Use the buttons on this page."))
    if "withdraw" in request.POST:
        withdraw_consent(actor=actor, kind=kind)
        return _("Taken back. What was kept because of it is deleted.")
    give_consent(actor=actor, kind=kind, version_id=key_typed(request.POST.get("agree", "")))
    return _("Thank you. You can take it back here at any time.")
