"""Signing in with a code, from the first page to home, and what is not offered."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cop.members.models import User

REQUEST = "/in/account/login/code/"
CONFIRM = "/in/account/login/code/confirm/"


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits live in Valkey, which outlasts a test."""
    cache.clear()


def sent_code() -> str:
    (message,) = mail.outbox
    (code,) = re.findall(r"^ {4}(\S+)$", message.body, re.MULTILINE)
    return code


def ask_for_code(client: Client, email: str, after: str = ""):
    return client.post(REQUEST, {"email": email, **({"next": after} if after else {})})


def test_a_code_from_the_mail_signs_in(cast):
    client = Client()
    asked = ask_for_code(client, "Rosa@Example.org")
    assert asked["Location"] == CONFIRM
    assert mail.outbox[0].to == ["rosa@example.org"]
    key_before = client.session.session_key
    signed_in = client.post(CONFIRM, {"code": sent_code()})
    assert signed_in["Location"] == "/in/"
    assert client.get("/in/").status_code in {200, 302}
    assert client.session["_auth_user_id"] == str(cast.rosa.pk)
    assert client.session.session_key != key_before, "a session fixed beforehand is left behind"
    assert not Session.objects.filter(session_key=key_before).exists()


def test_after_signing_in_people_land_where_they_were_going(cast):
    client = Client()
    wanted = reverse("home:community", args=["northern"])
    door = client.get(wanted)
    assert door["Location"] == f"{REQUEST}?next={wanted}"
    asked = ask_for_code(client, "rosa@example.org", wanted)
    confirmed = client.post(asked["Location"], {"code": sent_code(), "next": wanted})
    assert confirmed["Location"] == wanted


def test_nobody_is_sent_to_another_site(cast):
    client = Client()
    ask_for_code(client, "rosa@example.org", "https://elsewhere.example/")
    confirmed = client.post(CONFIRM, {"code": sent_code(), "next": "https://elsewhere.example/"})
    assert confirmed["Location"] == "/in/"


def test_cookies_are_confined_to_the_signed_in_prefix(cast):
    client = Client()
    client.get(REQUEST)
    ask_for_code(client, "rosa@example.org")
    client.post(CONFIRM, {"code": sent_code()})
    assert set(client.cookies) == {"circle", "circle_csrf"}
    for cookie in client.cookies.values():
        assert cookie["path"] == "/in/"
        assert cookie["httponly"]


def test_a_known_and_an_unknown_address_get_the_same_answer(cast):
    answers = []
    for email in ("rosa@example.org", "nobody@example.org"):
        client = Client()
        asked = ask_for_code(client, email)
        page = client.get(asked["Location"])
        answers.append(
            (asked.status_code, asked["Location"], page.content.decode().replace(email, ""))
        )
    known, unknown = answers
    assert known[:2] == unknown[:2]
    hidden = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert hidden.sub("", known[2]) == hidden.sub("", unknown[2])
    assert len(mail.outbox) == 2
    assert "We do not know this address" in mail.outbox[1].body


def test_a_wrong_code_may_be_tried_five_times(cast):
    client = Client()
    ask_for_code(client, "rosa@example.org")
    answers = [client.post(CONFIRM, {"code": "WRONG-1"}) for _attempt in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 302]
    assert "That code is not right. Check the newest mail." in answers[0].content.decode()
    assert "Ask for a new code" in client.get(REQUEST).content.decode()
    assert client.post(CONFIRM, {"code": sent_code()})["Location"] == REQUEST
    assert "_auth_user_id" not in client.session


def test_a_new_code_takes_the_place_of_the_first(cast):
    client = Client()
    ask_for_code(client, "rosa@example.org")
    first = sent_code()
    assert "Send a new code" in client.get(CONFIRM).content.decode()
    client.post(CONFIRM, {"action": "resend"})
    mail.outbox.pop(0)
    assert client.post(CONFIRM, {"code": first}).status_code == 200
    assert client.post(CONFIRM, {"code": sent_code()})["Location"] == "/in/"


def test_an_address_gets_six_codes_in_five_minutes(cast):
    answers = [ask_for_code(Client(), "rosa@example.org").status_code for _attempt in range(7)]
    assert answers == [302] * 6 + [200]
    assert len(mail.outbox) == 6


def test_a_stranger_elsewhere_does_not_keep_somebody_out(cast):
    for _attempt in range(8):
        Client(REMOTE_ADDR="203.0.113.9").post(REQUEST, {"email": "rosa@example.org"})
    assert len(mail.outbox) == 6
    assert ask_for_code(Client(), "rosa@example.org").status_code == 302
    assert len(mail.outbox) == 7


def test_while_valkey_is_away_the_page_says_so_calmly(cast, settings):
    away = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": away}
    answer = ask_for_code(Client(), "rosa@example.org")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "Back in a few minutes" in answer.content.decode()


def test_who_may_not_come_any_more_gets_no_code(cast):
    User.objects.filter(pk=cast.rosa.pk).update(is_active=False)
    client = Client()
    ask_for_code(client, "rosa@example.org")
    assert "We do not know this address" in mail.outbox[0].body


def test_when_somebody_came_is_not_kept(cast):
    client = Client()
    ask_for_code(client, "rosa@example.org")
    client.post(CONFIRM, {"code": sent_code()})
    assert "last_login" not in {field.name for field in User._meta.get_fields()}
    assert User.objects.get(pk=cast.rosa.pk).last_login is None


ADDRESSES = [
    # name, signed out, signed in
    ("account_login", "→ account_request_login_code", "→ account_request_login_code"),
    ("account_request_login_code", 200, "→ home:home"),
    ("account_confirm_login_code", "→ account_request_login_code", "→ home:home"),
    ("account_logout", "→ home:welcome", 200),
    ("account_inactive", 200, 200),
    ("account_signup", 200, "→ home:home"),
    ("account_email", "→ account_request_login_code", 200),
    ("account_email_confirm", "→ account_request_login_code", "→ account_email"),
    ("account_email_verification_sent", 404, 404),
    ("account_reauthenticate", "→ account_request_login_code", 200),
    ("account_second_step", "→ account_request_login_code", "→ home:home"),
    ("usersessions_list", "→ account_request_login_code", 200),
    ("account_change_password", 404, 404),
    ("account_set_password", 404, 404),
    ("account_reset_password", 404, 404),
    ("account_reset_password_done", 404, 404),
    ("openid_connect_login", 404, 404),
    ("openid_connect_callback", 404, 404),
    ("socialaccount_connections", "→ account_request_login_code", 404),
    ("socialaccount_login_cancelled", 200, 200),
    ("socialaccount_login_error", 404, 404),
    ("socialaccount_signup", 404, 404),
    ("mfa_index", "→ account_request_login_code", 200),
    ("mfa_authenticate", "→ account_login", "→ home:home"),
    ("mfa_reauthenticate", "→ account_request_login_code", "→ account_reauthenticate"),
    ("mfa_activate_totp", "→ account_login", 200),
    ("mfa_deactivate_totp", "→ account_request_login_code", 404),
    ("mfa_view_recovery_codes", "→ account_request_login_code", 404),
    ("mfa_generate_recovery_codes", "→ account_login", 200),
    ("mfa_download_recovery_codes", "→ account_request_login_code", 404),
]


@pytest.mark.parametrize(("name", "signed_out", "signed_in"), ADDRESSES)
def test_every_account_address_is_decided(name, signed_out, signed_in, as_):
    for person, expected in ((None, signed_out), ("rosa", signed_in)):
        args = ["organisation"] if name.startswith("openid") else []
        response = as_(person).get(reverse(name, args=args))
        if isinstance(expected, int):
            assert response.status_code == expected
        else:
            assert response.status_code == 302
            assert response["Location"].partition("?")[0] == reverse(expected.removeprefix("→ "))
        if response.status_code == 200:
            assert b"circle.css" in response.content, "wears our look"


def test_the_table_has_every_account_address():
    from cop.members.urls_account import urlpatterns
    from tests.access.test_url_matrix import named_urls

    assert named_urls(urlpatterns) == {name for name, _out, _in in ADDRESSES}


def test_signing_up_from_outside_makes_no_account(cast):
    before = User.objects.count()
    answer = Client().post(reverse("account_signup"), {"email": "new@example.org"})
    assert "Communities are joined by invitation" in answer.content.decode()
    assert User.objects.count() == before


def test_signing_out_needs_a_push_of_a_button(as_):
    client = as_("rosa")
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout"))["Location"] == "/"
    assert "_auth_user_id" not in client.session


def figures_now(secret: str) -> str:
    """What an authenticator app shows."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_second_step_once_set_up_is_asked_after_the_code(cast, as_):
    at_home = as_("amara")
    page = at_home.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    set_up = at_home.post(reverse("mfa_activate_totp"), {"code": figures_now(secret)})
    assert set_up.status_code == 302
    client = Client()
    ask_for_code(client, "amara@example.org")
    asked = client.post(CONFIRM, {"code": sent_code()})
    assert asked["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    cache.clear()  # one code is good for one use; minutes pass
    done = client.post(reverse("mfa_authenticate"), {"code": figures_now(secret)})
    assert done["Location"] == "/in/"
    assert client.session["_auth_user_id"] == str(cast.amara.pk)
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_deactivate_totp"):
        page = at_home.get(reverse(name), follow=True)
        assert page.status_code == 200
        assert b"circle.css" in page.content
