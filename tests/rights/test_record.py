"""Who reads the record of acts, and what it says to them."""

import csv
import datetime as dt
import io
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from cop.audit.models import Entry
from cop.audit.services import record
from cop.core.policy import Actor
from cop.members.enums import Role
from cop.members.models import Appointment, User
from cop.members.selectors import actor_in, system_actor
from cop.members.services import create_community, save_member
from cop.rights.policies import can_view_own_record, can_view_whole_record
from tests.pages import parse, select, texts
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty(cast: Cast) -> None:
    """What building the cast put on record is not what the tests are about."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")


def page_of(client, cast, name: str = "record_list", query: str = "") -> str:
    url = reverse(f"rights:{name}", args=[cast.community.slug])
    return client.get(f"{url}{query}").content.decode()


def who_stands_in(page: str) -> list[str]:
    """The second cell of each row, the newest first."""
    return [texts(select(row, "td"))[1] for row in select(parse(page), "tbody tr")]


def act(cast: Cast, name: str, verb: str = "change", at: dt.datetime | None = None) -> None:
    """One act of somebody; ``at`` puts it elsewhere in time, behind the program's back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry"
            " (at, actor_key, community_key, verb, target_kind, target_key, fields)"
            " VALUES (%s, %s, %s, %s, 'session', '7', '{title}')",
            [
                at or dt.datetime.now(dt.UTC),
                cast.people[name].audit_key if name else None,
                cast.community.audit_key,
                verb,
            ],
        )


class TestWho:
    def test_two_read_everything_and_everybody_else_their_own(self, cast, as_):
        for name in ("tom", "bilal", "rosa", "ines", "grace"):
            act(cast, name)
        # Who is on the roster is not for them: members are not named.
        everybody = {"Tom Hartley", "Bilal Rahman", "A member", "Ines Moreau", "Grace Mbeki"}
        seen = {
            name: set(who_stands_in(page_of(as_(name), cast)))
            for name in ("okafor", "dana", "tom", "bilal", "rosa", "ines", "grace", "will")
        }
        assert seen == {
            "okafor": everybody,
            "dana": everybody,
            "tom": {"Tom Hartley"},
            "bilal": {"Bilal Rahman"},
            "rosa": {"Rosa Delgado"},
            "ines": {"Ines Moreau"},
            "grace": {"Grace Mbeki"},
            "will": set(),
        }

    def test_a_filter_shows_nobody_more_than_that(self, cast, as_):
        act(cast, "tom")
        act(cast, "rosa")
        for query in (f"?who={cast.tom.audit_key}", "?who=program", "?who=gone", "?verb=change"):
            assert who_stands_in(page_of(as_("rosa"), cast, query=query)) == ["Rosa Delgado"]

    def test_a_facilitator_who_is_no_member_has_none(self, cast):
        person = User.objects.create_user("ada@example.org", "Ada")
        for role, has_own in ((Role.FACILITATOR, False), (Role.GUEST, True)):
            actor = Actor(cast.community, person, None, frozenset({role}))
            assert can_view_own_record(actor) is has_own
            assert not can_view_whole_record(actor)

    def test_who_reads_answers_does_not_read_names_here_either(self, cast):
        """The oversight chair may be second reviewer too; then the names are shut."""
        Appointment.objects.create(
            community=cast.community,
            person=cast.okafor,
            role=Role.SECOND_REVIEWER,
            from_on=dt.date(2020, 1, 1),
        )
        actor = actor_in(cast.okafor, cast.community)
        assert not can_view_whole_record(actor)
        assert can_view_own_record(actor)


class TestNames:
    def test_are_those_known_here(self, cast, as_):
        act(cast, "")
        act(cast, "joy")  # the administrator
        act(cast, "sam")  # a stranger, or somebody erased
        Entry.objects.create(
            actor_key=uuid.uuid4(),
            community_key=cast.community.audit_key,
            verb="change",
            target_kind="session",
            target_key="7",
        )
        assert who_stands_in(page_of(as_("okafor"), cast)) == [
            "Somebody no longer here",
            "Somebody no longer here",
            "An administrator of the installation",
            "The program itself",
        ]

    def test_whoever_held_a_role_keeps_their_name_until_they_erase_themselves(self, cast, as_):
        act(cast, "grace")
        Appointment.objects.filter(person=cast.grace).update(until_on=dt.date(2021, 1, 1))
        assert who_stands_in(page_of(as_("okafor"), cast)) == ["Grace Mbeki"]
        cast.grace.delete()
        page = page_of(as_("okafor"), cast)
        assert who_stands_in(page) == ["Somebody no longer here"]
        assert "Grace" not in page

    def test_the_name_of_another_community_is_not_shown(self, cast, as_):
        other = create_community(slug="other", name="Other")
        save_member(
            actor=system_actor(other), reference="M01", name="Secret Name", email="sam@example.org"
        )
        act(cast, "sam")
        page = page_of(as_("okafor"), cast)
        assert who_stands_in(page) == ["Somebody no longer here"]
        assert "Secret Name" not in page

    def test_targets_are_a_kind_and_a_short_key(self, cast, as_):
        record(actor=cast.system, verb="change", target=cast.rosa, fields=["email"])
        cells = texts(select(parse(page_of(as_("dana"), cast)), "tbody td"))
        assert cells[1:] == [
            "The program itself",
            "changed",
            f"an account {str(cast.rosa.audit_key)[:8]}",
            "e-mail address",
        ]

    def test_the_community_itself_has_no_key_and_fields_are_words(self, cast, as_):
        record(actor=cast.system, verb="change", target=cast.community, fields=["t_figures"])
        cells = texts(select(parse(page_of(as_("dana"), cast)), "tbody td"))
        assert cells[2:] == ["changed", "the community", "answers needed for figures"]


class TestFilters:
    def test_by_day_there_verb_kind_and_person(self, cast, as_):
        cast.community.time_zone = "Pacific/Auckland"
        cast.community.save()
        # The 3rd of March there is the 2nd at home.
        act(cast, "tom", at=dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC))
        act(cast, "rosa", "cancel", at=dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC))
        days = (
            "?from_on_day=3&from_on_month=3&from_on_year=2026"
            "&to_on_day={}&to_on_month=3&to_on_year=2026"
        )
        okafor = as_("okafor")
        found = {
            query: who_stands_in(page_of(okafor, cast, query=query))
            for query in (
                days.format(3),
                days.format(4),
                "?verb=cancel",
                "?kind=session",
                f"?who={cast.tom.audit_key}",
                "?verb=cancel&who=program",
            )
        }
        assert list(found.values()) == [
            ["Tom Hartley"],
            ["A member", "Tom Hartley"],
            ["A member"],
            ["A member", "Tom Hartley"],
            ["Tom Hartley"],
            [],
        ]

    def test_what_nobody_can_mean_is_refused_in_words(self, cast, as_):
        act(cast, "tom")
        okafor = as_("okafor")
        backwards = (
            "?from_on_day=3&from_on_month=3&from_on_year=2026"
            "&to_on_day=2&to_on_month=3&to_on_year=2026"
        )
        page = page_of(okafor, cast, query=backwards)
        assert "this day lies before the first" in page
        assert who_stands_in(page) == []
        for query in ("?from_on_day=31&from_on_month=2&from_on_year=2026", "?verb=' OR 1=1 --"):
            assert who_stands_in(page_of(okafor, cast, query=query)) == []

    @pytest.mark.parametrize("query", ["", "?who={key}", "?who=gone", "?kind=session"])
    def test_another_communitys_acts_are_never_found(self, cast, as_, query):
        foreign = uuid.uuid4()
        Entry.objects.create(
            actor_key=cast.tom.audit_key,
            community_key=foreign,
            verb="change",
            target_kind="session",
            target_key="foreign",
        )
        page = page_of(as_("okafor"), cast, query=query.format(key=cast.tom.audit_key))
        assert "foreign" not in page
        assert who_stands_in(page) == []


@pytest.mark.parametrize("rows", [1, 10])
def test_one_and_ten_entries_need_the_same_queries(cast, as_, django_assert_num_queries, rows):
    names = ["tom", "bilal", "rosa", "ines", "grace", "amara", "will", "nkechi", "joy", "sam"]
    for name in names[:rows]:
        act(cast, name)
    okafor = as_("okafor")
    page_of(okafor, cast)
    with django_assert_num_queries(11):
        page = page_of(okafor, cast)
    assert len(who_stands_in(page)) == rows


class TestExtract:
    def test_is_on_record_itself_each_time(self, cast, as_):
        act(cast, "tom")
        dana = as_("dana")
        page_of(dana, cast, "record_print")
        page_of(dana, cast, "record_export")
        taken = Entry.objects.filter(verb="export", target_kind="record")
        assert [entry.actor_key for entry in taken] == [cast.dana.audit_key] * 2

    def test_holds_what_was_looked_for_and_no_formula(self, cast, as_):
        Appointment.objects.filter(person=cast.ines).update(name="=HYPERLINK(1)")
        act(cast, "ines")
        act(cast, "tom", "cancel")
        text = page_of(as_("dana"), cast, "record_export", "?verb=change")
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert [(row["who"], row["act"], row["fields"]) for row in rows] == [
            ("'=HYPERLINK(1)", "changed", "title")
        ]
        assert dt.datetime.fromisoformat(rows[0]["when"]).tzinfo is not None

    def test_is_for_those_who_read_everything(self, cast, as_):
        for name in ("rosa", "bilal", "amara", "ines"):
            for page in ("record_print", "record_export"):
                url = reverse(f"rights:{page}", args=[cast.community.slug])
                assert as_(name).get(url).status_code == 403
        assert not Entry.objects.filter(verb="export").exists()
