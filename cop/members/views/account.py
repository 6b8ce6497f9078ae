"""What surrounds signing in by code."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.views.decorators.http import require_safe


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """There is one way to sign in: ask for a code."""
    address = resolve_url("account_request_login_code")
    after = request.GET.get("next")
    return redirect(f"{address}?{urlencode({'next': after})}" if after else address)


def not_offered(request: HttpRequest) -> HttpResponse:
    """A page of allauth that Practice Circle has no use for."""
    raise Http404
