"""The daily run, its certificate, and the alarm when it does not come."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from caucus.models import Choice, Space
from cop.audit.models import Entry
from cop.core import registry
from cop.members.models import Community, Member
from cop.members.services import create_community
from cop.rights.models import RetentionLine, RetentionRun
from cop.rights.retention import certificate_of, due_communities, health_numbers
from cop.rights.services.retention import preview, retain, retain_due
from sessions_app import expiry
from sessions_app.models import Attendance, Session
from tests.pages import parse, select, texts
from tests.rights.test_retention_rules import held

pytestmark = pytest.mark.django_db
OVERDUE = "communities whose data were not looked at for two days"
LEFT = "rows kept past their period"


@pytest.fixture(autouse=True)
def nobody_unknown(request):
    """Sam, whom no community knows, is not what these tests count."""
    if "cast" in request.fixturenames:
        request.getfixturevalue("cast").sam.delete()


def certificate_page(as_, cast, run: RetentionRun, name: str = "dana") -> str:
    url = reverse("rights:retention_detail", args=[cast.community.slug, run.pk])
    return as_(name).get(url).content.decode()


def rows_of(page: str) -> dict[str, list[str]]:
    """The cells of each row, by what stands before them."""
    rows = select(parse(page), "tbody tr")
    return {
        texts(select(row, "th"))[0][:20]: texts(select(row, "th .circle-note, td")) for row in rows
    }


class TestRun:
    def test_a_preview_deletes_nothing_and_counts_the_same(self, cast):
        held(cast.community, dt.date(2020, 5, 1), came=4)
        # Whose last attendance goes in the same run, goes too: a preview has to know that.
        gone = Attendance.objects.first().member
        Member.objects.filter(pk=gone.pk).update(left_on=dt.date(2020, 6, 1))

        counted = {holding.key: number for holding, number in preview(community=cast.community)}

        assert Attendance.objects.count() == 4
        assert Member.objects.filter(pk=gone.pk, is_erased=False).exists()
        assert not RetentionRun.objects.exists()
        run = retain(community=cast.community)
        done = dict(run.lines.exclude(deleted=None).values_list("holding", "deleted"))
        assert done == counted
        assert {key: number for key, number in done.items() if number} == {
            "attendance": 4,
            "invitations": 4,
            "membership": 1,
        }

    def test_running_it_again_adds_nothing(self, cast):
        held(cast.community, dt.date(2020, 5, 1), came=4)
        first = retain(community=cast.community)
        numbers = list(first.lines.values_list("holding", "deleted", "left"))
        assert retain(community=cast.community).pk == first.pk
        assert list(first.lines.values_list("holding", "deleted", "left")) == numbers

    def test_killed_in_the_middle_it_loses_and_doubles_nothing(self, cast, monkeypatch):
        held(cast.community, dt.date(2020, 5, 1), came=4)
        killed = KeyboardInterrupt()
        for holding in [one for one in registry.holdings if one.expire is not None]:
            kept = holding.expire

            def after_deleting(*given, kept=kept):
                kept(*given)
                raise killed

            object.__setattr__(holding, "expire", after_deleting)
            try:
                with pytest.raises(KeyboardInterrupt):
                    retain(community=cast.community)
            finally:
                object.__setattr__(holding, "expire", kept)
            assert not RetentionRun.objects.get().is_complete

        run = retain(community=cast.community)

        assert run.is_complete
        deleted = dict(run.lines.filter(deleted__gt=0).values_list("holding", "deleted"))
        assert deleted == {"attendance": 4, "invitations": 4}
        assert certificate_of(run).confirms

    def test_one_kind_that_fails_does_not_hold_up_the_others(self, cast, monkeypatch, caplog):
        held(cast.community, dt.date(2020, 5, 1), came=4)
        (attendance,) = (one for one in registry.holdings if one.key == "attendance")

        def broken(*given):
            raise RuntimeError("Rosa Delgado came")

        monkeypatch.setattr(expiry, "expire_attendance", broken)
        kept = attendance.expire
        object.__setattr__(attendance, "expire", broken)
        try:
            run = retain(community=cast.community)
        finally:
            object.__setattr__(attendance, "expire", kept)

        assert not run.is_complete
        assert run.lines.get(holding="invitations").deleted == 4
        assert "RuntimeError" in caplog.text
        assert "Rosa" not in caplog.text
        assert due_communities() == [cast.community]  # the next hour tries again
        assert retain(community=cast.community).is_complete
        assert due_communities() == []

    def test_every_community_once_on_its_own_day(self, cast):
        west = create_community(slug="west", name="West")
        Community.objects.filter(pk=west.pk).update(time_zone="America/Los_Angeles")
        with time_machine.travel("2026-03-02 12:00"):
            assert retain_due() == 2
            assert retain_due() == 0
        with time_machine.travel("2026-03-03 00:30"):  # still the second in Los Angeles
            assert retain_due() == 1
        with time_machine.travel("2026-03-03 09:30"):
            assert retain_due() == 1
        days = RetentionRun.objects.order_by("community", "day").values_list("day", flat=True)
        assert [str(day) for day in days] == ["2026-03-02", "2026-03-03"] * 2

    def test_the_record_says_that_it_was_done_and_nothing_else(self, cast):
        retain(community=cast.community)
        assert not Entry.objects.filter(verb="retain").exists()  # there was nothing
        held(cast.community, dt.date(2020, 5, 1))
        RetentionRun.objects.all().delete()
        retain(community=cast.community)
        entry = Entry.objects.get(verb="retain")
        assert (entry.actor_key, entry.fields) == (None, [])

    def test_it_names_nobody(self, cast):
        """No column of a run could lead to a person."""
        for model in (RetentionRun, RetentionLine):
            related = {f.related_model for f in model._meta.concrete_fields if f.is_relation}
            assert related <= {Community, RetentionRun}

    def test_a_space_kept_too_long_is_closed_and_counted(self, cast):
        session = Session.objects.create(
            community=cast.community,
            key="S9",
            title="Late",
            held_on=dt.date(2026, 3, 1),
            starts_at=dt.datetime(2026, 3, 1, 13, tzinfo=dt.UTC),
        )
        space = Space.objects.create(
            session=session, kind="caucus", caucus=cast.community.caucuses.first()
        )
        Choice.objects.create(session=session, member=cast.members["rosa"], space=space)
        with time_machine.travel("2026-03-02 14:00"):
            run = retain(community=cast.community)
            assert run.lines.get(holding="choice").deleted == 0
        with time_machine.travel("2026-03-02 15:30"):
            run = retain(community=cast.community)
        assert run.lines.get(holding="choice").deleted == 1
        assert run.lines.get(holding="choice").left == 0
        assert not Choice.objects.exists()

    def test_beat_asks_for_it(self):
        plan = settings.CELERY_BEAT_SCHEDULE["delete-what-is-past"]
        assert plan == {"task": "rights.retain", "schedule": 3600}


class TestCommand:
    def test_says_what_it_did_and_a_dry_run_what_it_would(self, cast):
        held(cast.community, dt.date(2020, 5, 1), came=4)
        said = StringIO()
        call_command("retain", "--dry-run", stdout=said)
        assert said.getvalue().splitlines()[:2] == [
            "northern: 8 would be deleted",
            "  attendance: 4",
        ]
        assert Attendance.objects.count() == 4
        said = StringIO()
        call_command("retain", "--community", "northern", stdout=said)
        assert said.getvalue().splitlines()[0] == "northern: 8 deleted today"
        assert Attendance.objects.count() == 0

    def test_touches_one_community_alone(self, cast):
        other = create_community(slug="other", name="Other")
        for community in (cast.community, other):
            held(community, dt.date(2020, 5, 1))
        call_command("retain", "--community", "other", stdout=StringIO())
        assert Attendance.objects.get(pk=Attendance.objects.first().pk).session.community == (
            cast.community
        )
        assert Attendance.objects.count() == 3

    def test_an_unknown_community_is_said(self):
        with pytest.raises(CommandError, match="There is no community “nowhere”"):
            call_command("retain", "--community", "nowhere")


class TestCertificate:
    def test_states_what_the_code_does(self, cast, as_, monkeypatch):
        held(cast.community, dt.date(2020, 5, 1), came=4)
        with time_machine.travel("2026-03-02 12:00"):
            run = retain(community=cast.community)
            page = certificate_page(as_, cast, run)
        assert "nothing past its period is left" in page
        assert "Looked at next: 3 March 2026." in " ".join(page.split())
        kept, *numbers = rows_of(page)["Which sessions you c"]
        assert "24 months after the session" in kept
        assert numbers == ["4", "4", "0"]

        monkeypatch.setattr(expiry, "KEPT", expiry.Period(after_edition=6, without_edition=9))
        with time_machine.travel("2026-03-03 12:00"):
            page = certificate_page(as_, cast, retain(community=cast.community))
        kept, *numbers = rows_of(page)["Which sessions you c"]
        assert "6 months after the annual report" in kept
        assert "9 months after the session" in kept
        assert numbers == ["0", "4", "0"]

    def test_every_period_in_it_is_the_one_the_deletion_uses(self, cast, monkeypatch):
        """Change each constant: the words change, and so does what is deleted."""
        session = held(cast.community, dt.date(2026, 1, 10))
        with time_machine.travel("2026-06-11 12:00"):
            before = dict(retain(community=cast.community).lines.values_list("holding", "kept"))
            monkeypatch.setattr(expiry, "KEPT", expiry.Period(after_edition=3, without_edition=5))
            monkeypatch.setattr("cop.members.expiry.KEPT", expiry.Period(5, 6))
            monkeypatch.setattr("feedback.expiry.KEPT", expiry.Period(7, 8))
            monkeypatch.setattr("cop.audit.holdings.KEPT_MONTHS", 25)
            monkeypatch.setattr("caucus.day.ALARM", dt.timedelta(hours=3))
            monkeypatch.setattr("sessions_app.holdings_live.KEPT", 36)
            run = retain(community=cast.community)
            after = dict(run.lines.values_list("holding", "kept"))
        changed = {key for key in after if after[key] != before[key]}
        assert changed == {
            "apologies",
            "attendance",
            "invitations",
            "membership",
            "comments",
            "record",
            "choice",
            "signal",
            "reflections",
            "debrief",
            "reviewed_comments",
        }
        assert not session.attendances.exists()

    def test_fails_where_a_row_past_its_period_is_left(self, cast, as_):
        held(cast.community, dt.date(2020, 5, 1), came=4)
        (attendance,) = (one for one in registry.holdings if one.key == "attendance")
        kept = attendance.expire
        # A deletion that forgets one row, and says it did everything.
        object.__setattr__(attendance, "expire", lambda c, t, dry: 1 if dry else kept(c, t, True))
        try:
            run = retain(community=cast.community)
        finally:
            object.__setattr__(attendance, "expire", kept)

        assert not certificate_of(run).confirms
        page = " ".join(certificate_page(as_, cast, run).split())
        assert "1 entry is left past its period, so this page confirms nothing." in page
        assert "Everything past its period was deleted" not in page
        assert health_numbers()[LEFT] == 1

    def test_fails_where_the_run_was_not_finished(self, cast, as_):
        run = RetentionRun.objects.create(community=cast.community, day=dt.date(2026, 1, 1))
        page = certificate_page(as_, cast, run)
        assert "was not finished, so this page confirms nothing" in page

    def test_every_kind_of_data_has_its_line(self, cast):
        run = retain(community=cast.community)
        assert [line.holding for line in run.lines.all()] == [one.key for one in registry.holdings]
        assert all(line.kept and line.what for line in run.lines.all())
        undated = {one.key for one in registry.holdings if one.expire is None}
        assert set(run.lines.filter(deleted=None).values_list("holding", flat=True)) == undated

    def test_the_words_of_a_day_stay_as_they_were(self, cast, as_, monkeypatch):
        with time_machine.travel("2026-03-02 12:00"):
            run = retain(community=cast.community)
        monkeypatch.setattr(expiry, "KEPT", expiry.Period(1, 1))
        assert "24 months after the session" in certificate_page(as_, cast, run)

    def test_another_communitys_is_not_found(self, cast, as_):
        other = create_community(slug="other", name="Other")
        run = retain(community=other)
        url = reverse("rights:retention_detail", args=[cast.community.slug, run.pk])
        assert as_("dana").get(url).status_code == 404
        listed = as_("dana").get(reverse("rights:retention_list", args=[cast.community.slug]))
        assert "No day is done yet" in listed.content.decode()

    @pytest.mark.parametrize("runs", [1, 10])
    def test_the_list_needs_the_same_queries(self, cast, as_, django_assert_num_queries, runs):
        for day in range(1, runs + 1):
            run = RetentionRun.objects.create(
                community=cast.community, day=dt.date(2026, 3, day), is_complete=True
            )
            run.lines.create(position=0, holding="a", what="a", kept="a", deleted=2, left=0)
            run.lines.create(position=1, holding="b", what="b", kept="b", deleted=3, left=0)
        dana = as_("dana")
        with django_assert_num_queries(8), time_machine.travel("2026-03-10 12:00"):
            page = dana.get(reverse("rights:retention_list", args=[cast.community.slug]))
        cells = texts(select(parse(page.content), "tbody tr td"))
        assert cells == ["5", "0", "Done"] * runs


class TestAlarm:
    def test_two_days_and_not_one(self, cast):
        with time_machine.travel("2026-03-02 12:00"):
            retain(community=cast.community)
        for moment, number in (("2026-03-03 23:59", 0), ("2026-03-04 00:01", 1)):
            with time_machine.travel(moment):
                assert health_numbers() == {OVERDUE: number, LEFT: 0}

    def test_an_unfinished_run_is_none(self, cast):
        with time_machine.travel("2026-03-02 12:00"):
            retain(community=cast.community)
        with time_machine.travel("2026-03-04 12:00"):
            RetentionRun.objects.create(community=cast.community, day=dt.date(2026, 3, 4))
            assert health_numbers()[OVERDUE] == 1

    def test_a_new_community_has_two_days(self, cast):
        born = Entry.objects.get(verb="create", target_kind="community").at
        with time_machine.travel(born + dt.timedelta(days=1, hours=23)):
            assert health_numbers()[OVERDUE] == 0
        with time_machine.travel(born + dt.timedelta(days=2, minutes=1)):
            assert health_numbers()[OVERDUE] == 1

    def test_stands_on_the_health_page_and_on_the_first_page_of_those_who_answer(
        self, cast, as_, client
    ):
        cache.clear()
        with time_machine.travel("2026-03-02 12:00"):
            retain(community=cast.community)
        words = "Nothing has been deleted for two days"
        home = reverse("home:community", args=[cast.community.slug])
        with time_machine.travel("2026-03-05 12:00"):
            assert client.get("/health/").json()[OVERDUE] == 1
            shown = {
                name: words in as_(name).get(home).content.decode()
                for name in ("amara", "dana", "rosa", "bilal", "okafor", "ines")
            }
        assert shown == {
            "amara": True,
            "dana": True,
            "rosa": False,
            "bilal": False,
            "okafor": False,
            "ines": False,
        }
        with time_machine.travel("2026-03-03 12:00"):
            assert client.get("/health/").json()[OVERDUE] == 0
            assert words not in as_("amara").get(home).content.decode()


def test_a_restored_register_is_deleted_again(cast):
    """What a backup brings back is past its period, and goes with the next run."""
    held(cast.community, dt.date(2020, 5, 1), came=4)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE backup AS SELECT * FROM sessions_app_attendance")
        cursor.execute("CREATE TEMPORARY TABLE held AS SELECT * FROM sessions_app_session")
    retain(community=cast.community)
    assert Attendance.objects.count() == 0
    Session.objects.update(headcount=None, headcount_kind="", forgotten=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sessions_app_attendance OVERRIDING SYSTEM VALUE SELECT * FROM backup"
        )
    assert Attendance.objects.count() == 4
    run = retain(community=cast.community)
    assert Attendance.objects.count() == 0
    assert run.lines.get(holding="attendance").deleted == 8
    assert Session.objects.get().headcount == 4
