"""My e-mail address: the only way to change that of somebody who has signed in.

Whoever sits at the browser shows first that it is them, by the address they still have or by their
second step. Then a code goes to the new address and is typed here. Until that is right nothing is
stored but in the person's own session. Whether an address is in use is told to its owner alone, by
mail.
"""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cop.core.confirmation import confirm_first
from cop.core.errors import Refused
from cop.members import mailed_codes
from cop.members.forms import AddressForm, CodeForm
from cop.members.models import User
from cop.members.services import change_own_address, is_address_taken

STATE = "new_address"


@confirm_first
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def address_change(request: HttpRequest) -> HttpResponse:
    """Ask for the new address and send a code to it."""
    person = cast(User, request.user)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        if address == person.email:
            form.add_error("email", _("This is your address already."))
        elif not ratelimit.consume(request, action="change_own_address", user=person):
            form.add_error(None, _("You asked for several codes. Try again in an hour."))
        else:
            _send_code(request, address)
            return redirect("account_email_confirm")
    return render(request, "account/address_change.html", {"form": form})


@confirm_first
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def address_confirm(request: HttpRequest) -> HttpResponse:
    """Take the code; five wrong ones, or fifteen minutes, and it no longer works."""
    state = mailed_codes.waiting(request, STATE)
    if state is None:
        return redirect("account_email")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if mailed_codes.is_right(request, STATE, form.cleaned_data["code"]):
            return _take_address(request, state["email"])
        form.add_error("code", _("This is not the code we sent. Check the mail."))
        if STATE not in request.session:
            messages.error(request, _("The code no longer works. Ask for a new one."))
            return redirect("account_email")
    context = {
        "verify_form": form,
        "form": form,
        "email": state["email"],
        "cancel_url": reverse("account_email"),
    }
    return render(request, "account/address_confirm.html", context)


def _send_code(request: HttpRequest, address: str) -> None:
    code = mailed_codes.new_code(request, STATE, email=address)
    if is_address_taken(address):
        get_adapter().send_mail("account/email/address_taken", address, {})
    else:
        get_adapter().send_mail("account/email/address_code", address, {"code": code})


def _take_address(request: HttpRequest, address: str) -> HttpResponse:
    person = cast(User, request.user)
    before = person.email
    try:
        change_own_address(person=person, address=address)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("account_email")
    person.refresh_from_db()
    update_session_auth_hash(request, person)  # this browser stays signed in
    get_adapter().send_mail("account/email/address_left", before, {})
    messages.success(request, _("You sign in with %s from now on.") % person.email)
    return redirect("account_email")
