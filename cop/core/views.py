"""Pages that belong to no room."""

import time

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import RedisError

from cop.core import registry
from cop.core.tasks import HEARTBEAT


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request nobody can read."""
    return render(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: mostly a page left open too long."""
    return render(request, "403_csrf.html", status=403)


@require_safe
def support(request: HttpRequest) -> HttpResponse:
    """Whom to turn to. Open to everybody, signed in or not, from every page."""
    return render(request, "core/support.html", {"contact": settings.SUPPORT_CONTACT})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What has been checked, what has not, and whom to tell."""
    return render(request, "core/accessibility.html", {"contact": settings.SUPPORT_CONTACT})


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether database and broker answer (200 or 503), for the proxy and whoever watches.

    ``heartbeat`` is the age in seconds of the background work's last sign of life, or null. Rooms
    add alarms: numbers that should be 0 and do not make the answer a 503.
    Open to everybody: it says nothing about people or versions.
    """
    said: dict[str, object] = {"database": True, "broker": True, "heartbeat": None}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        said["database"] = False
    try:
        said |= registry.alarms()
    except (DatabaseError, OSError):
        said["alarms"] = None  # nobody knows
    try:
        last = cache.get(HEARTBEAT)
        said["heartbeat"] = None if last is None else max(0, int(time.time()) - last)
    except RedisError:
        said["broker"] = False
    return JsonResponse(said, status=200 if said["database"] and said["broker"] else 503)
