"""Whoever finds a browser left signed in cannot take the account over by its address."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache

from cop.members.models import User
from tests.access.urls_account import SECRET, figures_now

CHANGE = "/in/account/email/"
CONFIRM = "/in/account/email/code/"
ASKS = "/in/account/reauthenticate/"
NEW = "evil@example.org"
LONG_AGO = 901  # seconds


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits live in Valkey, which outlasts a test."""
    cache.clear()


def sent_code() -> str:
    (code,) = re.findall(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)
    return code


def test_an_old_session_is_asked_first_and_nothing_goes_to_the_new_address(as_, cast):
    client = as_("rosa", seconds_ago=LONG_AGO)
    assert client.get(CHANGE)["Location"].startswith(ASKS)
    assert client.post(CHANGE, {"email": NEW})["Location"].startswith(ASKS)
    assert client.get(CONFIRM)["Location"].startswith(ASKS)
    client.post(ASKS, {"action": "send", "next": CHANGE})
    assert [message.to for message in mail.outbox] == [["rosa@example.org"]]


def test_the_code_to_the_old_address_then_the_one_to_the_new(as_, cast):
    client = as_("rosa", seconds_ago=LONG_AGO)
    client.post(CHANGE, {"email": "rosa.new@example.org"})
    client.post(ASKS, {"action": "send", "next": CHANGE})
    assert client.post(ASKS, {"code": sent_code(), "next": CHANGE})["Location"] == CHANGE
    assert client.get(CHANGE)["Location"] == CONFIRM, "what was typed goes on"
    assert mail.outbox[-1].to == ["rosa.new@example.org"]
    client.post(CONFIRM, {"code": sent_code()})
    assert User.objects.get(pk=cast.rosa.pk).email == "rosa.new@example.org"


def test_a_code_asked_for_while_fresh_is_not_taken_later(as_, cast):
    client = as_("rosa")
    client.post(CHANGE, {"email": NEW})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= LONG_AGO
    session.save()
    assert client.post(CONFIRM, {"code": sent_code()})["Location"].startswith(ASKS)
    assert User.objects.get(pk=cast.rosa.pk).email == "rosa@example.org"


def test_who_has_a_second_step_is_asked_for_it(as_, cast):
    TOTP.activate(cast.rosa, SECRET)
    client = as_("rosa", seconds_ago=LONG_AGO)
    asked = client.get(ASKS, {"next": CHANGE})
    client.post(asked["Location"], {"code": figures_now(), "next": CHANGE})
    assert client.get(CHANGE).status_code == 200
    assert mail.outbox == [], "the mail does not stand in for it"
