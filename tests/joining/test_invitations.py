"""An invitation to join: one link, one address, one time."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.joining.models import JoinInvitation
from cop.joining.services import Invitee, accept_invitation, invite_to_join
from cop.members.models import Member, User
from cop.members.services import save_member
from cop.post.models import Message
from tests.joining import links
from tests.pages import parse, select, texts
from tests.people import Cast

pytestmark = pytest.mark.django_db
ACCEPT = reverse("joining_open:invitation_accept")


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def opened(token: str, client: Client | None = None) -> Any:
    return (client or Client()).get(reverse("joining_open:invitation_open", args=[token]))


def test_mail_holds_the_link_and_no_name(cast: Cast):
    links.invite(cast, name="Nura Bello")
    message = Message.objects.get(kind="join_invitation")
    assert message.to == "nura@example.org"
    assert links.LINK.search(message.html)
    for part in (message.subject, message.text, message.html):
        assert "Bello" not in part
        assert "Bilal" not in part


def test_only_a_digest_is_kept(cast: Cast):
    _invitation, token = links.invite(cast)
    assert token not in str(JoinInvitation.objects.values())


def test_page_says_who_invites_and_has_one_button(cast: Cast):
    _invitation, token = links.invite(cast)
    page = parse(opened(token).content)
    text = " ".join(page.text_content().split())
    assert "Bilal Rahman invites you" in text
    assert "nura@example.org" in text
    assert texts(select(page, "main button")) == ["Join"]


def test_button_makes_a_member_who_is_signed_in_and_lands_on_the_first_page(cast: Cast):
    _invitation, token = links.invite(cast)
    client = Client()
    answer = client.post(ACCEPT, {"token": token})
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("home:community", args=["northern"])
    member = Member.objects.get(community=cast.community, email="nura@example.org")
    assert member.name == "Nura Bello"
    assert member.reference == "M06"
    assert member.person is not None
    assert member.person.has_signed_in
    first = client.get(answer.headers["Location"])
    assert b"Welcome. You are a member of Northern Community of Practice now." in first.content


def test_link_works_once(cast: Cast):
    _invitation, token = links.invite(cast)
    Client().post(ACCEPT, {"token": token})
    again = Client()
    assert b"This link does not work" in again.post(ACCEPT, {"token": token}).content
    assert b"This link does not work" in opened(token).content
    assert "_auth_user_id" not in again.session
    assert Member.objects.filter(email="nura@example.org").count() == 1


def test_link_ends_after_the_fourteenth_day(cast: Cast):
    with time_machine.travel(dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC), tick=False):
        invitation, token = links.invite(cast)
    assert invitation.last_day == dt.date(2026, 12, 6)
    assert "until Sunday 6 December 2026" in Message.objects.get(kind="join_invitation").text
    with time_machine.travel(dt.datetime(2026, 12, 6, 23, 59, tzinfo=dt.UTC), tick=False):
        assert b"You are invited" in opened(token).content
    with time_machine.travel(dt.datetime(2026, 12, 7, 0, 1, tzinfo=dt.UTC), tick=False):
        assert b"This link does not work" in opened(token).content
        assert b"This link does not work" in Client().post(ACCEPT, {"token": token}).content
    assert not Member.objects.filter(email="nura@example.org").exists()


def test_too_old_a_link_brings_a_fresh_one_to_the_same_address(cast: Cast):
    _invitation, token = links.invite(cast)
    JoinInvitation.objects.update(expires_at="2026-01-01T00:00Z")
    page = parse(opened(token).content)
    assert "Send me a new one" in texts(select(page, "main button"))
    Client().post(reverse("joining_open:invitation_renew"), {"token": token, "email": "x@y.org"})
    newest = Message.objects.filter(kind="join_invitation").latest("pk")
    assert newest.to == "nura@example.org"
    fresh = links.token_of(links.link_in_newest())
    assert fresh != token
    assert b"You are invited" in opened(fresh).content
    assert b"This link does not work" in opened(token).content


@pytest.mark.parametrize("state", ["used", "withdrawn", "open"])
def test_a_fresh_link_comes_for_one_that_is_too_old_and_nothing_else(cast: Cast, state: str):
    _invitation, token = links.invite(cast)
    JoinInvitation.objects.update(state=state)
    Client().post(reverse("joining_open:invitation_renew"), {"token": token})
    assert Message.objects.filter(kind="join_invitation").count() == 1


def test_whoever_is_on_the_roster_is_linked_and_not_doubled(cast: Cast):
    member, _changed = save_member(
        actor=cast.system, reference="M40", name="Nura B.", organisation="Calder Care"
    )
    Member.objects.filter(pk=member.pk).update(email="nura@example.org")
    _invitation, token = links.invite(cast)
    Client().post(ACCEPT, {"token": token})
    linked = Member.objects.get(email="nura@example.org")
    assert linked.pk == member.pk
    assert (linked.reference, linked.name) == ("M40", "Nura B.")
    assert linked.person == User.objects.get(email="nura@example.org")


def test_whoever_left_belongs_again(cast: Cast):
    Member.objects.filter(pk=cast.members["rosa"].pk).update(left_on=dt.date(2026, 1, 31))
    _invitation, token = links.invite(cast, email="rosa@example.org", name="")
    client = Client()
    assert client.post(ACCEPT, {"token": token}).status_code == 302
    assert client.get(reverse("home:community", args=["northern"])).status_code == 200
    rosa = Member.objects.get(email="rosa@example.org")
    assert (rosa.pk, rosa.left_on) == (cast.members["rosa"].pk, None)


def test_a_member_who_is_invited_stays_as_they_are(cast: Cast):
    _invitation, token = links.invite(cast, email="rosa@example.org", name="Somebody else")
    Client().post(ACCEPT, {"token": token})
    assert Member.objects.get(email="rosa@example.org").name == "Rosa Delgado"
    assert not Entry.objects.filter(verb="join").exists()


def test_a_reader_of_answers_is_told_why_not_and_keeps_the_link(cast: Cast):
    _invitation, token = links.invite(cast, email="ines@example.org", name="")
    client = Client()
    answer = client.post(ACCEPT, {"token": token})
    assert "reads unreviewed answers" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert not Member.objects.filter(email="ines@example.org").exists()
    assert JoinInvitation.objects.get().state == "open"


def test_a_closed_account_is_not_opened_by_an_invitation(cast: Cast):
    User.objects.create_user("nura@example.org", is_active=False)
    _invitation, token = links.invite(cast)
    client = Client()
    assert "This account is closed" in client.post(ACCEPT, {"token": token}).content.decode()
    assert not Member.objects.filter(email="nura@example.org").exists()


def test_somebody_else_signed_in_is_asked_to_sign_out_first(cast: Cast, as_: Any):
    _invitation, token = links.invite(cast)
    rosa = as_("rosa")
    for answer in (opened(token, rosa), rosa.post(ACCEPT, {"token": token})):
        assert b"Somebody else is signed in" in answer.content
        assert b"nura@example.org" not in answer.content
    assert JoinInvitation.objects.get().state == "open"
    signed_out = rosa.post(
        reverse("account_logout"), {"next": reverse("joining_open:invitation_open", args=[token])}
    )
    assert links.token_of(signed_out.headers["Location"]) == token
    assert b"You are invited" in rosa.get(signed_out.headers["Location"]).content


def test_the_invited_person_who_is_signed_in_joins_at_once(cast: Cast, as_: Any):
    _invitation, token = links.invite(cast, email="sam@example.org")
    sam = as_("sam")
    assert sam.post(ACCEPT, {"token": token}).status_code == 302
    assert sam.get(reverse("home:community", args=["northern"])).status_code == 200


def test_sending_again_replaces_the_link(cast: Cast, as_: Any):
    invitation, token = links.invite(cast)
    url = reverse("joining:invitation_resend", args=["northern", invitation.pk])
    assert as_("bilal").post(url).status_code == 302
    assert b"This link does not work" in opened(token).content
    assert b"You are invited" in opened(links.token_of(links.link_in_newest())).content


def test_inviting_an_address_again_keeps_one_invitation(cast: Cast):
    _first, old = links.invite(cast)
    links.without_secretary(cast)
    _second, new = links.invite(cast, name="", by="amara")
    kept = JoinInvitation.objects.get()
    assert kept.name == "Nura Bello"
    assert kept.invited_by == cast.amara
    assert b"This link does not work" in opened(old).content
    assert b"You are invited" in opened(new).content


def test_withdrawn_link_is_like_any_that_does_not_work(cast: Cast, as_: Any):
    invitation, token = links.invite(cast)
    as_("bilal").post(reverse("joining:invitation_withdraw", args=["northern", invitation.pk]))
    withdrawn, unknown = opened(token), opened("0" * 48)
    assert withdrawn.content == unknown.content


def test_nobody_is_invited_before_the_first_stage(cast: Cast, monkeypatch: Any):
    from cop.governance.models import Governance

    Governance.objects.update(notice_confirmed_on=None)
    with pytest.raises(Refused, match="not open yet"):
        invite_to_join(actor=cast.actor("bilal"), people=[Invitee("nura@example.org")])


def test_nobody_joins_while_the_community_is_not_ready_and_the_link_stays(cast: Cast):
    from cop.governance.models import Governance

    _invitation, token = links.invite(cast)
    (confirmed,) = Governance.objects.values_list("notice_confirmed_on", flat=True)
    Governance.objects.update(notice_confirmed_on=None)
    refused = Client().post(ACCEPT, {"token": token})
    assert refused.status_code == 200
    assert "The community is not ready to meet yet." in refused.content.decode()
    assert not Member.objects.filter(email="nura@example.org").exists()
    assert JoinInvitation.objects.get().state == "open"
    Governance.objects.update(notice_confirmed_on=confirmed)
    assert Client().post(ACCEPT, {"token": token}).status_code == 302
    assert Member.objects.filter(email="nura@example.org").exists()


def test_co_chairs_invite_only_while_there_is_no_secretary(cast: Cast, as_: Any):
    first = reverse("home:community", args=["northern"])
    queue = reverse("joining:request_list", args=["northern"])
    links.ask(cast)
    for allowed in (False, True):
        amara = as_("amara")
        assert amara.get(queue).status_code == (200 if allowed else 403)
        page = amara.get(first).content.decode()
        assert (queue in page) is allowed
        assert ("has asked to join" in page) is allowed
        if allowed:
            links.invite(cast, by="amara")
        else:
            with pytest.raises(PermissionDenied):
                links.invite(cast, by="amara")
            links.without_secretary(cast)
    assert as_("rosa").get(queue).status_code == 403


def test_acts_are_on_record_without_content(cast: Cast):
    _invitation, token = links.invite(cast)
    accept_invitation(token=token)
    acts = Entry.objects.filter(verb__in=["send", "join"]).order_by("pk")
    assert [(act.verb, act.target_kind) for act in acts] == [
        ("send", "joininvitation"),
        ("join", "member"),
    ]
    assert "nura" not in str(acts.values())
