"""Confirm it is you: before roles are given and names taken out, and never during a session."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from cop.core.confirmation import is_confirmed
from cop.members.models import Appointment, User
from tests.access.urls_account import SECRET, figures_now
from tests.access.urls_demo import PART, with_part
from tests.access.urls_sessions_app import behind

ASKS = "/in/account/reauthenticate/"
APPOINT = "/in/c/northern/people/appoint/"
LONG_AGO = 901  # seconds
FORM = {"email": "new@example.org", "name": "New Person", "role": "oversight_chair"}
GUARDED = [
    ("amara", "members:appointment_add", ()),
    ("amara", "members:appointment_change", ("appointment",)),
    ("amara", "members:appointment_end", ("appointment",)),
    ("amara", "members:swap_offer", ()),
    ("okafor", "rights:record_export", ()),
    ("dana", "rights:record_export", ()),
]


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits live in Valkey, which outlasts a test."""
    cache.clear()


def sent_code() -> str:
    (code,) = re.findall(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)
    return code


def confirm(client, after: str, code: str | None = None):
    client.post(ASKS, {"action": "send", "next": after})
    return client.post(ASKS, {"code": code or sent_code(), "next": after})


@pytest.mark.parametrize(("name", "page", "needs"), GUARDED)
def test_asked_a_quarter_of_an_hour_after_signing_in(as_, cast, name, page, needs):
    held = Appointment.objects.get(person=cast.okafor)
    url = reverse(page, args=["northern", *([held.pk] if needs else [])])
    assert as_(name, seconds_ago=880).get(url).status_code == 200
    asked = as_(name, seconds_ago=LONG_AGO).get(url)
    assert asked["Location"] == f"{ASKS}?next={url.replace('/', '%2F')}"


def test_the_code_from_the_mail_leads_back(as_, cast):
    client = as_("amara", seconds_ago=LONG_AGO)
    client.get(APPOINT)
    assert confirm(client, APPOINT)["Location"] == APPOINT
    assert mail.outbox[-1].to == ["amara@example.org"]
    assert client.get(APPOINT).status_code == 200


def test_what_was_typed_goes_on_afterwards(as_, cast):
    client = as_("amara", seconds_ago=LONG_AGO)
    assert client.post(APPOINT, FORM)["Location"].startswith(ASKS)
    assert not Appointment.objects.filter(person__email="new@example.org").exists()
    confirm(client, APPOINT)
    done = client.get(APPOINT)
    assert done["Location"] == reverse("members:appointment_list", args=["northern"])
    assert Appointment.objects.get(person__email="new@example.org").role == "oversight_chair"
    assert client.get(APPOINT).status_code == 200, "and goes on once"


def test_what_was_typed_is_forgotten_when_the_page_is_opened_anew(as_, cast):
    client = as_("amara", seconds_ago=LONG_AGO)
    client.post(APPOINT, FORM)
    client.get(APPOINT)
    confirm(client, APPOINT)
    assert client.get(APPOINT).status_code == 200
    assert not Appointment.objects.filter(person__email="new@example.org").exists()


def test_who_has_a_second_step_is_asked_for_it_and_the_mail_does_not_do(as_, cast):
    TOTP.activate(cast.amara, SECRET)
    client = as_("amara", seconds_ago=LONG_AGO)
    asked = client.get(ASKS, {"next": APPOINT})
    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(ASKS, {"action": "send", "next": APPOINT})
    assert mail.outbox == []
    assert client.get(APPOINT).status_code == 302
    back = client.post(asked["Location"], {"code": figures_now(), "next": APPOINT})
    assert back["Location"] == APPOINT
    assert client.get(APPOINT).status_code == 200


def test_a_code_at_sign_in_alone_does_not_confirm_who_has_a_second_step(as_, cast):
    client = as_("amara", second_step=False)
    TOTP.activate(cast.amara, SECRET)
    request = client.get("/in/account/browsers/").wsgi_request
    assert not is_confirmed(request)


def test_five_wrong_codes_end_it(as_, cast):
    client = as_("amara", seconds_ago=LONG_AGO)
    client.post(ASKS, {"action": "send", "next": APPOINT})
    code = sent_code()
    for _attempt in range(5):
        page = client.post(ASKS, {"code": "WRONG", "next": APPOINT}).content.decode()
        assert "This is not the code we sent" in page
    assert client.post(ASKS, {"code": code, "next": APPOINT}).status_code == 200
    assert client.get(APPOINT).status_code == 302


def test_a_code_works_once_and_for_a_quarter_of_an_hour(as_, cast):
    client = as_("amara", seconds_ago=LONG_AGO)
    client.post(ASKS, {"action": "send"})
    code = sent_code()
    session = client.session
    session["confirm_code"] = {**session["confirm_code"], "at": session["confirm_code"]["at"] - 901}
    session.save()
    assert client.post(ASKS, {"code": code, "next": APPOINT}).status_code == 200
    assert client.get(APPOINT).status_code == 302
    assert confirm(client, APPOINT)["Location"] == APPOINT
    used = sent_code()
    assert client.post(ASKS, {"code": used, "next": APPOINT}).status_code == 200


def test_six_codes_an_hour(as_, cast):
    client = as_("amara", seconds_ago=LONG_AGO)
    for _attempt in range(8):
        client.post(ASKS, {"action": "send"})
    assert len(mail.outbox) == 6


@pytest.mark.parametrize("after", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_nobody_is_sent_to_another_site(as_, cast, after):
    assert confirm(as_("amara", seconds_ago=LONG_AGO), after)["Location"] == "/in/"


def test_running_a_session_asks_nothing(as_, cast):
    session = behind(cast)["session_id"]
    client = as_("tom", seconds_ago=24 * 3600)
    for name in ("session_detail", "session_present", "session_end"):
        url = reverse(f"sessions_app:{name}", args=["northern", session])
        assert client.get(url).status_code == 200


def test_a_demonstration_does_not_ask(as_, cast, demo_doors):
    with_part(cast)
    client = as_(None)
    client.post("/in/demo/sign-in/", {"email": PART.email})
    request = client.get("/in/account/browsers/").wsgi_request
    for record in request.session["account_authentication_methods"]:
        record["at"] -= 24 * 3600
    assert is_confirmed(request)


STALE_POST = {"word": "erase"}
ERASE = "/in/c/northern/my-data/erase/"


def test_a_form_left_behind_is_not_sent_by_a_later_look(as_, cast):
    client = as_("amara", seconds_ago=LONG_AGO)
    client.post(APPOINT, FORM)
    confirm(client, "/in/")  # for something else
    assert client.get(APPOINT).status_code == 200
    assert not Appointment.objects.filter(person__email="new@example.org").exists()


def test_a_form_goes_on_only_at_once_and_only_on_its_own_page(as_, cast):
    for between in (lambda client: client.get("/in/c/northern/my-data/download/"), _a_minute_later):
        client = as_("amara", seconds_ago=LONG_AGO)
        client.post(APPOINT, FORM)
        assert confirm(client, APPOINT)["Location"] == APPOINT
        between(client)
        assert client.get(APPOINT).status_code == 200
        assert not Appointment.objects.filter(person__email="new@example.org").exists()


def _a_minute_later(client) -> None:
    session = client.session
    kept = session["form_kept_while_confirming"]
    session["form_kept_while_confirming"] = {**kept, "led_back_at": kept["led_back_at"] - 61}
    session.save()


def test_with_a_second_step_what_was_typed_goes_on_as_well(as_, cast):
    TOTP.activate(cast.amara, SECRET)
    client = as_("amara", seconds_ago=LONG_AGO)
    asked = client.post(APPOINT, FORM)["Location"]
    client.post(reverse("mfa_reauthenticate"), {"code": figures_now(), "next": APPOINT})
    assert asked.startswith(ASKS)
    assert client.get(APPOINT).status_code == 302
    assert Appointment.objects.filter(person__email="new@example.org").exists()


def test_erasing_needs_its_button_again_after_confirming(as_, cast):
    for after in ("/in/", ERASE):
        client = as_("rosa", seconds_ago=LONG_AGO)
        assert client.post(ERASE, STALE_POST)["Location"].startswith(ASKS)
        confirm(client, after)
        shown = client.get(ERASE)
        assert shown.status_code == 200
        assert ('value="erase"' in shown.content.decode()) is (after == ERASE)
        assert User.objects.filter(pk=cast.rosa.pk).exists()
    assert client.post(ERASE, STALE_POST).status_code == 302
    assert not User.objects.filter(pk=cast.rosa.pk).exists()
