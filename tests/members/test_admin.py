"""The support desk shows accounts and names of communities, and nothing else."""

import datetime as dt

import pytest
from django.urls import reverse

from cop.members.admin import PersonForm, support_site
from cop.members.models import Community, User
from cop.members.selectors import actor_in, system_actor
from cop.members.services import appoint, create_community, offer_swap
from cop.post.models import Message


def test_nothing_else_is_registered():
    assert set(support_site._registry) == {User, Community}


@pytest.mark.parametrize(
    "name",
    ["admin:index", "admin:members_user_changelist", "admin:members_community_changelist"],
)
def test_only_administrators_enter(as_, name):
    url = reverse(name)
    assert as_(None).get(url)["Location"].startswith("/in/account/login/code/")
    answer = as_("amara").get(url, follow=True)
    assert answer.status_code == 403
    assert as_("joy").get(url).status_code == 200


def test_there_is_no_password_to_type(as_):
    assert as_("amara").get(reverse("admin:login")).status_code == 403
    answer = as_("joy").get(reverse("admin:login"))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:index")


def change(client, person, **values):
    fields = {"email": person.email, "is_active": "on", **values}
    return client.post(reverse("admin:members_user_change", args=[person.pk]), fields)


@pytest.mark.parametrize("name", ["rosa", "okafor", "ines", "grace"])
def test_nobody_s_entry_or_unused_role_is_taken_over_by_their_address(as_, cast, name):
    """Whoever sets the address of an appointed evaluator could sign in as them."""
    person = cast.people[name]
    assert not person.has_signed_in
    change(as_("joy"), person, email="joy.too@example.org")
    assert User.objects.get(pk=person.pk).email == f"{name}@example.org"


def test_nor_that_of_a_reader_to_be_lent_or_of_somebody_appointed_meanwhile(as_, cast):
    offer_swap(
        actor=cast.actor("amara"),
        to_email="x@example.org",
        lent_email=cast.sam.email,
        lent_name="Sam",
        lent_role="evaluator",
        from_on=dt.date(2999, 1, 1),
        until_on=dt.date(2999, 12, 31),
    )
    change(as_("joy"), cast.sam, email="joy.too@example.org")
    assert User.objects.get(pk=cast.sam.pk).email == "sam@example.org"
    form = PersonForm({"email": "joy.too@example.org"}, instance=cast.sam)
    assert not form.is_valid()
    assert "corrects their address" in form.errors["email"][0]


def test_a_first_co_chair_whose_address_was_typed_wrong_is_mended(as_, cast):
    create_community(slug="south", name="South", co_chair_email="ngosi@example.org")
    ngozi = User.objects.get(email="ngosi@example.org")
    change(as_("joy"), ngozi, email="Ngozi@example.org")
    assert User.objects.get(pk=ngozi.pk).email == "ngozi@example.org"
    south = Community.objects.get(slug="south")
    appoint(actor=system_actor(south), email="rosa@example.org", role="secretary")
    change(as_("joy"), ngozi, email="joy.too@example.org")
    assert User.objects.get(pk=ngozi.pk).email == "ngozi@example.org"


def test_who_reads_answers_cannot_become_an_administrator(as_, cast):
    answer = change(as_("joy"), cast.ines, is_staff="on")
    assert "reads unreviewed answers" in answer.content.decode()
    assert not User.objects.get(pk=cast.ines.pk).is_staff
    assert change(as_("joy"), cast.will, is_staff="on").status_code == 302
    assert User.objects.get(pk=cast.will.pk).is_staff


def test_an_account_is_its_address_and_no_name_is_shown_found_or_changed(as_, cast):
    client, desk = as_("joy"), reverse("admin:members_user_changelist")
    assert "rosa@example.org" in client.get(desk, {"q": "rosa@"}).content.decode()
    assert "rosa@example.org" not in client.get(desk, {"q": "Delgado"}).content.decode()
    page = reverse("admin:members_user_change", args=[cast.rosa.pk])
    told = client.post(page, {"email": cast.rosa.email, "name": "R"}, follow=True)
    for answer in (client.get(desk), client.get(page), told):
        assert "Delgado" not in answer.content.decode()
    cast.rosa.refresh_from_db()
    assert (cast.rosa.name, cast.rosa.is_active) == ("Rosa Delgado", False)


def test_people_are_not_added_and_nothing_is_deleted(as_, cast):
    client = as_("joy")
    assert client.get(reverse("admin:members_user_add")).status_code == 403
    assert client.get(reverse("admin:members_user_delete", args=[cast.rosa.pk])).status_code == 403
    community = reverse("admin:members_community_delete", args=[cast.community.pk])
    assert client.get(community).status_code == 403


def test_a_community_begins_with_a_co_chair_who_is_told_how_to_sign_in(as_, cast):
    beginning = {
        "name": "South \u202e Circle\n",
        "slug": "south",
        "term_set": "global-majority",
        "co_chair_email": "Ngozi@Example.org",
    }
    answer = as_("joy").post(reverse("admin:members_community_add"), beginning)
    assert answer.status_code == 302
    south = Community.objects.get(slug="south")
    assert (south.name, south.term_set) == ("South Circle", "global-majority")
    ngozi = User.objects.get(email="ngozi@example.org")
    assert actor_in(ngozi, south).roles == {"co_chair"}
    told = Message.objects.get(kind="community_begun")
    assert told.to == "ngozi@example.org"
    assert "/in/account/login/" in told.text
    assert "South Circle" in told.text
    assert as_("joy").get("/in/c/south/").status_code == 404


def test_a_community_s_mail_leaves_out_a_name_that_mail_may_not_carry(db):
    create_community(
        slug="south",
        name="Global Majority Network",
        terms="global-majority",
        co_chair_email="ngozi@example.org",
    )
    told = Message.objects.get(kind="community_begun")
    assert "Network" not in told.text


def test_a_taken_address_is_said_on_the_form(as_, cast):
    beginning = {"name": "N", "slug": "northern", "term_set": "global-majority"}
    beginning["co_chair_email"] = "ngozi@example.org"
    answer = as_("joy").post(reverse("admin:members_community_add"), beginning)
    assert answer.status_code == 200
    assert Community.objects.count() == 1


@pytest.mark.parametrize("number", [1, 10])
def test_lists_ask_as_often_for_ten_as_for_one(as_, cast, django_assert_num_queries, number):
    for one in range(number):
        User.objects.create_user(f"more{one}@example.org", f"More {one}")
        Community.objects.create(slug=f"more-{one}", name=f"More {one}")
    client = as_("joy")
    for name, queries in (("user", 5), ("community", 5)):
        with django_assert_num_queries(queries):
            page = client.get(reverse(f"admin:members_{name}_changelist")).content.decode()
        there_before = len(cast.people) if name == "user" else 1
        shown = {"user": "field-is_staff", "community": "field-name"}[name]
        assert page.count(f'class="{shown}') == number + there_before


def test_the_desk_offers_no_password_and_says_what_a_community_begins_with(as_, cast):
    client = as_("joy")
    desk = client.get(reverse("admin:index")).content.decode()
    assert "Change password" not in desk
    assert reverse("admin:password_change") not in desk
    assert "Accounts and communities" in desk
    page = client.get(reverse("admin:members_community_add")).content.decode()
    assert "It cannot be changed later." in page
    assert "the words cannot be exchanged later" in page
    assert "prepopulate" in page
    changing = client.get(reverse("admin:members_community_change", args=[cast.community.pk]))
    assert changing.status_code == 200


def test_an_administrator_s_first_page_leads_to_the_desk(as_, cast):
    page = as_("joy").get("/in/").content.decode()
    assert reverse("admin:index") in page
    assert "You do not belong to a community yet" not in page
    assert reverse("admin:index") not in as_("sam").get("/in/").content.decode()
