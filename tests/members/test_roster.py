"""The roster, as its secretary works with it."""

import datetime as dt

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from cop.audit.models import Entry
from cop.members.models import Member, Organisation, User
from cop.members.selectors import actor_in, suggested_reference, system_actor
from cop.members.services import create_community, save_member

LIST = "/in/c/northern/members/"
ADD = "/in/c/northern/members/add/"


def change_url(member: Member) -> str:
    return reverse("members:member_change", args=["northern", member.pk])


def entry(**values) -> dict[str, str]:
    return {"reference": "M77", "name": "", "email": "", "organisation": "", **values}


def acts() -> QuerySet[Entry]:
    """What is on record besides looking."""
    return Entry.objects.exclude(verb="read")


def test_a_member_is_added_with_an_organisation_by_typing(as_, cast):
    before = acts().count()
    answer = as_("bilal").post(
        ADD,
        entry(
            name="Ayo Bello",
            email="Ayo@Example.org",
            organisation="  Northern   Trust ",
            joined_on_day="3",
            joined_on_month="March",
            joined_on_year="2026",
        ),
        follow=True,
    )
    assert "Ayo Bello is on the roster." in answer.content.decode()
    member = Member.objects.get(reference="M77")
    assert member.organisation == Organisation.objects.get(name="Northern Trust")
    assert member.joined_on == dt.date(2026, 3, 3)
    assert member.person == User.objects.get(email="ayo@example.org")
    record = acts().order_by("pk").last()
    assert acts().count() == before + 1
    assert (record.verb, record.target_kind) == ("create", "member")
    assert record.actor_key == cast.bilal.audit_key


def test_the_form_suggests_the_next_reference_and_asks_for_organisations(as_, cast):
    page = as_("bilal").get(ADD).content.decode()
    assert 'value="M06"' in page
    assert 'data-suggestions="/in/c/northern/organisations/suggest/"' in page


@pytest.mark.parametrize(
    ("references", "suggested"),
    [([], "M01"), (["M01", "M09"], "M10"), (["M099", "guest"], "M100"), (["anna"], "")],
)
def test_the_suggested_reference_follows_the_community(db, references, suggested):
    community = create_community(slug="other", name="Other")
    for reference in references:
        save_member(actor=system_actor(community), reference=reference)
    assert suggested_reference(community) == suggested


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reference": "M01"}, "Another member has the reference “M01”"),
        ({"email": "rosa@example.org"}, "Another member has this e-mail address"),
        ({"email": "rosa"}, "Enter an e-mail address, like name@example.org."),
        ({"email": "ines@example.org"}, "reads unreviewed answers, so they cannot be a member"),
        ({"name": " "}, "Enter a name or an e-mail address."),
        (
            {"joined_on_day": "1", "joined_on_month": "1", "joined_on_year": "2227"},
            "this is more than a year ahead. Check the year.",
        ),
        ({"joined_on_day": "31", "joined_on_month": "2"}, "First day as a member: enter all three"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(as_, cast, values, said):
    answer = as_("bilal").post(ADD, entry(**{"name": "Ayo Bello"} | values))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "<title>Error: Add a member" in page
    assert not Member.objects.filter(reference="M77").exists()


def test_somebody_who_left_loses_access_and_stands_last(as_, cast):
    rosa = cast.members["rosa"]
    client = as_("bilal")
    client.post(
        change_url(rosa),
        entry(
            reference="M04",
            name="Anna Delgado",
            email="rosa@example.org",
            left_on_day="1",
            left_on_month="11",
            left_on_year="2026",
        ),
    )
    assert actor_in(cast.rosa, cast.community).member is None
    assert as_("rosa").get(reverse("home:community", args=["northern"])).status_code == 404
    names = [member.name for member in client.get(LIST).context["page"]]
    assert names == ["Amara Osei", "Bilal Rahman", "Tom Hartley", "Will Turner", "Anna Delgado"]


def test_leaving_before_joining_is_refused(as_, cast):
    values = {
        f"{field}_{part}": value
        for field, year in (("joined_on", "2026"), ("left_on", "2025"))
        for part, value in (("day", "1"), ("month", "1"), ("year", year))
    }
    typed = entry(reference="M04", name="Rosa", **values)
    answer = as_("bilal").post(change_url(cast.members["rosa"]), typed)
    assert "before the day of joining" in answer.content.decode()


def test_saving_without_a_change_records_nothing(as_, cast):
    rosa = cast.members["rosa"]
    client = as_("bilal")
    before = acts().count()
    form = client.get(change_url(rosa)).context["form"]
    data = entry(reference="M04", name=rosa.name, email=rosa.email)
    data |= {"joined_on_day": "1", "joined_on_month": "1", "joined_on_year": "2020"}
    assert form.initial["joined_on"] == dt.date(2020, 1, 1)
    page = client.post(change_url(rosa), data, follow=True).content.decode()
    assert "nothing was changed" in page
    assert acts().count() == before


def test_a_member_of_another_community_is_not_found(as_, cast):
    other = create_community(slug="other", name="Other")
    member, _changed = save_member(actor=system_actor(other), reference="M01", name="Theirs")
    client = as_("bilal")
    assert client.get(change_url(member)).status_code == 404
    assert "Theirs" not in client.get(LIST).content.decode()


def test_names_that_are_markup_stay_text(as_, cast):
    save_member(actor=cast.system, reference="M99", name="<script>alert(1)</script>")
    client = as_("bilal")
    for url in (LIST, change_url(Member.objects.get(reference="M99"))):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_names_stand_in_the_order_of_letters_of_any_language(as_, cast):
    for number, name in enumerate(["Zoë Ash", "Łucja Żółć", "Élodie Petit", "eve Short"]):
        save_member(actor=cast.system, reference=f"N{number}", name=name)
    names = [member.name for member in as_("bilal").get(LIST).context["page"]]
    assert names == [
        "Amara Osei",
        "Bilal Rahman",
        "Élodie Petit",
        "eve Short",
        "Łucja Żółć",
        "Rosa Delgado",
        "Tom Hartley",
        "Will Turner",
        "Zoë Ash",
    ]


@pytest.mark.parametrize(
    ("search", "found"),
    [("ros", ["Rosa Delgado"]), ("M02", ["Tom Hartley"]), ("trust", ["Will Turner"]), ("zz", [])],
)
def test_the_roster_can_be_searched(as_, cast, search, found):
    save_member(
        actor=cast.system,
        member=cast.members["will"],
        reference="M05",
        name="Will Turner",
        organisation="Northern Trust",
    )
    page = as_("bilal").get(LIST, {"q": search})
    assert [member.name for member in page.context["page"]] == found


def test_a_long_roster_has_pages(as_, cast):
    Member.objects.bulk_create(
        Member(community=cast.community, reference=f"P{number}", name=f"Person {number:03}")
        for number in range(200)
    )
    client = as_("bilal")
    first, second = client.get(LIST), client.get(LIST, {"page": 2})
    assert len(first.context["page"].object_list) == 200
    assert len(second.context["page"].object_list) == 5
    assert 'href="?page=2"' in first.content.decode()


@pytest.mark.parametrize("members", [1, 10])
def test_the_roster_needs_the_same_queries_for_one_and_ten(
    as_, cast, members, django_assert_num_queries
):
    Member.objects.exclude(person=cast.bilal).delete()
    trust = Organisation.objects.create(community=cast.community, name="Trust")
    Member.objects.update(organisation=trust)
    Member.objects.bulk_create(
        Member(community=cast.community, reference=f"P{number}", organisation=trust)
        for number in range(members - 1)
    )
    client = as_("bilal")
    # The session and its person, the community, roles, membership; that it is read; the roster.
    with django_assert_num_queries(8):
        page = client.get(LIST)
    assert page.context["page"].paginator.count == members
