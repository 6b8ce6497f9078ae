"""Who gets what from signing in and out, and from the second step. See ``matrix.py``."""

import re
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cop.members.models import User
from tests.access.matrix import ANYBODY, EVERYBODY, page
from tests.people import Cast

SECRET = generate_totp_secret()


def figures_now() -> str:
    """What an authenticator app shows."""
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def everybody_has_an_app(cast: Cast) -> dict[str, Any]:
    for person in cast.people.values():
        TOTP.activate(person, SECRET)
    return {}


def rosa_has_an_app(cast: Cast) -> dict[str, Any]:
    TOTP.activate(cast.rosa, SECRET)
    return {}


def at_the_organisation(cast: Cast) -> dict[str, Any]:
    return {"provider_id": "organisation"}


def ask_for_code(client: Client) -> None:
    """Rosa's address was typed; whoever is signed in already is sent on."""
    cache.clear()  # rate limits outlast a test
    mail.outbox = []
    client.post(reverse("account_request_login_code"), {"email": "rosa@example.org"})


def ask_for_new_address(client: Client) -> None:
    """A new address was typed; a code is on its way to it."""
    cache.clear()  # rate limits outlast a test
    client.post(reverse("account_email"), {"email": "new@example.org"})


def type_the_code(client: Client) -> None:
    ask_for_code(client)
    if mail.outbox:
        (code,) = re.findall(r"^ {4}(\S+)$", mail.outbox[0].body, re.MULTILINE)
        client.post(reverse("account_confirm_login_code"), {"code": code})


def type_the_figures(client: Client) -> None:
    """Confirm who one is, as every change to the second step asks."""
    for _attempt in range(2):  # figures change every half minute, perhaps just now
        cache.clear()  # figures are good for one use; minutes pass
        answer = client.post(reverse("mfa_reauthenticate"), {"code": figures_now()})
        if answer.status_code == 302:
            return


def make_recovery_codes(client: Client) -> None:
    type_the_figures(client)
    client.post(reverse("mfa_generate_recovery_codes"))


def ask_to_confirm(client: Client) -> None:
    """The button was pressed; whoever is signed out is sent to sign in."""
    cache.clear()  # rate limits outlast a test
    client.post(reverse("account_reauthenticate"), {"action": "send"})


def begin_without_a_second_step(client: Client) -> None:
    """Signed in with the code alone."""
    session = client.session
    methods = session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    if methods:
        session[AUTHENTICATION_METHODS_SESSION_KEY] = methods[:1]
        session.save()


def sign_in_elsewhere(client: Client) -> None:
    """The same person has a second browser."""
    key = client.session.get("_auth_user_id")
    if key:
        other = Client()
        other.force_login(User.objects.get(pk=key))
        other.get(reverse("usersessions_list"))


NOBODY: set[str] = set()
OPEN = {"strangers": NOBODY, "outside": True}
NOT_OFFERED = {"strangers": ANYBODY, "outside": True}
SIGNED_OUT = {None}

MATRIX = [
    page("account_login", ANYBODY, **OPEN, looks=False).redirecting(),
    page("account_request_login_code", ANYBODY, **OPEN, redirects=EVERYBODY, invalid={}),
    page(
        "account_confirm_login_code",
        ANYBODY,
        **OPEN,
        redirects=EVERYBODY,
        before=ask_for_code,
        invalid={"code": "WRONG"},
    ),
    page("account_confirm_login_code", ANYBODY, **OPEN, looks=False).redirecting(),
    page("account_logout", EVERYBODY, **OPEN, redirects=SIGNED_OUT),
    page("account_inactive", ANYBODY, **OPEN),
    page("account_signup", ANYBODY, **OPEN, redirects=EVERYBODY),
    page("account_email", EVERYBODY, **OPEN, invalid={"email": "rosa"}),
    page("account_email_confirm", EVERYBODY, **OPEN, looks=False).redirecting(),
    page(
        "account_email_confirm",
        EVERYBODY,
        **OPEN,
        before=ask_for_new_address,
        invalid={"code": "WRONG"},
    ),
    page("account_email_verification_sent", NOBODY, **NOT_OFFERED),
    page("account_reauthenticate", EVERYBODY, **OPEN, never_refused="its button sends a code"),
    page(
        "account_reauthenticate",
        EVERYBODY,
        **OPEN,
        before=ask_to_confirm,
        invalid={"code": "WRONG"},
    ),
    page("account_second_step", EVERYBODY, **OPEN, looks=False).redirecting(),
    page("account_second_step", EVERYBODY, **OPEN, before=begin_without_a_second_step),
    page("usersessions_list", EVERYBODY, **OPEN, before=sign_in_elsewhere, never_refused="buttons"),
    page("account_change_password", NOBODY, **NOT_OFFERED),
    page("account_set_password", NOBODY, **NOT_OFFERED),
    page("account_reset_password", NOBODY, **NOT_OFFERED),
    page("account_reset_password_done", NOBODY, **NOT_OFFERED),
    # Sign-in with an organisation's account, which is not configured here
    # (tests/members/test_provider_account.py has the rest).
    page("openid_connect_login", NOBODY, **NOT_OFFERED, world=at_the_organisation),
    page("openid_connect_callback", NOBODY, **NOT_OFFERED, world=at_the_organisation),
    page("socialaccount_connections", NOBODY, strangers=EVERYBODY, outside=True),
    page("socialaccount_login_cancelled", ANYBODY, **OPEN),
    page("socialaccount_login_error", NOBODY, **NOT_OFFERED),
    page("socialaccount_signup", NOBODY, **NOT_OFFERED),
    page("mfa_index", EVERYBODY, **OPEN),
    page("mfa_index", EVERYBODY, **OPEN, world=everybody_has_an_app, before=make_recovery_codes),
    page(
        "mfa_authenticate",
        ANYBODY,
        **OPEN,
        redirects=EVERYBODY,
        world=rosa_has_an_app,
        before=type_the_code,
        invalid={"code": "000"},
    ),
    page("mfa_reauthenticate", EVERYBODY, **OPEN, looks=False).redirecting(),
    page(
        "mfa_reauthenticate",
        EVERYBODY,
        **OPEN,
        world=everybody_has_an_app,
        invalid={"code": "000"},
    ),
    page("mfa_activate_totp", EVERYBODY, **OPEN, invalid={"code": "000"}),
    page("mfa_deactivate_totp", NOBODY, strangers=EVERYBODY, outside=True),
    page(
        "mfa_deactivate_totp",
        EVERYBODY,
        **OPEN,
        world=everybody_has_an_app,
        before=type_the_figures,
        never_refused="it asks nothing but the press of its button",
    ),
    page("mfa_view_recovery_codes", NOBODY, strangers=EVERYBODY, outside=True),
    page(
        "mfa_view_recovery_codes",
        EVERYBODY,
        **OPEN,
        world=everybody_has_an_app,
        before=make_recovery_codes,
    ),
    page(
        "mfa_generate_recovery_codes",
        EVERYBODY,
        **OPEN,
        world=everybody_has_an_app,
        before=type_the_figures,
    ),
    page("mfa_download_recovery_codes", NOBODY, strangers=EVERYBODY, outside=True),
    page(
        "mfa_download_recovery_codes",
        EVERYBODY,
        **OPEN,
        world=everybody_has_an_app,
        before=make_recovery_codes,
        looks=False,
    ),
]
