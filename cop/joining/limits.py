"""How often what, counted in Valkey (settings.ACCOUNT_RATE_LIMITS holds the numbers)."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

APP = "allauth.account"  # whose settings hold the numbers


def may_look_up_link(request: HttpRequest) -> bool:
    """Whether this place has not tried too many links that nobody sent."""
    return _count(request, "join_guess", dry_run=True)


def note_wrong_link(request: HttpRequest) -> None:
    """Count a link that nobody sent."""
    _count(request, "join_guess")


def may_ask_to_join(request: HttpRequest, email: str) -> bool:
    """Count a request to join, for the place and for the address."""
    return _count(request, "join_request", key=email)


def may_renew(request: HttpRequest, invitation_id: int) -> bool:
    """Count a fresh link, for the invitation."""
    return _count(request, "join_renew", key=str(invitation_id))


def may_invite(request: HttpRequest, number: int) -> bool:
    """Count so many mails of the person's; those before the limit are counted too."""
    return all(_count(request, "join_invite", user=request.user) for _mail in range(number))


def _count(
    request: HttpRequest,
    action: str,
    *,
    key: str | None = None,
    user: object = None,
    dry_run: bool = False,
) -> bool:
    # The public function counts no GET, and a link is guessed by one.
    usage = ratelimit.consume(
        request, app=APP, action=action, key=key, user=user, dry_run=dry_run, limit_get=True
    )
    return usage is not None
