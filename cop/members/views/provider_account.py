"""My organisation's account: connected and disconnected by its owner, while signed in."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cop.core.confirmation import confirm_first_and_press_again
from cop.members.models import User


@confirm_first_and_press_again
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    """Connect the account, or take it off; the code by mail works in any case."""
    if not settings.OIDC_SERVER_URL:
        raise Http404
    person = cast(User, request.user)
    accounts = SocialAccount.objects.filter(user=person)
    if request.method == "POST":
        if accounts.delete()[0]:
            messages.success(request, _("Your organisation’s account is disconnected."))
            get_adapter().send_notification_mail("socialaccount/email/account_disconnected", person)
        return redirect("socialaccount_connections")
    context = {"is_connected": accounts.exists()}
    return render(request, "socialaccount/connections.html", context)
