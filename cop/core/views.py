"""Pages that belong to no room."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


@require_safe
def support(request: HttpRequest) -> HttpResponse:
    """Whom to turn to. Open to everybody, signed in or not, from every page."""
    return render(request, "core/support.html", {"contact": settings.SUPPORT_CONTACT})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What has been checked, what has not, and whom to tell."""
    return render(request, "core/accessibility.html", {"contact": settings.SUPPORT_CONTACT})
