"""Pages for words that members sign with a name they chose."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from reports import selectors, services
from reports.forms import TestimonialForm
from reports.policies import can_sign_testimonials
from reports.testimonials import uses_of


@require_http_methods(["GET", "HEAD", "POST"])
def testimonial_own(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own testimonials and where each stands; POST signs another."""
    actor = actor_or_404(request, slug)
    require(can_sign_testimonials(actor))
    form = TestimonialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.sign_testimonial(actor=actor, **form.cleaned_data)
            messages.success(request, _("Signed. You can take it back here at any time."))
            return redirect("reports:testimonial_own", slug)
        except Refused as refused:
            form.add_error(None, refused.message)
    own = list(selectors.own_testimonials(actor))
    editions = selectors.stands_in(actor.community, own)
    context = {
        "nav_key": "",
        "own": [(one, uses_of(one), editions[one.pk]) for one in own],
        "form": form,
    }
    return render(request, "reports/testimonials/testimonial_own.html", context)


@require_POST
def testimonial_withdraw(request: HttpRequest, slug: str, testimonial_id: UUID) -> HttpResponse:
    """Take it back."""
    actor = actor_or_404(request, slug)
    services.withdraw_testimonial(actor=actor, testimonial_id=testimonial_id)
    messages.success(request, _("Taken back. Nothing new is made with it."))
    return redirect("reports:testimonial_own", slug)


@require_safe
def testimonial_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What members signed and may be used, for who makes texts."""
    actor = actor_or_404(request, slug)
    signed = [(one, uses_of(one)) for one in selectors.signed_testimonials(actor)]
    context = {"nav_key": "reports", "signed": signed}
    return render(request, "reports/testimonials/testimonial_list.html", context)
