"""The controlled list of organisations, as the secretary keeps it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.core.names import folded
from cop.core.tables import Problems, read_table
from cop.members.models import Member, Organisation, OrganisationAlias
from cop.members.selectors import system_actor
from cop.members.services import (
    apply_members,
    create_community,
    delete_organisation,
    organisation_named,
    plan_members,
    save_member,
    save_organisation,
)
from tests.pages import parse, select, texts

LIST = "/in/c/northern/organisations/"
ADD = "/in/c/northern/organisations/add/"


def change_url(organisation: Organisation) -> str:
    return reverse("members:organisation_change", args=["northern", organisation.pk])


def made(cast, name: str, *aliases: str) -> Organisation:
    return save_organisation(actor=cast.system, name=name, aliases=aliases)[0]


def belongs(cast, who: str, organisation: str) -> Member:
    member = cast.members[who]
    save_member(
        actor=cast.system,
        member=member,
        reference=member.reference,
        name=member.name,
        email=member.email,
        organisation=organisation,
        joined_on=member.joined_on,
    )
    return Member.objects.get(pk=member.pk)


@pytest.mark.parametrize(
    "typed",
    [
        "northern trust",
        "  NORTHERN\t TRUST ",
        "Northern\u00a0Trust",
        "North\u200bern Trust",
        "North\u200dern Trust",
        "\u202eNorthern Trust\u202c",
        "NT",
        "n\u2019ern \u2013 trust",
        "N'ERN-TRUST",
    ],
)
def test_every_spelling_leads_to_the_one_organisation(cast, typed):
    trust = made(cast, "Northern Trust", "NT", "N'ern-Trust")
    assert organisation_named(cast.community, typed) == trust
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("typed", ["Northern Trusts", "Northern & Trust", "N T", "Nörthern Trust"])
def test_another_name_is_another_organisation(cast, typed):
    trust = made(cast, "Northern Trust", "NT")
    assert organisation_named(cast.community, typed) != trust


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u200b", "\u202e", "\n"])
def test_nothing_written_is_not_stated(cast, typed):
    assert organisation_named(cast.community, typed) is None
    assert belongs(cast, "rosa", typed).organisation is None


def test_the_database_keeps_names_and_aliases_apart(cast):
    trust = made(cast, "Northern Trust", "NT")
    college = made(cast, "College")
    here = {"community": cast.community}
    clashes = [
        lambda: Organisation.objects.create(name="NORTHERN  trust", **here),
        lambda: Organisation.objects.create(name="nt", **here),
        lambda: Organisation.objects.bulk_create([Organisation(name="Nt", **here)]),
        lambda: OrganisationAlias.objects.create(organisation=trust, name="college ", **here),
        lambda: OrganisationAlias.objects.create(organisation=college, name="NT", **here),
        lambda: Organisation.objects.filter(pk=college.pk).update(key="nt"),
    ]
    for clash in clashes:
        with pytest.raises(IntegrityError), transaction.atomic():
            clash()
    other = create_community(slug="other", name="Other")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationAlias.objects.create(community=other, organisation=trust, name="Theirs")
    assert organisation_named(other, "Northern Trust") != trust


def test_the_secretary_adds_and_changes_one(as_, cast):
    client = as_("bilal")
    client.post(ADD, {"name": " Northern  Trust ", "aliases": "NT\n\n  nt \nNorthern NHS"})
    trust = Organisation.objects.get()
    assert trust.name == "Northern Trust"
    assert {alias.name for alias in trust.aliases.all()} == {"nt", "Northern NHS"}
    record = Entry.objects.order_by("pk").last()
    assert (record.verb, record.fields) == ("create", ["aliases", "name"])
    client.post(change_url(trust), {"name": "North Trust", "aliases": "NT"})
    trust.refresh_from_db()
    assert trust.name == "North Trust"
    # The old name goes on leading there; the one that was taken out does not.
    assert {alias.name for alias in trust.aliases.all()} == {"NT", "Northern Trust"}
    assert organisation_named(cast.community, "northern trust") == trust


def test_an_alias_can_become_the_name(cast):
    trust = made(cast, "Northern Trust", "NT")
    save_organisation(actor=cast.system, organisation=trust, name="NT", aliases=["NT"])
    trust.refresh_from_db()
    assert trust.name == "NT"
    assert [alias.name for alias in trust.aliases.all()] == ["Northern Trust"]


def test_saving_what_is_there_changes_and_records_nothing(as_, cast):
    trust = made(cast, "Northern Trust", "NT")
    before = Entry.objects.count()
    answer = as_("bilal").post(
        change_url(trust), {"name": "Northern Trust", "aliases": "NT"}, follow=True
    )
    assert "nothing was changed" in answer.content.decode()
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": ""}, "Enter the organisation’s name."),
        ({"name": "\u200b"}, "Enter the organisation’s name."),
        ({"name": "x" * 10_000}, "at most 200 characters"),
        ({"name": "A", "aliases": "x" * 201}, "at most 200 characters on a line"),
        ({"name": "A", "aliases": "x\n" * 10_000}, "this is too long"),
        ({"name": "A", "aliases": "\n".join(map(str, range(51)))}, "at most 50 other names"),
        ({"name": "COLLEGE"}, "leads to the organisation “College”"),
        ({"name": "A", "aliases": "the  college"}, "leads to the organisation “College”"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(as_, cast, data, said):
    made(cast, "College", "The College")
    answer = as_("bilal").post(ADD, data)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert Organisation.objects.count() == 1


def test_only_an_unused_one_is_deleted(as_, cast):
    trust, college = made(cast, "Trust", "T"), made(cast, "College")
    belongs(cast, "rosa", "trust")
    client = as_("bilal")
    delete = "members:organisation_delete"
    page = client.post(reverse(delete, args=["northern", trust.pk]), follow=True)
    assert "Members have this organisation" in page.content.decode()
    client.post(reverse(delete, args=["northern", college.pk]))
    assert list(Organisation.objects.all()) == [trust]
    with pytest.raises(Refused):
        delete_organisation(actor=cast.system, organisation=trust)


def test_nothing_of_another_community_is_found(as_, cast):
    other = create_community(slug="other", name="Other")
    theirs, _changed = save_organisation(
        actor=system_actor(other), name="Theirs", aliases=["Secretly"]
    )
    client = as_("bilal")
    assert "Theirs" not in client.get(LIST).content.decode()
    for name in ("members:organisation_change", "members:organisation_delete"):
        url = reverse(name, args=["northern", theirs.pk])
        assert client.get(url).status_code == 404
        assert client.post(url, {"name": "Ours"}).status_code == 404
    assert client.post(ADD, {"name": "Theirs"}).status_code == 302
    assert organisation_named(cast.community, "secretly") != theirs
    theirs.refresh_from_db()
    assert theirs.name == "Theirs"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ form }}{% now 'Y' %}", "=1+1"])
def test_names_that_do_something_elsewhere_stay_text(as_, cast, text):
    trust = made(cast, text, text + "2")
    client = as_("bilal")
    for url in (LIST, change_url(trust), LIST + "merge/", LIST + f"merge/?with={trust.pk}"):
        page = parse(client.get(url).content)
        assert not [s for s in select(page, "script") if "alert" in s.text_content()]
        shown = [*texts(select(page, "main")), *(i.get("value", "") for i in select(page, "input"))]
        assert any(" ".join(text.split()) in words for words in shown)


@pytest.mark.parametrize("rows", [1, 10])
def test_the_list_counts_and_needs_the_same_queries(as_, cast, rows, django_assert_num_queries):
    for number in range(rows):
        made(cast, f"Trust {number}", f"T{number}")
    belongs(cast, "rosa", "T0")
    belongs(cast, "will", "trust 0")
    Member.objects.filter(pk=cast.members["will"].pk).update(left_on="2026-01-01")
    client = as_("bilal")
    # The session and its person, the community, roles, membership; the list, aliases, the unstated.
    with django_assert_num_queries(8):
        page = parse(client.get(LIST).content)
    first = texts(select(page, "tbody tr:first-child > *"))
    assert first == ["Trust 0", "T0", "1", "2"]
    assert "3 members have not stated an organisation" in texts(select(page, "main"))[0]
    assert len(select(page, "tbody tr")) == rows


def test_two_spellings_from_before_stay_two_until_they_are_merged(cast):
    """What the migration leaves where a list held them already: no member moves by itself."""
    first = made(cast, "Northern Trust")
    second = made(cast, "Northern Trust again")
    Organisation.objects.filter(pk=second.pk).update(
        name="northern trust", key=f"{folded('northern trust')} #{second.pk}"
    )
    assert organisation_named(cast.community, "NORTHERN TRUST") == first
    with pytest.raises(Refused, match="merge the two"):
        save_organisation(actor=cast.system, organisation=second, name="northern trust")


def test_a_spreadsheet_with_another_spelling_changes_nothing(cast, tmp_path):
    made(cast, "Northern Trust", "NT")
    belongs(cast, "rosa", "Northern Trust")
    path = tmp_path / "members.csv"
    path.write_text("member_id,organisation\nM04,nt\nM05,Fresh  Start\nM06,FRESH START\nM07,\n")
    problems = Problems()
    table = read_table(path, problems, required=["member_id"], optional=["organisation"])
    plan = plan_members(cast.community, table, problems)
    assert plan.unchanged == 1
    apply_members(cast.community, plan)
    found = Member.objects.filter(reference__in=["M04", "M05", "M06", "M07"]).order_by("reference")
    named = [str(member.organisation or "") for member in found]
    assert named == ["Northern Trust", "Fresh Start", "Fresh Start", ""]


def test_an_upgrade_keeps_two_spellings_apart_and_moves_nobody(cast):
    """Before there were keys, a list could hold both."""
    migration = import_module("cop.members.migrations.0007_organisation_aliases")
    with connection.cursor() as cursor:
        cursor.execute(migration.TOGETHER)
        cursor.execute("ALTER TABLE members_organisation DROP CONSTRAINT organisation_once")
    rows = [
        Organisation(community=cast.community, name=name)
        for name in ("Northern Trust", "northern  trust", "College")
    ]
    Organisation.objects.bulk_create(rows)
    Organisation.objects.update(key="")
    rosa = cast.members["rosa"]
    Member.objects.filter(pk=rosa.pk).update(organisation=rows[1])
    migration.enter_keys(apps, None)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE members_organisation ADD UNIQUE (community_id, key)")
        cursor.execute(migration.APART)
    keys = Organisation.objects.order_by("pk").values_list("key", flat=True)
    assert list(keys) == ["northern trust", f"northern trust #{rows[1].pk}", "college"]
    assert Member.objects.get(pk=rosa.pk).organisation == rows[1]
    assert organisation_named(cast.community, "NORTHERN TRUST") == rows[0]
