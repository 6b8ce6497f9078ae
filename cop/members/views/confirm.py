"""Confirm it is you: asked before exports and appointments (cop.core.confirmation)."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cop.core.confirmation import leads_back
from cop.members import mailed_codes
from cop.members.forms import CodeForm
from cop.members.models import User

STATE = "confirm_code"


@login_required
@leads_back
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Send a code by mail and take it, for whoever has no second step; the others are sent on."""
    after = _after(request)
    way = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
    if way != request.path:
        return redirect(f"{way}?{urlencode({'next': after})}")
    if request.POST.get("action") == "send":
        _send_code(request)
        return redirect(f"{request.path}?{urlencode({'next': after})}")
    is_sent = mailed_codes.waiting(request, STATE) is not None
    form = CodeForm(request.POST if request.method == "POST" and is_sent else None)
    if form.is_bound and form.is_valid():
        if mailed_codes.is_right(request, STATE, form.cleaned_data["code"]):
            return _go_on(request, after)
        form.add_error("code", _("This is not the code we sent. Check the mail."))
        is_sent = STATE in request.session
    context = {"form": form, "is_sent": is_sent, "after": after}
    return render(request, "account/confirm.html", context)


def _after(request: HttpRequest) -> str:
    """Where the person was going, on this site."""
    after = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}):
        return after
    return resolve_url("home:home")


def _send_code(request: HttpRequest) -> None:
    person = cast(User, request.user)
    if not ratelimit.consume(request, action="confirm_by_code", user=person):
        messages.error(request, _("You asked for several codes. Try again in an hour."))
        return
    code = mailed_codes.new_code(request, STATE)
    get_adapter().send_mail("account/email/confirm_code", person.email, {"code": code})


def _go_on(request: HttpRequest, after: str) -> HttpResponse:
    """Note it, and go where the person was going; allauth takes up what it had begun."""
    record_authentication(request, request.user, method="code", reauthenticated=True)
    answer: HttpResponse | None = resume_request(request)
    return answer or redirect(after)
