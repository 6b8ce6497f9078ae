"""Where I am signed in: the day, and nothing about where or what the browser is."""

import datetime as dt
import json

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.members.test_sign_in import CONFIRM, ask_for_code, sent_code

LIST = "/in/account/browsers/"
AGENT = "Telltale/7.3 (Northern Ward 4)"
PLACE = "198.51.100.77"
TEXTS = {"text", "character varying", "character", "json", "jsonb", "inet", "bytea", "ARRAY"}


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits live in Valkey, which outlasts a test."""
    cache.clear()


def sign_in_by_code(email: str = "rosa@example.org", **where: str) -> Client:
    client = Client(**where)
    ask_for_code(client, email)
    client.post(CONFIRM, {"code": sent_code()})
    return client


def everything_stored() -> str:
    """Every text of the database, its sessions and all of Valkey, as one string."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        )
        for table, column, kind in cursor.fetchall():
            if kind in TEXTS:
                quoted = connection.ops.quote_name
                cursor.execute(f"SELECT {quoted(column)}::text FROM {quoted(table)}")
                found += [value for (value,) in cursor.fetchall() if value]
    found += [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    valkey = cache._cache.get_client()
    for key in valkey.scan_iter():
        found += [key.decode(errors="replace"), valkey.dump(key).decode("latin-1")]
    return "\n".join(found)


def test_neither_address_nor_agent_is_stored_anywhere(cast, monkeypatch):
    client = sign_in_by_code(HTTP_USER_AGENT=AGENT, REMOTE_ADDR=PLACE)
    client.get(LIST)
    client.post(reverse("account_reauthenticate"), {"action": "send"})
    client.get(reverse("mfa_activate_totp"))
    stored = everything_stored()
    assert "rosa@example.org" in stored, "the walk sees what is stored"
    assert AGENT not in stored
    assert PLACE not in stored
    UserSession.objects.filter(user=cast.rosa).update(user_agent=AGENT, ip=PLACE)
    assert AGENT in everything_stored(), "and would see these"
    assert PLACE in everything_stored()
    UserSession.objects.filter(user=cast.rosa).delete()
    assert PLACE not in everything_stored()
    mail.outbox.clear()
    with monkeypatch.context() as patch:
        patch.setattr(
            caches["default"], "key_func", lambda key, prefix, version: f"{prefix}:{version}:{key}"
        )
        sign_in_by_code(REMOTE_ADDR=PLACE)
    assert PLACE in everything_stored(), "and would see an address that a limit counts by"


def test_two_cookies_and_no_third_as_the_notice_says(cast, settings):
    client = sign_in_by_code()
    client.get(LIST)
    ages = {name: cookie["max-age"] for name, cookie in client.cookies.items() if cookie.value}
    assert ages == dict.fromkeys(["circle", "circle_csrf"], settings.SESSION_COOKIE_AGE)


def test_a_form_kept_while_confirming_keeps_neither(cast, as_):
    client = as_("amara", seconds_ago=1000)
    url = reverse("members:appointment_add", args=["northern"])
    client.post(url, {"name": "Kept meanwhile"}, HTTP_USER_AGENT=AGENT, REMOTE_ADDR=PLACE)
    stored = everything_stored()
    assert "Kept+meanwhile" in stored
    assert AGENT not in stored
    assert PLACE not in stored


def test_only_the_day_is_kept(cast):
    sign_in_by_code()
    row = UserSession.objects.get(user=cast.rosa)
    assert (row.ip, row.user_agent, row.data) == ("0.0.0.0", "", {})
    for moment in (row.created_at, row.last_seen_at):
        assert moment.time() == dt.time(0)


def test_coming_back_writes_nothing(cast):
    client = sign_in_by_code()
    before = UserSession.objects.values_list().get(user=cast.rosa)
    client.get("/in/c/northern/")
    client.get(LIST)
    assert UserSession.objects.values_list().get(user=cast.rosa) == before


def test_another_browser_is_signed_out_from_here(cast):
    here = sign_in_by_code()
    mail.outbox.clear()
    there = sign_in_by_code()
    page = here.get(LIST).content.decode()
    assert page.count("This browser") == 1
    assert page.count("Another browser") == 1
    other = UserSession.objects.get(session_key=there.session.session_key)
    answer = here.post(LIST, {"browser": other.pk}, follow=True).content.decode()
    assert "1 browser is signed out." in answer
    assert "You are signed in nowhere else." in answer
    assert there.get("/in/")["Location"].startswith("/in/account/login/code/")
    assert here.get("/in/c/northern/").status_code == 200


def test_all_the_others_at_once(cast):
    browsers = []
    for _each in range(3):
        mail.outbox.clear()
        browsers.append(sign_in_by_code())
    browsers[0].post(LIST, {"browser": "others"})
    places = [browser.get("/in/c/northern/").status_code for browser in browsers]
    assert places == [200, 302, 302]


def test_somebody_elses_browser_cannot_be_signed_out(cast, as_):
    rosa = sign_in_by_code()
    hers = UserSession.objects.get(user=cast.rosa)
    as_("will").post(LIST, {"browser": hers.pk})
    assert rosa.get("/in/c/northern/").status_code == 200


def test_signing_out_ends_the_session_on_the_server(cast):
    client = sign_in_by_code()
    kept = client.cookies["circle"].value
    client.post(reverse("account_logout"))
    assert not Session.objects.filter(session_key=kept).exists()
    assert not UserSession.objects.filter(session_key=kept).exists()
    thief = Client()
    thief.cookies["circle"] = kept
    assert thief.get("/in/c/northern/").status_code == 302


@pytest.mark.parametrize("number", [1, 10])
def test_the_list_asks_as_often_for_ten_as_for_one(as_, django_assert_num_queries, number):
    for _each in range(number):
        client = as_("rosa")
        client.get(LIST)
    with django_assert_num_queries(5):
        page = client.get(LIST).content.decode()
    assert page.count("Another browser") == number - 1
