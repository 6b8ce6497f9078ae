"""About me: what people say about themselves, and who then reads it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.models import Appointment, Member, Organisation, OrganisationAlias
from cop.members.organisations import plan_merge
from cop.members.selectors import actor_in, system_actor
from cop.members.services import (
    Profile,
    change_own_name,
    change_profile,
    create_community,
    merge_organisations,
    save_member,
    save_organisation,
)
from tests.at_once import while_somebody_else
from tests.pages import parse, select, texts

ME = "/in/c/northern/me/"
DIRECTORY = "/in/c/northern/directory/"
SAID = {
    "name": "Rosa D.",
    "pronouns": "she/her",
    "profession": "Nurse",
    "organisation": "nt",
    "access_needs": "Captions\r\n\r\n\r\nA break",
    "is_listed": "on",
    "mail": "no_reminders",
}


def me(name: str, **values: str) -> dict[str, str]:
    return {"name": name, "mail": "everything", **values}


def test_a_member_says_everything_about_themselves(as_, cast):
    trust, _changed = save_organisation(actor=cast.system, name="Northern Trust", aliases=["NT"])
    page = as_("rosa").post(ME, SAID, follow=True)
    assert "Saved." in page.content.decode()
    rosa = Member.objects.get(pk=cast.members["rosa"].pk)
    assert (rosa.name, rosa.pronouns, rosa.profession) == ("Rosa D.", "she/her", "Nurse")
    assert rosa.access_needs == "Captions\n\nA break"
    assert rosa.organisation == trust
    assert (rosa.is_listed, rosa.mail) == (True, "no_reminders")
    assert (rosa.email, rosa.reference) == ("rosa@example.org", "M04")
    entry = Entry.objects.order_by("pk").last()
    assert (entry.verb, entry.target_kind, entry.actor_key) == (
        "change",
        "member",
        cast.rosa.audit_key,
    )
    assert entry.fields == sorted(SAID)
    assert "Captions" not in str(vars(entry))


def test_the_form_begins_with_what_is_there_and_saving_it_changes_nothing(as_, cast):
    client = as_("rosa")
    client.post(ME, SAID)
    before = Entry.objects.count()
    initial = client.get(ME).context["form"].initial
    assert initial["organisation"] == "nt"
    again = {**initial, "is_listed": "on"}
    assert "Nothing was changed." in client.post(ME, again, follow=True).content.decode()
    assert Entry.objects.count() == before


def test_nothing_can_be_said_about_race_and_the_page_says_so(as_, cast):
    page = parse(as_("rosa").get(ME).content)
    assert "Nothing here is about race" in texts(select(page, "main"))[0]
    fields = {field.get("name") for field in select(page, "main form [name]")}
    assert fields - {"csrfmiddlewaretoken"} == set(SAID)
    for words in ("caucus", "racial", "white", "ethnic"):
        assert words not in texts(select(page, "main form"))[0].lower()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": " \u200b "}, "Enter a name"),
        ({"name": "x" * 10_000}, "at most 200 characters"),
        ({"pronouns": "x" * 10_000}, "at most 60 characters"),
        ({"profession": "x" * 10_000}, "at most 200 characters"),
        ({"organisation": "x" * 10_000}, "at most 200 characters"),
        ({"access_needs": "x" * 10_000}, "at most 1000 characters"),
        ({"access_needs": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_what_does_not_fit_is_said_on_the_form(as_, cast, values, said):
    answer = as_("rosa").post(ME, me("Rosa") | values)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert Member.objects.get(pk=cast.members["rosa"].pk).name == "Rosa Delgado"
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("field", ["name", "profession", "access_needs"])
def test_the_service_refuses_what_a_form_did_not_see(cast, field):
    with pytest.raises(Refused):
        change_profile(
            actor=cast.actor("rosa"), profile=Profile(**{"name": "R", field: "x" * 1001})
        )


TRICKS = {
    "\u202eatleD asoR": "atleD asoR",
    "Ro\u200bsa\ufeff": "Rosa",
    "Rosa\r\nBcc: all@example.org": "Rosa Bcc: all@example.org",
    "<b onmouseover=alert(1)>Rosa</b>": "<b onmouseover=alert(1)>Rosa</b>",
    "=HYPERLINK(1)": "=HYPERLINK(1)",
    "{{ actor.community.t_figures }}{% now 'Y' %}": "{{ actor.community.t_figures }}{% now 'Y' %}",
}


@pytest.mark.parametrize(("typed", "kept"), TRICKS.items())
def test_tricks_in_every_field_are_cleaned_or_stay_text(as_, cast, typed, kept):
    texts_of = dict.fromkeys(("name", "pronouns", "profession", "organisation"), typed)
    as_("rosa").post(
        ME, {**texts_of, "access_needs": typed, "is_listed": "on", "mail": "necessary"}
    )
    rosa = Member.objects.select_related("organisation").get(pk=cast.members["rosa"].pk)
    found = [rosa.name, rosa.pronouns, rosa.profession, rosa.organisation.name]
    assert found == [kept] * 4
    assert rosa.access_needs == kept.replace(" Bcc", "\nBcc")
    row = parse(as_("will").get(DIRECTORY).content)
    assert texts(select(row, "tbody td")) == [kept, kept]
    assert not select(row, "[onmouseover]")
    for url in (ME, DIRECTORY):
        assert not select(parse(as_("rosa").get(url).content), "[onmouseover]")


def test_roles_go_by_the_name_of_the_member_here_and_nowhere_else(as_, cast):
    other = create_community(slug="other", name="Other")
    there, _changed = save_member(
        actor=system_actor(other), reference="M01", name="Tom there", email="tom@example.org"
    )
    Appointment.objects.filter(person=cast.tom).update(name="Tom Hartley")
    as_("tom").post(ME, me("Thomas H."))
    assert "Thomas H." in as_("amara").get("/in/c/northern/people/").content.decode()
    assert set(cast.tom.appointments.values_list("name", flat=True)) == {"Thomas H."}
    there.refresh_from_db()
    assert there.name == "Tom there"
    cast.tom.refresh_from_db()
    assert cast.tom.name == "Tom Hartley"
    page = as_("tom").get("/in/c/other/me/")
    assert page.context["form"].initial["name"] == "Tom there"


def test_somebody_with_a_role_alone_says_their_name_and_nothing_else(as_, cast):
    client = as_("ines")
    page = parse(client.get(ME).content)
    assert {field.get("name") for field in select(page, "main form [name]")} == {
        "csrfmiddlewaretoken",
        "name",
    }
    assert select(page, "[name=name]")[0].get("value") == "Ines Moreau"
    client.post(ME, SAID | {"name": "Dr Moreau"})
    assert set(cast.ines.appointments.values_list("name", flat=True)) == {"Dr Moreau"}
    assert not Member.objects.filter(person=cast.ines).exists()
    entry = Entry.objects.order_by("pk").last()
    assert (entry.verb, entry.target_kind, entry.fields) == ("change", "appointment", ["name"])


def test_nobody_says_anything_for_anybody_else(cast):
    for actor in (cast.system, cast.actor("ines"), cast.actor("sam")):
        with pytest.raises(PermissionDenied):
            change_profile(actor=actor, profile=Profile(name="X"))
    for actor in (cast.system, cast.actor("rosa"), cast.actor("sam")):
        with pytest.raises(PermissionDenied):
            change_own_name(actor=actor, name="X")


def test_only_who_chose_it_stand_in_the_directory(as_, cast):
    other = create_community(slug="other", name="Other")
    save_member(actor=system_actor(other), reference="M01", name="Elsewhere", email="e@example.org")
    assert "Nobody has chosen to be seen yet" in as_("will").get(DIRECTORY).content.decode()
    as_("rosa").post(ME, SAID)
    Member.objects.filter(reference="M01").update(is_listed=True)
    Member.objects.filter(pk=cast.members["amara"].pk).update(is_listed=True, left_on="2026-11-21")
    page = parse(as_("will").get(DIRECTORY).content)
    assert texts(select(page, "tbody tr > *")) == ["Rosa D.she/her", "Nurse", "nt"]
    shown = texts(select(page, "main"))[0]
    assert "rosa@example.org" not in shown
    assert "Captions" not in shown
    assert "You do not stand on this list." in shown
    as_("rosa").post(ME, me("Rosa D."))
    assert "Nobody has chosen" in as_("will").get(DIRECTORY).content.decode()


@pytest.mark.parametrize("rows", [1, 10])
def test_the_directory_needs_the_same_queries(as_, cast, rows, django_assert_num_queries):
    trust, _changed = save_organisation(actor=cast.system, name="Trust")
    Member.objects.bulk_create(
        Member(
            community=cast.community,
            reference=f"P{number}",
            name=f"P {number}",
            is_listed=True,
            organisation=trust,
        )
        for number in range(rows)
    )
    client = as_("will")
    # The session and its person, the community, roles, membership; then the list.
    with django_assert_num_queries(6):
        page = client.get(DIRECTORY)
    assert page.context["page"].paginator.count == rows


@pytest.mark.django_db(transaction=True)
def test_a_merge_while_a_member_writes_about_themselves_loses_nobody():
    system = system_actor(create_community(slug="alone", name="Alone"))
    trust, _changed = save_organisation(actor=system, name="Trust")
    double, _changed = save_organisation(actor=system, name="NHS Trust")
    member, _changed = save_member(actor=system, reference="M1", name="M", email="m@example.org")
    plan = plan_merge(system.community, [trust.pk, double.pk], trust.pk)
    asked = {"organisations": [trust.pk, double.pk], "keep": trust.pk, "seen": plan.seen}

    def write():
        own = actor_in(member.person, system.community)
        change_profile(actor=own, profile=Profile(name="M", organisation="nhs trust"))

    while_somebody_else(lambda: merge_organisations(actor=system, **asked), write)
    member.refresh_from_db()
    assert member.organisation == trust
    assert OrganisationAlias.objects.get().organisation == trust


def test_the_header_leads_to_oneself_in_each_community(as_, cast):
    other = create_community(slug="other", name="Other")
    save_member(actor=system_actor(other), reference="M1", name="R", email="rosa@example.org")
    for slug in ("northern", "other"):
        page = parse(as_("rosa").get(reverse("home:community", args=[slug])).content)
        links = {link.text_content(): link.get("href") for link in select(page, "nav a")}
        assert links["About me"] == f"/in/c/{slug}/me/"


def test_the_page_leads_to_every_other_page_about_oneself(as_, cast):
    for name, sees_members in (("rosa", True), ("ines", False)):
        client = as_(name)
        links = {
            link.get("href") for link in select(parse(client.get(ME).content), "main ul a[href]")
        }
        assert (DIRECTORY in links) is sees_members
        assert "/in/c/northern/my-data/" in links
        assert "/in/account/email/" in links
        assert all(client.get(link).status_code == 200 for link in links)
