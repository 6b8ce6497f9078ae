"""Where I am signed in, and signing out there. No address and no kind of browser is kept."""

from typing import cast

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cop.members.holdings import signed_in_days
from cop.members.models import User
from cop.members.selectors import browsers_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def browser_list(request: HttpRequest) -> HttpResponse:
    """Every browser that is signed in as this person, by the day it began."""
    browsers = _browsers_of(request)
    others = [one for one in browsers if one.session_key != request.session.session_key]
    if request.method == "POST":
        chosen = request.POST.get("browser", "")
        ending = [one for one in others if chosen in {str(one.pk), "others"}]
        for one in ending:
            one.end()
        said = ngettext("%d browser is signed out.", "%d browsers are signed out.", len(ending))
        messages.success(request, said % len(ending) if ending else _("That one was signed out."))
        return redirect("usersessions_list")
    context = {
        "browsers": browsers,
        "others": others,
        "here": request.session.session_key,
        "days": signed_in_days(),
    }
    return render(request, "usersessions/usersession_list.html", context)


def _browsers_of(request: HttpRequest) -> list[UserSession]:
    """The person's browsers, the newest first. One that signed in another way is entered here."""
    if not UserSession.objects.filter(session_key=request.session.session_key).exists():
        UserSession.objects.create_from_request(request)
    return browsers_of(cast(User, request.user))
