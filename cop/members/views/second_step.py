"""Setting up a second step, and leaving it."""

from typing import Any, cast

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cop.core.confirmation import confirm_first, confirm_first_and_press_again
from cop.members.adapters import AccountAdapter
from cop.members.models import User
from cop.members.second_step import (
    AFTERWARDS,
    has_second_step,
    note_second_step,
    took_second_step,
)
from cop.members.selectors import is_asked_second_step


@login_required
@require_safe
def second_step(request: HttpRequest) -> HttpResponse:
    """Why a role asks for a second step, and the way to set one up or to take it."""
    after = request.session.get(AFTERWARDS)
    person = cast(User, request.user)
    if took_second_step(request):
        request.session.pop(AFTERWARDS, None)
        return redirect(after or "home:home")
    if has_second_step(person):  # set up in another browser, after this one had signed in
        way = AccountAdapter(request).get_reauthentication_methods(person)[0]["url"]
        return redirect(f"{way}?{urlencode({'next': request.path})}")
    return render(request, "mfa/needed.html", {"wanted": after})


class AppSetUp(ActivateTOTPView):
    """allauth's page; whoever has shown the app's figures has taken the second step with them."""

    def form_valid(self, form: Form) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        person = cast(User, context.request.user)
        note_second_step(context.request, person, Authenticator.Type.TOTP)
        return answer


class AppSwitchOff(DeactivateTOTPView):
    """allauth's page; whoever needs a second step hears that they will be asked again."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        role_asks = is_asked_second_step(cast(User, self.request.user))
        context: dict[str, Any] = super().get_context_data(role_asks=role_asks, **more)
        return context


app_set_up = confirm_first(AppSetUp.as_view())
app_switch_off = confirm_first_and_press_again(AppSwitchOff.as_view())
recovery_codes_make = confirm_first_and_press_again(generate_recovery_codes)
