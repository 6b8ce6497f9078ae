"""What everybody may read about a community, and asking to join it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.text import markdown_to_html
from cop.joining import limits
from cop.joining.forms import RequestForm
from cop.joining.holdings import DECIDED_KEPT, months_in_words
from cop.joining.selectors import (
    co_chairs_named_by,
    get_open_page_or_404,
    organisations_shown_by,
)
from cop.joining.services import Application, make_request


@require_safe
def page_public(request: HttpRequest, slug: str) -> HttpResponse:
    """Purpose, what happens, what caucusing is and why, who runs it. No cookie, no session."""
    page = get_open_page_or_404(slug)
    context = {
        "page": page,
        "community": page.community,
        "text": markdown_to_html(page.text),
        "co_chairs": co_chairs_named_by(page.community),
    }
    return render(request, "joining/page_public.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def request_make(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to join. The answer is the same whoever asks."""
    page = get_open_page_or_404(slug)
    community = page.community
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        application = Application(**form.cleaned_data)
        if limits.may_ask_to_join(request, application.email):
            make_request(community=community, application=application)
            return redirect("joining_open:request_made", slug=slug)
        form.add_error(None, _("Many requests came from here. Wait an hour, then try again."))
    context = {"form": form, "community": community, "kept": months_in_words(DECIDED_KEPT)}
    context["organisations"] = organisations_shown_by(page)
    return render(request, "joining/request_make.html", context)


@require_safe
def request_made(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank you, and what happens next."""
    page = get_open_page_or_404(slug)
    return render(request, "joining/request_made.html", {"community": page.community})
