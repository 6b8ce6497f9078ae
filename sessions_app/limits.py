"""How often somebody may guess a code, counted in Valkey (settings.ACCOUNT_RATE_LIMITS)."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cop.core.errors import Refused

APP = "allauth.account"  # whose settings hold the numbers


def refuse_if_guessing(request: HttpRequest) -> None:
    """Raise Refused where this person has typed too many wrong codes."""
    if (
        ratelimit.consume(request, app=APP, action="check_in_code", user=request.user, dry_run=True)
        is None
    ):
        raise Refused(_("You have typed too many codes. Tell the secretary that you are here."))


def note_wrong_code(request: HttpRequest) -> None:
    """Count a code that nobody showed."""
    ratelimit.consume(request, app=APP, action="check_in_code", user=request.user)
