"""Who was given a role hears of it by mail, in words mail may carry."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from cop.core import registry
from cop.members.enums import Role
from cop.members.services import appoint
from cop.post.models import Message
from tests.access.urls_account import SECRET

STEP = "a second step when you sign in"


def told() -> Message:
    return Message.objects.get(kind="appointed")


def give(as_, **values) -> None:
    values = {"email": "new@example.org", "name": "New Person", "role": Role.SECRETARY, **values}
    as_("amara").post(reverse("members:appointment_add", args=["northern"]), values)


def test_the_mail_says_role_community_and_what_awaits(as_):
    give(as_)
    mail = told()
    assert mail.to == "new@example.org"
    assert "Northern Community of Practice" in mail.text
    assert "Secretary" in mail.text
    assert STEP in mail.text
    assert STEP in mail.html
    assert "/in/account/login/" in mail.text
    assert not re.search("New Person|Amara", mail.text + mail.html + mail.subject + mail.to_name)


def test_no_second_step_is_announced_where_none_awaits(as_, cast, monkeypatch):
    give(as_, email="will@example.org", role=Role.FACILITATOR)
    assert STEP in told().text  # the community listens
    Message.objects.all().delete()
    TOTP.activate(cast.rosa, SECRET)
    assert Authenticator.objects.filter(user=cast.rosa).exists()
    give(as_, email="rosa@example.org", role=Role.FACILITATOR)
    assert STEP not in told().text


def test_a_word_for_race_stays_out_and_the_mail_still_leaves(as_, cast, monkeypatch):
    monkeypatch.setattr(registry, "neutral_terms", [lambda community: ["Northern"]])
    give(as_)
    assert "Northern" not in told().text + told().html
    assert "Secretary" in told().text
    Message.objects.all().delete()
    monkeypatch.setattr(registry, "neutral_terms", [lambda community: ["Secretary"]])
    give(as_, email="another@example.org")
    assert "Secretary" not in told().text + told().html


@pytest.mark.parametrize("who", ["amara", "system"])
def test_nobody_hears_of_what_they_did_and_commands_write_nothing(cast, who):
    actor = cast.system if who == "system" else cast.actor("amara")
    address = "rosa@example.org" if who == "system" else "amara@example.org"
    appoint(actor=actor, email=address, role=Role.SECRETARY, tell=who != "system")
    assert not Message.objects.filter(kind="appointed").exists()
