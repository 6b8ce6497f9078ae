"""What happens here when somebody signs in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from cop.members.models import User


@receiver(user_logged_in, dispatch_uid="members.note_sign_in")
def on_signed_in(*, user: User, **_kwargs: Any) -> None:
    """From now on nobody else may change their address. When it was is not kept."""
    if not user.has_signed_in:
        user.has_signed_in = True
        User.objects.filter(pk=user.pk).update(has_signed_in=True)
