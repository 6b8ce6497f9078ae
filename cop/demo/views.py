"""One-click sign-in, the mailbox, and a clock that runs ahead. Only in a demonstration."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop.core import clock
from cop.core.confirmation import DEMONSTRATION, SECOND_STEP
from cop.demo import mailbox as box
from cop.demo.cast import CAST, SLUG
from cop.demo.live import begin_session
from cop.demo.services import let_feedback_close
from cop.members.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody one can be."""
    return render(request, "demo/people.html", {"cast": CAST, "community_slug": SLUG})


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Become somebody of the cast. This door stands for the code and the second step as well."""
    addresses = {part.email for part in CAST}
    person = get_object_or_404(User, email__in=addresses, email=request.POST.get("email", ""))
    login(request, person, backend=BACKEND)
    record_authentication(request, person, SECOND_STEP, type=DEMONSTRATION)
    return redirect("home:home")


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail the demonstration would have sent."""
    return render(request, "demo/mailbox.html", {"mails": box.mails()})


@require_POST
def later(request: HttpRequest) -> HttpResponse:
    """Act as if the days until feedback closes had passed: close it and count."""
    number = let_feedback_close()
    if number:
        messages.success(request, _("The days have passed and the feedback is being counted."))
    else:
        messages.info(request, _("No feedback is open whose register is closed."))
    return redirect("demo:people")


@require_POST
def session(request: HttpRequest) -> HttpResponse:
    """Let a session begin in some minutes, with people in it."""
    begun = begin_session()
    if begun and begun.starts_at:
        messages.success(
            request,
            _("“A session to try” begins at %s. Sign in as Amara or Tom to run it, or as a member.")
            % clock.instant_in_words(begun.starts_at, begun.community.time_zone),
        )
    return redirect("demo:people")
