"""The public page, as its co-chairs keep it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.core.text import markdown_to_html
from cop.joining.forms import PageForm
from cop.joining.models import JoinPage
from cop.joining.policies import can_change_join_page, why_joining_is_shut
from cop.joining.selectors import is_named, page_of
from cop.joining.services import change_join_page
from cop.joining.wording import default_headline, default_text
from cop.members.selectors import actor_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def page_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Its words, whether it is open, and whether it names me."""
    actor = actor_or_404(request, slug)
    require(can_change_join_page(actor))
    page = page_of(actor.community)
    initial = _as_it_is(actor, page)
    form = PageForm(request.POST or None, initial=initial)
    is_saved = request.method == "POST" and form.is_valid() and "preview" not in request.POST
    if is_saved:
        try:
            change_join_page(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error("is_open", refused.message)
        else:
            messages.success(request, _("The page is saved."))
            return redirect("joining:page_change", slug=slug)
    shown = form.cleaned_data.get("text", "") if form.is_bound else initial["text"]
    context = {"form": form, "page": page, "preview": markdown_to_html(str(shown))}
    context |= {"why_shut": why_joining_is_shut(actor.community), "nav_key": "joining"}
    return render(request, "joining/page_change.html", context)


def _as_it_is(actor: Actor, page: JoinPage) -> dict[str, Any]:
    """What the form begins with; the words the program proposes where there are none."""
    return {
        "headline": page.headline or default_headline(actor.community),
        "text": page.text or default_text(),
        "is_open": page.is_open,
        "suggests_organisations": page.suggests_organisations,
        "names_me": is_named(actor),
    }
