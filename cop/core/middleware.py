"""Signed-in addresses: one prefix, and nobody signed out learns which of them exist."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers
from redis import RedisError

log = logging.getLogger(__name__)


class SignedInPrefixMiddleware:
    """Send anybody signed out to the sign-in page for every address under the prefix.

    Unreal addresses are answered the same way as real ones. Pages under the prefix are never
    cached by a browser or a proxy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.SIGNED_IN_PREFIX):
            return self.get_response(request)
        if not self._is_open(request.path_info) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        response = self.get_response(request)
        add_never_cache_headers(response)
        return response

    @staticmethod
    def _is_open(path: str) -> bool:
        """Sign-in and joining, and in a demonstration its one-click doors."""
        return path.startswith(tuple(settings.SIGNED_IN_OPEN_PREFIXES))


class CalmWithoutCacheMiddleware:
    """Say "back in a few minutes" (503) while Valkey is away: signing in counts attempts in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Every other problem stays what it is."""
        if not isinstance(exception, RedisError):
            return None
        log.error("Valkey does not answer: %s", type(exception).__name__)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "60"  # seconds
        return response
