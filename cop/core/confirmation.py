"""Whether whoever sits at the browser has lately shown who they are.

What takes names out of the program, or gives somebody a role, asks first: with the second step
where the person has one, else with a code sent by mail. It is asked before a form is filled in; a
form that was open too long is kept and goes on afterwards. Pages of a session under way never ask.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

SECOND_STEP = "mfa"  # as allauth names it in its records of a session
DEMONSTRATION = "demonstration"
KEPT = "form_kept_while_confirming"

View = Callable[..., HttpResponse]


def confirm_first(view: View) -> View:
    """Decorator of a view: ask who it is unless that was shown in the last quarter of an hour."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "POST"} or not request.user.is_authenticated:
            return view(request, *args, **kwargs)  # which refuses
        if not is_confirmed(request):
            return _ask(request)
        _take_up_again(request)
        return view(request, *args, **kwargs)

    return asking


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the person signed in, or confirmed that it is them, a short while ago.

    A code from the mail does not stand in for the second step of whoever has one.
    """
    person = cast(AbstractBaseUser, request.user)
    records = get_authentication_records(request, person)
    if settings.DEMO and any(one.get("type") == DEMONSTRATION for one in records):
        return True
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    recent = [one for one in records if one["at"] > since]
    if any(one["method"] == SECOND_STEP for one in recent):
        return True
    return bool(recent) and not Authenticator.objects.filter(user_id=person.pk).exists()


def _ask(request: HttpRequest) -> HttpResponse:
    """To the page that asks. What was typed is kept in the person's own session, nowhere else."""
    path = request.get_full_path()
    if request.method == "POST":
        request.session[KEPT] = {
            "path": path,
            "form": request.POST.urlencode(),
            "at": time.time(),
        }
    else:
        request.session.pop(KEPT, None)
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': path})}")


def _take_up_again(request: HttpRequest) -> None:
    """Give the view the form that was sent before it was asked who it is."""
    kept = request.session.get(KEPT)
    if kept is None or kept["path"] != request.get_full_path():
        return
    del request.session[KEPT]
    fresh = time.time() - kept["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    if fresh and request.method == "GET":
        request.method = "POST"
        request.POST = QueryDict(kept["form"])  # type: ignore[assignment]
