"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page needs: the actor, if a community's door set one."""
    return {
        "DEMO": settings.DEMO,
        "organisation_sign_in": settings.OIDC_NAME if settings.OIDC_SERVER_URL else "",
        "actor": getattr(request, "actor", None),
    }
