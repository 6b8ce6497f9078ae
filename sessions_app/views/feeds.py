"""Calendar feeds: the page that makes one, and the feed itself."""

import hashlib
import re

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from sessions_app.policies import can_keep_own_feed, can_keep_shared_feed
from sessions_app.selectors import calendar_in_feed, feed_kept, get_feed_or_404
from sessions_app.services import make_feed, revoke_feed

MOMENT = re.compile(r"^(DTSTAMP|LAST-MODIFIED):.*$", re.MULTILINE)


@require_http_methods(["GET", "HEAD", "POST"])
def feed_own(request: HttpRequest, slug: str) -> HttpResponse:
    """The member's own feed."""
    actor = actor_or_404(request, slug)
    require(can_keep_own_feed(actor))
    return _keep(request, actor, shared=False)


@require_http_methods(["GET", "HEAD", "POST"])
def feed_shared(request: HttpRequest, slug: str) -> HttpResponse:
    """The community's feed."""
    actor = actor_or_404(request, slug)
    require(can_keep_shared_feed(actor))
    return _keep(request, actor, shared=True)


def _keep(request: HttpRequest, actor: Actor, *, shared: bool) -> HttpResponse:
    address = ""
    if request.method == "POST" and request.POST.get("do") == "revoke":
        if revoke_feed(actor=actor, shared=shared):
            messages.success(request, _("The address is revoked. Nothing can be read there now."))
        return redirect(request.path)
    if request.method == "POST":
        path = reverse("calendar:feed_read", args=[make_feed(actor=actor, shared=shared)])
        address = f"{settings.SITE_URL}{path}"
    feed = feed_kept(actor, shared=shared)
    context = {"feed": feed, "address": address, "shared": shared}
    context["nav_key"] = "sessions" if shared else "me"
    return render(request, "sessions_app/feed_detail.html", context)


@require_safe
def feed_read(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The feed, for whoever has the secret: no session, no cookie, no line in a log."""
    text = calendar_in_feed(get_feed_or_404(secret))
    # The same entries are the same feed, whenever it was asked for.
    digest = hashlib.sha256(MOMENT.sub("", text).encode()).hexdigest()[:32]
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    etag = f'W/"{digest}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
