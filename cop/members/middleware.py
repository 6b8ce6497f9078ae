"""Who has a role takes a second step when signing in."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cop.members.second_step import AFTERWARDS, SecondStepMissing, took_second_step


class SecondStepMiddleware:
    """Send whoever still has to take a second step to the page that says why and how.

    The door of every community page says who (``selectors.actor_or_404``); of the support desk's
    it is every administrator.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The support desk: accounts, and the power to take away other people's second step."""
        match = request.resolver_match
        is_support = match is not None and match.app_name == "admin"
        # Who it is is asked there alone: the answer would vary with the cookie on open pages.
        if is_support and getattr(request.user, "is_staff", False):
            return None if took_second_step(request) else _to_second_step(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Every other problem stays what it is."""
        if isinstance(exception, SecondStepMissing):
            return _to_second_step(request)
        return None


def _to_second_step(request: HttpRequest) -> HttpResponse:
    if request.method == "GET" and "HX-Request" not in request.headers:
        request.session[AFTERWARDS] = request.get_full_path()
    address = reverse("account_second_step")
    if "HX-Request" in request.headers:
        answer = HttpResponse()
        answer["HX-Redirect"] = address
        return answer
    return redirect(address)
