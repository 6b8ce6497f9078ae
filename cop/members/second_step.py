"""The second step of signing in: who has taken it in this browser, and who still has to.

It is asked for at sign-in, or once when a role begins to ask for it, and never again while the
browser stays signed in.
"""

from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from cop.core import registry
from cop.core.confirmation import SECOND_STEP
from cop.core.policy import Actor
from cop.members.enums import Role
from cop.members.models import User

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
AFTERWARDS = "after_second_step"


class SecondStepMissing(Exception):
    """The page is open to this person once they have taken a second step."""


def asks_second_step(actor: Actor) -> bool:
    """Whether what the actor holds here asks for a second step when they sign in.

    Every role does once the community keeps sensitive answers, and before it whichever may take
    names out. A guest's does not: they see their own session and nothing else.
    """
    if not actor.roles - {Role.GUEST}:
        return False
    if registry.is_listening(actor.community):
        return True
    return registry.may_take_names_out(actor)


def has_second_step(person: User) -> bool:
    """Whether the person has set one up; recovery codes alone are none."""
    return Authenticator.objects.filter(user=person, type__in=KINDS).exists()


def took_second_step(request: HttpRequest) -> bool:
    """Whether it was taken in this browser: here, or at the organisation they signed in with."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == SECOND_STEP for record in records)


def note_second_step(request: HttpRequest, person: User, kind: str) -> None:
    """Remember in the session that it was taken."""
    record_authentication(request, person, SECOND_STEP, type=kind)


def forget_second_step(request: HttpRequest) -> None:
    """After the last one was switched off: a role that asks for it asks again."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record["method"] != SECOND_STEP
    ]
