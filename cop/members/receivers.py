"""What happens here when somebody signs in or out, and what is not kept of it."""

import datetime as dt
from typing import Any

from allauth.mfa.signals import authenticator_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from cop.members.models import User
from cop.members.second_step import forget_second_step, has_second_step

NOWHERE = "0.0.0.0"  # noqa: S104 - the column takes nothing shorter; no address is kept


@receiver(user_logged_in, dispatch_uid="members.note_sign_in")
def on_signed_in(*, user: User, **_kwargs: Any) -> None:
    """From now on nobody else may change their address. When it was is not kept."""
    if not user.has_signed_in:
        user.has_signed_in = True
        User.objects.filter(pk=user.pk).update(has_signed_in=True)


@receiver(pre_save, sender=UserSession, dispatch_uid="members.blank_browser")
def on_browser_saved(*, instance: UserSession, **_kwargs: Any) -> None:
    """Of a signed-in browser only the day is kept: no address, no kind of browser, no time."""
    instance.ip = NOWHERE
    instance.user_agent = ""
    instance.data = {}
    for moment in ("created_at", "last_seen_at"):
        at: dt.datetime = getattr(instance, moment)
        setattr(instance, moment, at.replace(hour=0, minute=0, second=0, microsecond=0))


@receiver(user_logged_out, dispatch_uid="members.forget_browser")
def on_signed_out(*, request: HttpRequest, **_kwargs: Any) -> None:
    """The browser leaves the list at once."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()


@receiver(authenticator_removed, dispatch_uid="members.forget_second_step")
def on_second_step_removed(*, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Who switches it off and has a role that asks for one is asked to set up another."""
    if not has_second_step(user):
        forget_second_step(request)
