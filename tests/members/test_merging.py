"""Organisations that are one are merged after a preview, whole or not at all; nobody is lost."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.members.models import Community, ErasedMembership, Member, Organisation
from cop.members.organisations import plan_merge
from cop.members.selectors import system_actor
from cop.members.services import (
    create_community,
    delete_organisation,
    merge_organisations,
    organisation_named,
    save_member,
    save_organisation,
)
from sessions_app.imports.register import import_register
from tests.at_once import while_somebody_else
from tests.pages import parse, select, texts

MERGE = "/in/c/northern/organisations/merge/"


def world(community: Community) -> tuple[Actor, Organisation, Organisation]:
    """Trust with two members and an alias; "NHS Trust" with three, of whom one has left."""
    actor = system_actor(community)
    trust, _ = save_organisation(actor=actor, name="Trust", aliases=["T"])
    double, _ = save_organisation(actor=actor, name="NHS Trust", aliases=["NHS T"])
    for number, name in enumerate(["Trust", "T", "NHS Trust", "nhs  trust", "NHS T"]):
        save_member(actor=actor, reference=f"W{number}", name=f"Worker {number}", organisation=name)
    Member.objects.filter(reference="W4").update(left_on="2021-01-01")
    return actor, trust, double


def seen(actor: Actor, keep: Organisation, *others: Organisation) -> dict:
    chosen = [keep.pk, *(other.pk for other in others)]
    plan = plan_merge(actor.community, chosen, keep.pk)
    assert plan is not None
    return {"actor": actor, "organisations": chosen, "keep": keep.pk, "seen": plan.seen}


def at(organisation: Organisation) -> list[str]:
    return sorted(organisation.members.values_list("reference", flat=True))


ALL = ["W0", "W1", "W2", "W3", "W4"]


def test_the_preview_says_what_the_merge_then_does(as_, cast):
    _actor, trust, double = world(cast.community)
    client = as_("bilal")
    choice = parse(client.get(MERGE, {"with": double.pk}).content)
    assert texts(select(choice, ".govuk-checkboxes__item")) == [
        "NHS Trust 3 members",
        "Trust 2 members",
    ]
    assert len(select(choice, "input[checked]")) == 1
    asked = {"preview": "yes", "organisations": [trust.pk, double.pk], "keep": trust.pk}
    page = parse(client.get(MERGE, asked).content)
    facts = texts(select(page, ".govuk-summary-list__value"))
    assert facts == ["Trust", "2", "5", "NHS TNHS Trust"]
    assert texts(select(page, ".circle-card li")) == ["Worker 2", "Worker 3", "Worker 4"]
    assert at(trust) == ["W0", "W1"]  # looking changes nothing
    hidden = select(page, "form[method=post] input[type=hidden]")
    data: dict[str, list[str]] = {}
    for field in hidden:
        data.setdefault(field.get("name"), []).append(field.get("value"))
    before = Entry.objects.count()
    answer = client.post(MERGE, data, follow=True).content.decode()
    assert "Merged into Trust: 3 members moved." in answer
    assert at(trust) == ALL
    assert {alias.name for alias in trust.aliases.all()} == {"T", "NHS Trust", "NHS T"}
    assert not Organisation.objects.filter(pk=double.pk).exists()
    assert organisation_named(cast.community, "nhs trust") == trust
    entry = Entry.objects.order_by("pk").last()
    assert Entry.objects.count() == before + 1
    assert (entry.verb, entry.target_kind, entry.target_key) == (
        "merge",
        "organisation",
        str(double.pk),
    )


def test_the_one_with_most_members_is_kept_unless_another_is_chosen(as_, cast):
    _actor, trust, double = world(cast.community)
    client = as_("bilal")
    asked = {"preview": "yes", "organisations": [trust.pk, double.pk]}
    page = parse(client.get(MERGE, asked).content)
    assert texts(select(page, ".govuk-summary-list__value"))[0] == "NHS Trust"
    (instead,) = select(page, ".circle-card a")
    page = parse(client.get(MERGE + instead.get("href")).content)
    assert texts(select(page, ".govuk-summary-list__value"))[0] == "Trust"


def test_everything_that_points_at_an_organisation_is_moved(cast):
    """A new relation has to say what a merge does with it."""
    pointing = {
        (r.related_model.__name__, r.field.name) for r in Organisation._meta.related_objects
    }
    assert pointing == {
        ("Member", "organisation"),
        ("ErasedMembership", "organisation"),
        ("OrganisationAlias", "organisation"),
    }


def test_who_erased_themselves_are_counted_where_the_others_went(as_, cast):
    actor, trust, double = world(cast.community)
    here = {"community": cast.community, "left_on": "2026-01-01"}
    ErasedMembership.objects.create(organisation=double, **here)
    asked = {"preview": "yes", "organisations": [trust.pk, double.pk], "keep": trust.pk}
    page = as_("bilal").get(MERGE, asked).content.decode()
    assert "1 who erased themselves" in page
    plan = merge_organisations(**seen(actor, trust, double))
    assert plan.number_moved == 4
    assert ErasedMembership.objects.get().organisation == trust
    with pytest.raises(Refused, match="so it stays"):
        delete_organisation(actor=actor, organisation=trust)


def a_member_comes(actor, trust, double):
    save_member(actor=actor, reference="W9", name="New", organisation="NHS T")


def an_alias_comes(actor, trust, double):
    save_organisation(actor=actor, organisation=double, name="NHS Trust", aliases=["NHS T", "X"])


def a_name_changes(actor, trust, double):
    save_organisation(actor=actor, organisation=trust, name="The Trust", aliases=["T"])


def it_is_merged_already(actor, trust, double):
    merge_organisations(**seen(actor, trust, double))


def it_is_merged_the_other_way(actor, trust, double):
    merge_organisations(**seen(actor, double, trust))


@pytest.mark.parametrize(
    "between",
    [
        a_member_comes,
        an_alias_comes,
        a_name_changes,
        it_is_merged_already,
        it_is_merged_the_other_way,
    ],
)
def test_a_change_since_the_preview_is_refused_with_a_new_one(as_, cast, between):
    actor, trust, double = world(cast.community)
    data = seen(actor, trust, double)
    del data["actor"]
    between(actor, trust, double)
    before = list(Member.objects.order_by("pk").values_list("pk", "organisation"))
    answer = as_("bilal").post(MERGE, data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Error: " in page
    assert "since you looked" in page or "no longer there" in page
    assert list(Member.objects.order_by("pk").values_list("pk", "organisation")) == before
    plan = answer.context["plan"]
    assert plan is None or plan.seen != data["seen"]


def test_the_preview_of_one_direction_is_none_for_the_other(cast):
    actor, trust, double = world(cast.community)
    with pytest.raises(Refused, match="since you looked"):
        merge_organisations(**(seen(actor, trust, double) | {"keep": double.pk}))


@pytest.mark.parametrize("chosen", [[], ["1"], ["x"], ["-1", "0"], ["9" * 40, "1"]])
def test_fewer_than_two_known_ones_are_refused(as_, cast, chosen):
    world(cast.community)
    for send in (as_("bilal").get, as_("bilal").post):
        page = send(MERGE, {"preview": "yes", "organisations": chosen, "keep": "z"})
        assert page.status_code == 200
        assert "<title>Error: Merge organisations" in page.content.decode()
    assert Organisation.objects.count() == 2


def test_an_organisation_of_another_community_is_never_merged(as_, cast):
    actor, trust, _double = world(cast.community)
    theirs_actor, theirs, their_double = world(create_community(slug="other", name="Other"))
    stolen = {"organisations": [trust.pk, theirs.pk], "keep": trust.pk, "seen": "x"}
    for send in (as_("bilal").get, as_("bilal").post):
        assert "no longer there" in send(MERGE, stolen | {"preview": "yes"}).content.decode()
    assert plan_merge(cast.community, [trust.pk, theirs.pk], trust.pk) is None
    with pytest.raises(Refused):
        merge_organisations(actor=actor, **stolen)
    with pytest.raises(Refused):
        merge_organisations(**(seen(theirs_actor, theirs, their_double) | {"actor": actor}))
    assert (at(trust), at(theirs)) == (["W0", "W1"], ["W0", "W1"])


def test_two_that_differ_in_spelling_alone_need_no_alias(cast):
    actor, trust, double = world(cast.community)
    Organisation.objects.filter(pk=double.pk).update(name="TRUST", key=f"trust #{double.pk}")
    double.refresh_from_db()
    merge_organisations(**seen(actor, double, trust))
    assert organisation_named(cast.community, "trust") == double
    assert {alias.name for alias in double.aliases.all()} == {"T", "NHS T"}


@pytest.fixture
def alone(transactional_db):
    return world(create_community(slug="alone", name="Alone"))


def test_a_member_saved_just_before_is_not_lost(alone):
    actor, trust, double = alone
    asked = seen(actor, trust, double)

    def merge():
        with pytest.raises(Refused, match="since you looked"):
            merge_organisations(**asked)

    def enter():
        save_member(actor=actor, reference="W9", name="New", organisation="NHS Trust")

    while_somebody_else(enter, merge)
    assert at(double) == ["W2", "W3", "W4", "W9"]


def test_a_member_saved_just_after_goes_where_the_others_went(alone):
    actor, trust, double = alone
    asked = seen(actor, trust, double)

    def enter():
        save_member(actor=actor, reference="W9", name="New", organisation="NHS Trust")

    while_somebody_else(lambda: merge_organisations(**asked), enter)
    assert at(trust) == [*ALL, "W9"]
    assert Organisation.objects.count() == 1


def test_an_import_during_a_merge_goes_where_the_others_went(alone, tmp_path):
    actor, trust, double = alone
    asked = seen(actor, trust, double)
    files = {
        "members": "member_id,organisation\nW2,NHS Trust\nW9,NHS Trust\nW10,t\n",
        "sessions": "session,starts_at,title\nS1,2026-01-14,One\n",
        "attendance": "member_id,session\nW9,S1\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    def take_over():
        import_register(
            actor=actor,
            members_file=tmp_path / "members",
            sessions_file=tmp_path / "sessions",
            attendance_file=tmp_path / "attendance",
            dry_run=False,
        )

    while_somebody_else(lambda: merge_organisations(**asked), take_over)
    assert at(trust) == sorted([*ALL, "W9", "W10"])
    assert Organisation.objects.count() == 1


def test_two_merges_against_each_other_leave_one_organisation_with_everybody(alone):
    actor, trust, double = alone
    asked = [seen(actor, trust, double), seen(actor, double, trust)]
    start, done = Barrier(2), []

    def merge(how):
        start.wait(60)
        try:
            merge_organisations(**how)
            done.append("merged")
        except Refused:
            done.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=merge, args=[how]) for how in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["merged", "refused"]
    assert at(Organisation.objects.get()) == ALL


def test_entering_an_alias_and_a_name_at_once_is_settled_by_the_database(alone):
    """Past the services too: neither of the two sees the other's row."""
    _actor, trust, _double = alone

    def name():
        with pytest.raises(Exception, match="has this name"), transaction.atomic():
            Organisation.objects.create(community=trust.community, name="Fresh")

    def alias():
        trust.aliases.create(community=trust.community, name="fresh")

    while_somebody_else(alias, name)
    assert not Organisation.objects.filter(name="Fresh").exists()
