"""Whether whoever sits at the browser has lately shown who they are.

What takes names out of the program, or gives somebody a role, asks first: with the second step
where the person has one, else with a code sent by mail. It is asked before a form is filled in; a
form that was open too long is kept and goes on afterwards, once, if confirming led straight back to
it. What cannot be undone is only shown again as it was filled in: its button has to be pressed.
Pages of a session under way never ask.
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
JUST_NOW = 60  # seconds; a browser follows a redirect at once

View = Callable[..., HttpResponse]


def confirm_first(view: View) -> View:
    """Decorator of a view: ask who it is unless that was shown in the last quarter of an hour."""
    return _asking(view, sends_again=True)


def confirm_first_and_press_again(view: View) -> View:
    """The same for what cannot be undone: afterwards the form is shown filled in, and not sent."""
    return _asking(view, sends_again=False)


def _asking(view: View, *, sends_again: bool) -> View:
    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "POST"} or not request.user.is_authenticated:
            return view(request, *args, **kwargs)  # which refuses
        if not is_confirmed(request):
            return _ask(request)
        form = _take_up_again(request)
        if form is not None:
            request.POST = form  # type: ignore[assignment]
            request.method = "POST" if sends_again else "GET"
        return view(request, *args, **kwargs)

    return asking


def leads_back(confirming: View) -> View:
    """Decorator of a view that takes a proof: where it leads, a kept form may be taken up."""

    @wraps(confirming)
    def leading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = confirming(request, *args, **kwargs)
        if request.method == "POST" and KEPT in request.session:
            _note_way(request, answer.headers.get("Location", ""))
        return answer

    return leading


def _note_way(request: HttpRequest, path: str) -> None:
    """Mark the kept form if the person, confirmed now, is on the way to it; else forget it."""
    if not is_confirmed(request):
        return
    kept = request.session.pop(KEPT)
    if kept["path"] == path:
        request.session[KEPT] = {**kept, "led_back_at": time.time()}


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


def _take_up_again(request: HttpRequest) -> QueryDict | None:
    """The form that was sent before it was asked who it is, if that led here just now.

    Whatever page comes first forgets it: a form left behind must not be sent by a later look.
    """
    kept = request.session.pop(KEPT, None)
    if kept is None or request.method != "GET" or kept["path"] != request.get_full_path():
        return None
    now = time.time()
    is_wanted = now - kept.get("led_back_at", 0) < JUST_NOW
    is_fresh = now - kept["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return QueryDict(kept["form"]) if is_wanted and is_fresh else None
