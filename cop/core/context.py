"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page needs: the actor, if a community's door set one."""
    return {
        "DEMO": settings.DEMO,
        "actor": getattr(request, "actor", None),
    }
