"""Reading: offered, never a block, offered again; and no more is kept than that."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection, models

from cop.audit.models import Entry
from cop.core import clock
from cop.core.policy import Actor
from cop.core.registry import panels_for, panels_on
from cop.documents import services
from cop.documents.enums import DOCUMENTS
from cop.documents.models import Consent, Reading
from cop.documents.selectors import leading_in_words, unread
from cop.members.models import Member
from cop.members.selectors import system_actor
from cop.members.services import create_community, save_member
from tests.documents.world import adopt, adopt_all, in_a_year
from tests.pages import parse, select, texts
from tests.people import Cast
from tests.sessions_app.plans import scheduled

pytestmark = pytest.mark.django_db


def kinds(actor: Actor) -> list[str]:
    return [version.kind for version in unread(actor)]


def read_all(actor: Actor) -> None:
    services.mark_read(actor=actor, versions=[version.pk for version in unread(actor)])


def page(cast: Cast, rest: str = "read/") -> str:
    return f"/in/c/{cast.community.slug}/documents/{rest}"


def ahead(cast: Cast):
    return scheduled(cast, day=clock.today("Europe/London") + dt.timedelta(days=30))


def test_everything_is_unread_until_the_one_button(cast, as_):
    adopt_all(cast.actor("amara"))
    rosa = as_("rosa")
    assert kinds(cast.actor("rosa")) == list(DOCUMENTS)
    shown = parse(rosa.get(page(cast)).content)
    versions = [field.get("value") for field in select(shown, "input[name=version]")]
    assert len(versions) == 5
    on = rosa.post(page(cast), {"version": versions}, follow=True)
    assert on.redirect_chain == [(f"/in/c/{cast.community.slug}/", 302)], "a way on"
    assert "Thank you. When something changes" in on.content.decode()
    assert kinds(cast.actor("rosa")) == []
    assert kinds(cast.actor("will")) == list(DOCUMENTS)
    again = parse(rosa.get(page(cast)).content)
    assert "You have read this" in texts(select(again, "main"))[0]
    assert not select(again, "input[name=version]")


def test_three_are_open_and_the_rest_folded(cast, as_):
    adopt_all(cast.actor("amara"))
    shown = parse(as_("rosa").get(page(cast)).content)
    assert texts(select(shown, "main section[aria-labelledby^=text-] h2")) == [
        "Purpose",
        "Ground rules",
        "What caucusing is",
    ]
    folded = select(shown, "main details")
    assert texts(select(shown, "main details summary")) == ["Introduction", "Terms of reference"]
    assert all(each.get("open") is None for each in folded)


def test_a_new_version_is_offered_again_and_one_mark_is_kept(cast):
    amara, rosa = cast.actor("amara"), cast.actor("rosa")
    adopt_all(amara)
    read_all(rosa)
    second = adopt(amara, "ground-rules", "Listen.")
    assert unread(rosa) == [second]
    [panel] = panels_for(rosa)
    assert panel.title == "There is a new version"
    assert panel.url == page(cast, "ground-rules/")
    read_all(rosa)
    assert unread(rosa) == []
    marks = Reading.objects.filter(member=rosa.member, version__kind="ground-rules")
    assert [mark.version_id for mark in marks] == [second.pk]


def test_what_was_adopted_while_somebody_read_stays_unread(cast):
    amara, rosa = cast.actor("amara"), cast.actor("rosa")
    first = adopt(amara, "ground-rules", "Listen.")
    second = adopt(amara, "ground-rules", "Listen first.")
    assert services.mark_read(actor=rosa, versions=[first.pk]) == 0
    assert unread(rosa) == [second]


def test_marking_twice_is_once(cast):
    version = adopt(cast.actor("amara"), "purpose", "To learn.")
    for _time in range(2):
        assert services.mark_read(actor=cast.actor("rosa"), versions=[version.pk]) == 1
    assert Reading.objects.count() == 1


def test_another_community_s_text_cannot_be_marked(cast, as_):
    other = create_community(slug="southern", name="Southern")
    theirs = adopt(system_actor(other), "purpose", "Theirs.")
    as_("rosa").post(page(cast), {"version": [theirs.pk, "x", "9" * 40, "²"]})
    assert not Reading.objects.exists()


@pytest.mark.parametrize("name", ["ines", "okafor", "dana", "grace"])
def test_who_is_no_member_leaves_no_mark(cast, as_, name):
    version = adopt(cast.actor("amara"), "purpose", "To learn.")
    with pytest.raises(PermissionDenied):
        services.mark_read(actor=cast.actor(name), versions=[version.pk])
    assert b"I have read this" not in as_(name).get(page(cast)).content


def test_a_guest_reads_what_opens_the_session_and_no_more(cast, as_):
    adopt_all(cast.actor("amara"))
    shown = as_("grace").get(page(cast)).content.decode()
    assert "Ground rules" in shown
    assert "Terms of reference" not in shown
    assert "What caucusing is" not in shown


def test_nothing_but_read_or_unread_is_kept():
    """Walk the table itself: two keys, and nothing that tells a time or an order."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, Reading._meta.db_table)
    assert sorted(column.name for column in described) == ["member_id", "version_id"]
    for model in (Reading, Consent):
        fields = model._meta.get_fields()
        assert not [f for f in fields if isinstance(f, (models.DateTimeField, models.TimeField))]
        assert not [f for f in fields if isinstance(f, models.AutoField)]


def test_reading_is_not_on_the_record(cast):
    adopt_all(cast.actor("amara"))
    before = Entry.objects.count()
    read_all(cast.actor("rosa"))
    assert Entry.objects.count() == before


def test_unread_is_never_a_block(cast, as_):
    adopt_all(cast.actor("amara"))
    session = ahead(cast)
    [panel] = [p for p in panels_on(cast.actor("rosa"), session) if p.key == "documents"]
    assert panel.text.startswith("You have not read the ground rules yet.")
    rosa = as_("rosa")
    address = f"/in/c/{cast.community.slug}/sessions/{session.pk}/"
    assert rosa.get(address).status_code == 200
    rosa.post(f"{address}answer/", {"answer": "coming"})
    assert session.invitations.get(member=cast.members["rosa"]).answer == "coming"


@pytest.mark.parametrize("name", ["rosa", "grace", "ines"])
def test_purpose_and_ground_rules_open_each_session(cast, name):
    adopt_all(cast.actor("amara"))
    if name == "rosa":
        read_all(cast.actor("rosa"))
    [panel] = [p for p in panels_on(cast.actor(name), ahead(cast)) if p.key == "documents"]
    assert (panel.title, panel.url) == ("Purpose and ground rules", page(cast, "opening/"))


def test_the_first_page_does_not_say_it_twice(cast, as_):
    adopt_all(cast.actor("amara"))
    ahead(cast)
    shown = as_("rosa").get(f"/in/c/{cast.community.slug}/").content.decode()
    assert shown.count("the other texts when it suits you") == 1


def test_co_chairs_are_told_what_is_due(cast):
    amara = cast.actor("amara")
    assert "documents_begin" in [p.key for p in panels_for(amara)]
    adopt_all(amara)
    read_all(amara)
    assert not [p for p in panels_for(amara) if p.key.startswith("documents")]

    with time_machine.travel(in_a_year(amara), tick=False):
        [panel] = [p for p in panels_for(cast.actor("amara")) if p.key == "documents_due"]
        assert panel.title == "Due for review"
        assert "Ground rules" in panel.text
        assert "documents_due" not in [p.key for p in panels_for(cast.actor("rosa"))]


def test_whoever_may_now_sign_in_as_a_member_has_read_nothing(cast):
    adopt_all(cast.actor("amara"))
    read_all(cast.actor("rosa"))
    save_member(
        actor=cast.system, member=cast.members["rosa"], reference="M04", email="new@example.org"
    )
    assert not Reading.objects.exists()


# Who leads others


def leads(cast: Cast, name: str, *, listed: bool = False) -> None:
    services.declare_leading(actor=cast.actor(name), leads=True)
    Member.objects.filter(pk=cast.members[name].pk).update(is_listed=listed)


def test_a_line_manager_says_so_and_takes_it_back(cast, as_):
    will = as_("will")
    will.post(page(cast, "leading/"), {"leads": "yes"})
    assert Member.objects.get(pk=cast.members["will"].pk).leads_others
    assert Entry.objects.latest("pk").fields == ["leads_others"]
    assert b"You have said so" in will.get(page(cast)).content
    will.post(page(cast, "leading/"), {"leads": "no"})
    assert not Member.objects.get(pk=cast.members["will"].pk).leads_others


def test_members_know_before_they_answer(cast, as_):
    leads(cast, "tom", listed=True)
    leads(cast, "will")
    session = ahead(cast)
    said = "Of the others who are invited, 2 have said that they lead a team or manage people."
    for address in (f"sessions/{session.pk}/", ""):
        shown = as_("rosa").get(f"/in/c/{cast.community.slug}/{address}").content.decode()
        assert said in shown
        assert "see their name: Tom Hartley." in shown
        assert "Will Turner" not in shown
    # Oneself is not among the others.
    shown = as_("will").get(f"/in/c/{cast.community.slug}/sessions/{session.pk}/").content.decode()
    assert "one has said" in shown


def test_nobody_is_a_number_too(cast):
    assert leading_in_words(cast.community).startswith("Nobody else who is invited has said")


def test_other_communities_do_not_count(cast):
    other = create_community(slug="southern", name="Southern")
    Member.objects.create(community=other, reference="M1", leads_others=True, is_listed=True)
    assert leading_in_words(cast.community).startswith("Nobody")


@pytest.mark.parametrize("versions", [1, 10])
def test_pages_ask_as_often_for_ten_versions_as_for_one(
    cast, as_, django_assert_num_queries, versions
):
    amara = cast.actor("amara")
    adopt_all(amara)
    for number in range(versions - 1):
        adopt(amara, "purpose", f"To learn {number}.")
    browser = as_("rosa")
    for address, queries in (("", 8), ("read/", 8), ("purpose/", 9), ("purpose/changes/", 6)):
        with django_assert_num_queries(queries):
            assert browser.get(page(cast, address)).status_code == 200
