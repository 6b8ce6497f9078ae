"""The settings of signing in that matter, and limits that fit a hospital behind one address."""

import os
import re
import subprocess
import sys

import pytest
from allauth import app_settings as allauth_settings
from allauth.account import app_settings as account
from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa import app_settings as mfa
from allauth.socialaccount import app_settings as social
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from cop.members.models import User
from tests.members.test_provider_account import ROOT
from tests.members.test_sign_in import CONFIRM, REQUEST, ask_for_code


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits live in Valkey, which outlasts a test."""
    cache.clear()


def test_what_allauth_is_told():
    assert account.LOGIN_BY_CODE_ENABLED
    assert account.LOGIN_BY_CODE_TIMEOUT == 900
    assert account.LOGIN_BY_CODE_MAX_ATTEMPTS == 5
    assert account.LOGIN_BY_CODE_TRUST_ENABLED is False
    assert account.PREVENT_ENUMERATION is True
    assert account.REAUTHENTICATION_TIMEOUT == 900
    assert mfa.TRUST_ENABLED is False
    assert "totp" in mfa.SUPPORTED_TYPES
    assert "recovery_codes" in mfa.SUPPORTED_TYPES
    assert social.EMAIL_AUTHENTICATION is False
    assert social.EMAIL_AUTHENTICATION_AUTO_CONNECT is False
    assert social.STORE_TOKENS is False
    assert social.AUTO_SIGNUP is False
    assert social.LOGIN_ON_GET is False
    assert social.REAUTHENTICATION_REQUIRED is True
    assert not get_adapter().is_open_for_signup(RequestFactory().get("/"))


def test_what_django_is_told(settings):
    assert settings.SESSION_COOKIE_AGE == 30 * 24 * 3600
    assert settings.SESSION_COOKIE_PATH == "/in/"
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.CACHES["default"]["BACKEND"].endswith("RedisCache"), "limits live in Valkey"
    assert settings.USERSESSIONS_TRACK_ACTIVITY is False
    assert "allauth.usersessions.middleware.UserSessionsMiddleware" not in settings.MIDDLEWARE


def test_the_request_is_bound_to_the_browser_wherever_a_provider_is_configured():
    where = "SOCIALACCOUNT_PROVIDERS['openid_connect']['OAUTH_PKCE_ENABLED']"
    code = f"from cop import settings; print(settings.{where})"
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "OIDC_SERVER_URL": "https://login.example.org"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.strip() == "True"


def test_a_code_has_enough_letters_to_outlast_five_guesses():
    codes = {get_adapter().generate_login_code() for _each in range(300)}
    letters = {letter for code in codes for letter in code if letter.isalnum()}
    length = min(len(re.sub(r"\W", "", code)) for code in codes)
    # An address can be asked sixty codes in five minutes, each with five guesses.
    guesses_in_a_year = 5 * 60 * 12 * 24 * 365
    assert len(letters) ** length > 100 * guesses_in_a_year
    assert len(codes) == 300


def test_twenty_five_people_sign_in_at_one_oclock_from_one_address(cast):
    """A trust is one address; each of them types one code wrong."""
    for number in range(25):
        User.objects.create_user(f"nurse{number}@example.org")
    for number in range(25):
        mail.outbox.clear()
        client = Client(REMOTE_ADDR="203.0.113.5")
        assert ask_for_code(client, f"nurse{number}@example.org")["Location"] == CONFIRM
        (code,) = re.findall(r"^ {4}(\S+)$", mail.outbox[0].body, re.MULTILINE)
        assert client.post(CONFIRM, {"code": "WRONG"}).status_code == 200
        assert client.post(CONFIRM, {"code": code})["Location"] == "/in/"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "192.0.2.1"),
        (0, "198.51.100.9", "192.0.2.1"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "203.0.113.7, 198.51.100.9", "198.51.100.9"),
        (1, "1.1.1.1, 2.2.2.2, 3.3.3.3, 198.51.100.9", "198.51.100.9"),
        (2, "203.0.113.7, 198.51.100.9, 10.0.0.1", "198.51.100.9"),
    ],
)
def test_a_forged_header_does_not_change_the_place(settings, proxies, forwarded, expected):
    """Only what the trusted proxies wrote counts: so many from the right."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert proxies == allauth_settings.TRUSTED_PROXY_COUNT
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers=headers)
    assert get_ip(request) == expected


def test_forging_it_wins_no_further_codes(cast, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(8):
        header = f"203.0.113.{number}, 198.51.100.9"
        Client().post(REQUEST, {"email": "rosa@example.org"}, headers={"X-Forwarded-For": header})
    assert len(mail.outbox) == 6


def test_a_known_and_an_unknown_address_cost_the_same_mails_and_cookies(cast):
    seen = []
    for email in ("rosa@example.org", "nobody@example.org"):
        mail.outbox.clear()
        client = Client()
        answers = [ask_for_code(client, email) for _attempt in range(7)]
        wrong = client.post(CONFIRM, {"code": "WRONG"})
        seen.append(
            (
                [answer.status_code for answer in answers],
                len(mail.outbox),
                sorted(client.cookies),
                wrong.status_code,
            )
        )
    assert seen[0] == seen[1]


def test_an_unknown_address_costs_about_as_many_questions(cast):
    """Time is mostly spent asking the database and the mail server: one mail each."""
    counts = []
    for email in ("rosa@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as asked:
            ask_for_code(Client(), email)
        counts.append(len(asked))
    assert abs(counts[0] - counts[1]) <= 1
