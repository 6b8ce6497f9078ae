"""Whoever sets an address can sign in with it, so it is its owner's alone to change."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from caucus.models import PublishedFacilitator
from caucus.selectors import published_facilitators
from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.models import Member, User
from cop.members.selectors import system_actor
from cop.members.services import appoint, create_community, save_member
from cop.post.models import Message

CHANGE = "/in/account/email/"
CONFIRM = "/in/account/email/code/"
ONLY_THEY = "Only they can change it, under “My e-mail address”."


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits live in Valkey, which outlasts a test."""
    cache.clear()


def give(as_, member: Member, email: str):
    """The secretary saves the member's entry with another address."""
    url = reverse("members:member_change", args=["northern", member.pk])
    fields = {"reference": member.reference, "name": member.name, "email": email}
    return as_("bilal").post(url, fields)


def sent_code() -> str:
    (code,) = re.findall(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)
    return code


class TestOthers:
    @pytest.mark.parametrize("email", ["evil@example.org", ""])
    def test_the_secretary_cannot_move_or_empty_an_address_in_use(self, as_, cast, email):
        as_("rosa")
        rosa = cast.members["rosa"]
        give(as_, rosa, email)
        with pytest.raises(Refused, match="Only they can change it"):
            save_member(
                actor=cast.actor("bilal"), member=rosa, reference="M04", name="R", email=email
            )
        rosa.refresh_from_db()
        assert (rosa.email, rosa.person) == ("rosa@example.org", cast.rosa)
        assert not User.objects.filter(email="evil@example.org").exists()

    def test_the_form_says_who_can(self, as_, cast):
        as_("rosa")
        for name, says in (("rosa", True), ("will", False)):
            url = reverse("members:member_change", args=["northern", cast.members[name].pk])
            assert (ONLY_THEY in as_("bilal").get(url).content.decode()) is says

    def test_the_rest_of_the_entry_can_be_changed(self, as_, cast):
        as_("rosa")
        rosa = cast.members["rosa"]
        url = reverse("members:member_change", args=["northern", rosa.pk])
        as_("bilal").post(url, {"reference": "M04", "name": "Rosa D", "profession": "Nurse"})
        rosa.refresh_from_db()
        assert (rosa.name, rosa.email) == ("Rosa D", "rosa@example.org")

    def test_a_wrong_address_is_mended_while_nobody_has_signed_in(self, as_, cast):
        will = cast.members["will"]
        browser = as_("will")
        User.objects.update(has_signed_in=False)
        give(as_, will, "will.turner@example.org")
        will.refresh_from_db()
        assert will.person.email == "will.turner@example.org"
        assert Message.objects.get(kind="address_changed").to == "will@example.org"
        assert browser.get("/in/")["Location"].startswith("/in/account/"), "old sessions end"

    def test_signing_in_is_what_makes_an_address_ones_own(self, cast):
        assert not User.objects.get(pk=cast.rosa.pk).has_signed_in
        client = Client()
        client.post(reverse("account_request_login_code"), {"email": "rosa@example.org"})
        assert not User.objects.get(pk=cast.rosa.pk).has_signed_in
        client.post(reverse("account_confirm_login_code"), {"code": sent_code()})
        assert User.objects.get(pk=cast.rosa.pk).has_signed_in


class TestSupport:
    def change(self, as_, person: User, **values):
        url = reverse("admin:members_user_change", args=[person.pk])
        fields = {"email": person.email, "is_active": "on", **values}
        return as_("joy").post(url, fields)

    def test_the_address_of_somebody_who_signed_in_is_read_only(self, as_, cast):
        as_("rosa")
        assert self.change(as_, cast.rosa, email="evil@example.org").status_code == 302
        assert User.objects.get(pk=cast.rosa.pk).email == "rosa@example.org"

    def test_every_change_is_on_record_where_the_person_is(self, as_, cast):
        other = create_community(slug="other", name="Other", co_chair_email="rosa@example.org")
        create_community(slug="third", name="Third")
        before = Entry.objects.count()
        self.change(as_, cast.rosa, is_active="")
        entries = Entry.objects.order_by("pk")[before:]
        assert {entry.community_key for entry in entries} == {
            cast.community.audit_key,
            other.audit_key,
        }
        for entry in entries:
            assert (entry.verb, entry.target_kind) == ("change", "user")
            assert entry.fields == ["is_active"]
            assert entry.actor_key == cast.joy.audit_key


class TestOneself:
    def ask(self, client: Client, email: str):
        return client.post(CHANGE, {"email": email})

    def test_a_code_from_the_new_address_changes_it_everywhere(self, as_, cast):
        other = create_community(slug="other", name="Other")
        save_member(actor=system_actor(other), reference="X1", email="rosa@example.org")
        client, elsewhere = as_("rosa"), as_("rosa")
        assert self.ask(client, "Rosa.New@Example.org")["Location"] == CONFIRM
        assert mail.outbox[-1].to == ["rosa.new@example.org"]
        page = client.post(CONFIRM, {"code": sent_code().lower().replace("-", " ")}, follow=True)
        assert "You sign in with rosa.new@example.org from now on." in page.content.decode()
        emails = set(Member.objects.filter(person=cast.rosa).values_list("email", flat=True))
        assert emails == {"rosa.new@example.org"}
        assert User.objects.get(pk=cast.rosa.pk).email == "rosa.new@example.org"
        assert mail.outbox[-1].to == ["rosa@example.org"], "the old address is told"
        assert elsewhere.get(CHANGE).status_code == 302, "other browsers are signed out"
        entry = Entry.objects.filter(community_key=other.audit_key).order_by("pk").last()
        assert (entry.fields, entry.actor_key) == (["email"], cast.rosa.audit_key)

    def test_five_wrong_codes_end_it(self, as_, cast):
        client = as_("rosa")
        self.ask(client, "new@example.org")
        code = sent_code()
        answers = [client.post(CONFIRM, {"code": "WRONG"}).status_code for _attempt in range(5)]
        assert answers == [200, 200, 200, 200, 302]
        assert client.post(CONFIRM, {"code": code})["Location"] == CHANGE
        assert User.objects.get(pk=cast.rosa.pk).email == "rosa@example.org"

    def test_an_address_in_use_looks_the_same_and_gets_no_code(self, as_, cast):
        pages = []
        for email in ("will@example.org", "nobody@example.org"):
            client = as_("rosa")
            answer = self.ask(client, email)
            page = client.get(CONFIRM).content.decode().replace(email, "")
            pages.append((answer["Location"], re.sub(r'value="\w{64}"', "", page)))
        assert pages[0] == pages[1]
        taken = next(message for message in mail.outbox if message.to == ["will@example.org"])
        assert not re.search(r"^ {4}\S", taken.body, re.MULTILINE)

    def test_an_address_taken_meanwhile_is_refused(self, as_, cast):
        client = as_("rosa")
        self.ask(client, "new@example.org")
        User.objects.create_user("new@example.org")
        page = client.post(CONFIRM, {"code": sent_code()}, follow=True).content.decode()
        assert "This address cannot be used" in page

    def test_six_codes_an_hour(self, as_, cast):
        client = as_("rosa")
        answers = [self.ask(client, f"n{i}@example.org").status_code for i in range(7)]
        assert answers == [302] * 6 + [200]


class TestNames:
    """What one community calls somebody, and that they are there, is not another's business."""

    def test_another_community_shows_the_name_it_typed(self, as_, cast):
        create_community(slug="other", name="Other", co_chair_email="sam@example.org")
        client = as_("sam")
        form = {"email": "rosa@example.org", "name": "R. from work", "role": "oversight_chair"}
        said = client.post("/in/c/other/people/appoint/", form, follow=True).content.decode()
        assert "R. from work is appointed" in said
        assert "Rosa Delgado" not in said
        assert User.objects.get(pk=cast.rosa.pk).name == "Rosa Delgado"

    def test_somebody_without_a_name_is_not_named_by_others(self, cast):
        nameless = User.objects.create_user("x@example.org")
        appoint(actor=cast.system, email="x@example.org", name="X", role="facilitator")
        nameless.refresh_from_db()
        assert nameless.name == ""

    def test_who_looks_after_a_caucus_is_named_as_this_community_knows_them(self, cast):
        other = create_community(slug="other", name="Other")
        appoint(
            actor=system_actor(other), email="rosa@example.org", name="R. Here", role="facilitator"
        )
        PublishedFacilitator.objects.create(
            caucus=other.caucuses.first(),
            person=cast.rosa,
            offered_on=dt.date(2026, 1, 1),
            accepted_on=dt.date(2026, 1, 1),
        )
        assert [str(each.person) for each in published_facilitators(other)] == ["R. Here"]
