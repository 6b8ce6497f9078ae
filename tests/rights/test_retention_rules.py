"""Each period of the holdings, on both sides of its day, by each community's own clock."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection
from django.test import Client

from cop.audit.models import Entry
from cop.core import clock, registry
from cop.core.periods import Edition, Period, last_day_over, months_after
from cop.members.models import Community, ErasedMembership, Member
from cop.members.selectors import system_actor
from cop.members.services import create_community, save_member
from cop.post.enums import State
from cop.post.models import Message
from feedback.models import Period as FeedbackPeriod
from feedback.models import Slip, Survey
from feedback.questionnaire import content_of
from reports.models import Report
from sessions_app.models import Attendance, Invitation, Session
from sessions_app.selectors import number_at

pytestmark = pytest.mark.django_db


def expire(key: str, community: Community, *, dry_run: bool = False) -> int:
    (holding,) = (one for one in registry.holdings if one.key == key)
    return holding.expire(community, clock.today(community.time_zone), dry_run)


def on_both_sides(key: str, community: Community, last: dt.date, number: int) -> None:
    """Nothing goes on the last day, everything on the next, and a preview says so before."""
    zone = ZoneInfo(community.time_zone)
    late = dt.datetime.combine(last, dt.time(23, 59), tzinfo=zone)
    with time_machine.travel(late, tick=False):
        assert (expire(key, community, dry_run=True), expire(key, community)) == (0, 0)
    with time_machine.travel(late + dt.timedelta(minutes=2), tick=False):
        assert expire(key, community, dry_run=True) == number
        assert expire(key, community, dry_run=True) == number  # a dry run deletes nothing
        assert expire(key, community) == number
        assert (expire(key, community, dry_run=True), expire(key, community)) == (0, 0)


def held(community: Community, day: dt.date, came: int = 3, **more) -> Session:
    """A session with a closed register, to which so many members came."""
    number = Member.objects.count()
    session = Session.objects.create(
        community=community,
        key=f"S{day.isoformat()}",
        title="A session",
        held_on=day,
        register_closed_at=dt.datetime.combine(day, dt.time(18), tzinfo=dt.UTC),
        **more,
    )
    for place in range(came):
        member = Member.objects.create(community=community, reference=f"X{number + place}")
        Attendance.objects.create(session=session, member=member)
        Invitation.objects.create(session=session, member=member)
    return session


def published(community: Community, from_on: dt.date, to_on: dt.date, at: dt.datetime) -> Report:
    return Report.objects.create(
        community=community, title="Report", from_on=from_on, to_on=to_on, data={}, published_at=at
    )


YEAR_2023 = (dt.date(2023, 1, 1), dt.date(2023, 12, 31))


class TestMonths:
    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            (dt.date(2024, 2, 29), 24, dt.date(2026, 2, 28)),
            (dt.date(2024, 2, 29), 48, dt.date(2028, 2, 29)),
            (dt.date(2026, 2, 28), -24, dt.date(2024, 2, 28)),
            (dt.date(2023, 11, 30), 3, dt.date(2024, 2, 29)),
            (dt.date(2022, 11, 30), 3, dt.date(2023, 2, 28)),
            (dt.date(2023, 12, 31), 12, dt.date(2024, 12, 31)),
            (dt.date(2024, 1, 31), -1, dt.date(2023, 12, 31)),
        ],
    )
    def test_are_those_of_the_calendar_and_of_the_database(self, day, months, expected):
        assert months_after(day, months) == expected
        with connection.cursor() as cursor:
            cursor.execute("SELECT (%s::date + make_interval(months => %s))::date", [day, months])
            assert cursor.fetchone() == (expected,)

    @pytest.mark.parametrize("months", [3, 6, 24])
    def test_looking_back_finds_what_counting_forwards_ends(self, months):
        for number in range(366 * 4):
            today = dt.date(2026, 1, 1) + dt.timedelta(days=number)
            last = last_day_over(today, months)
            assert months_after(last, months) <= today
            assert months_after(last + dt.timedelta(days=1), months) > today

    def test_a_report_of_before_the_day_says_nothing_of_it(self):
        period = Period(after_edition=12, without_edition=24)
        so_far = Edition(dt.date(2023, 1, 1), dt.date(2023, 12, 31), dt.date(2023, 6, 30))
        assert period.ends_on(dt.date(2023, 6, 30), [so_far]) == dt.date(2024, 6, 30)
        assert period.ends_on(dt.date(2023, 7, 1), [so_far]) == dt.date(2025, 7, 1)
        later = Edition(dt.date(2023, 1, 1), dt.date(2023, 12, 31), dt.date(2024, 3, 1))
        assert period.ends_on(dt.date(2023, 6, 30), [later, so_far]) == dt.date(2024, 6, 30)


class TestAttendance:
    def test_24_months_after_the_session_where_nothing_is_published(self, cast):
        session = held(cast.community, dt.date(2023, 5, 17), came=4)

        on_both_sides("attendance", cast.community, dt.date(2025, 5, 16), 4)

        session.refresh_from_db()
        assert number_at(session) == 4  # then counts
        assert not session.attendances.exists()

    def test_12_months_after_the_report_over_the_session(self, cast):
        session = held(cast.community, dt.date(2023, 5, 17), came=3)
        at = dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC)
        published(cast.community, *YEAR_2023, at)

        on_both_sides("attendance", cast.community, dt.date(2025, 2, 27), 3)

        session.refresh_from_db()
        assert (number_at(session), session.headcount_kind) == (3, "exact")

    def test_a_report_over_other_days_or_a_draft_changes_nothing(self, cast):
        held(cast.community, dt.date(2023, 5, 17))
        at = dt.datetime(2024, 2, 1, tzinfo=dt.UTC)
        published(cast.community, dt.date(2023, 5, 18), dt.date(2023, 12, 31), at)
        Report.objects.create(
            community=cast.community, title="Draft", from_on=YEAR_2023[0], to_on=YEAR_2023[1]
        )
        on_both_sides("attendance", cast.community, dt.date(2025, 5, 16), 3)

    def test_an_import_counts_from_the_day_of_the_import(self, cast):
        imported = dt.datetime(2024, 9, 1, 9, tzinfo=dt.UTC)
        session = held(cast.community, dt.date(2021, 5, 17))
        Session.objects.filter(pk=session.pk).update(imported=True, register_closed_at=imported)
        on_both_sides("attendance", cast.community, dt.date(2026, 8, 31), 3)

    def test_an_import_after_the_report_is_not_deleted_at_once(self, cast):
        published(cast.community, *YEAR_2023, dt.datetime(2024, 2, 1, tzinfo=dt.UTC))
        session = held(cast.community, dt.date(2023, 5, 17))
        imported = dt.datetime(2025, 6, 1, 9, tzinfo=dt.UTC)
        Session.objects.filter(pk=session.pk).update(imported=True, register_closed_at=imported)
        on_both_sides("attendance", cast.community, dt.date(2026, 5, 31), 3)

    @pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
    def test_the_day_begins_where_the_community_is(self, cast, zone):
        Community.objects.filter(pk=cast.community.pk).update(time_zone=zone)
        cast.community.refresh_from_db()
        held(cast.community, dt.date(2024, 2, 29))
        on_both_sides("attendance", cast.community, dt.date(2026, 2, 27), 3)

    def test_invitations_go_on_the_same_day(self, cast):
        held(cast.community, dt.date(2023, 5, 17), came=2)
        on_both_sides("invitations", cast.community, dt.date(2025, 5, 16), 2)

    def test_another_community_keeps_its_own(self, cast):
        other = create_community(slug="other", name="Other")
        held(other, dt.date(2020, 1, 1))
        assert expire("attendance", cast.community) == 0
        assert Attendance.objects.count() == 3

    def test_whoever_erased_themselves_becomes_a_number_with_the_report(self, cast):
        session = held(cast.community, dt.date(2023, 5, 17), came=3)
        Member.objects.filter(pk=session.attendances.first().member_id).update(is_erased=True)
        with time_machine.travel("2024-02-01 11:00", tick=False):
            assert expire("attendance", cast.community) == 0
            published(cast.community, *YEAR_2023, clock.now())
            assert expire("attendance", cast.community) == 1
        session.refresh_from_db()
        assert (number_at(session), session.attendances.count()) == (3, 2)
        on_both_sides("attendance", cast.community, dt.date(2025, 1, 31), 2)
        session.refresh_from_db()
        assert (number_at(session), session.headcount) == (3, 3)


class TestMembership:
    def test_24_months_after_leaving(self, cast):
        Member.objects.filter(pk=cast.members["will"].pk).update(left_on=dt.date(2024, 2, 29))
        on_both_sides("membership", cast.community, dt.date(2026, 2, 27), 1)
        assert not Member.objects.filter(pk=cast.members["will"].pk).exists()
        assert Member.objects.filter(pk=cast.members["rosa"].pk).exists()
        assert not ErasedMembership.objects.exists()

    def test_12_months_after_the_report_over_the_last_day(self, cast):
        Member.objects.filter(pk=cast.members["will"].pk).update(left_on=dt.date(2023, 3, 1))
        published(cast.community, *YEAR_2023, dt.datetime(2024, 1, 10, tzinfo=dt.UTC))
        on_both_sides("membership", cast.community, dt.date(2025, 1, 9), 1)

    def test_an_attendance_imported_later_hangs_on_a_nameless_entry(self, cast):
        will = cast.members["will"]
        Member.objects.filter(pk=will.pk).update(left_on=dt.date(2022, 3, 1))
        session = held(cast.community, dt.date(2022, 2, 1), came=0)
        Attendance.objects.create(session=session, member=will)
        imported = dt.datetime(2025, 6, 1, 9, tzinfo=dt.UTC)
        Session.objects.filter(pk=session.pk).update(imported=True, register_closed_at=imported)
        with time_machine.travel("2026-01-01 12:00", tick=False):
            assert expire("membership", cast.community) == 1
            will.refresh_from_db()
            assert (will.is_erased, will.name, will.email, will.person) == (True, "", "", None)
            assert not ErasedMembership.objects.exists()
        with time_machine.travel("2027-06-02 12:00", tick=False):
            assert expire("attendance", cast.community) == 1
            assert expire("membership", cast.community) == 1
        assert not Member.objects.filter(pk=will.pk).exists()
        session.refresh_from_db()
        assert number_at(session) == 1

    def test_who_is_counted_after_erasing_until_the_report(self, cast):
        ErasedMembership.objects.create(community=cast.community, left_on=dt.date(2023, 3, 1))
        ErasedMembership.objects.create(community=cast.community, left_on=dt.date(2024, 2, 29))
        with time_machine.travel("2024-03-01 12:00", tick=False):
            assert expire("membership", cast.community) == 0
            published(cast.community, *YEAR_2023, clock.now())
            assert expire("membership", cast.community) == 1
        on_both_sides("membership", cast.community, dt.date(2026, 2, 27), 1)


class TestComments:
    def survey(self, cast, **more) -> Survey:
        session = held(cast.community, dt.date(2023, 5, 17), came=0)
        period = FeedbackPeriod.objects.create(
            community=cast.community,
            from_on=YEAR_2023[0],
            to_on=YEAR_2023[1],
            public_key=b"x",
            counted_on=dt.date(2024, 1, 2),
        )
        return Survey.objects.create(
            community=cast.community,
            session=session,
            period=period,
            questionnaire="PPN-1",
            asked=dict(content_of("PPN-1")),
            opens_on=session.held_on,
            closes_on=dt.date(2023, 5, 24),
            box_public_key=b"x",
            paper_public_key=b"",
            fingerprint="x",
            **more,
        )

    def test_24_months_after_the_count(self, cast):
        survey = self.survey(cast, counted_on=dt.date(2023, 5, 25))
        Slip.objects.create(survey=survey, cell="all", question="5", body="Less haste")
        Slip.objects.create(period=survey.period, cell="all", question="2", body="Stay")
        on_both_sides("comments", cast.community, dt.date(2025, 5, 24), 1)
        on_both_sides("comments", cast.community, dt.date(2026, 1, 1), 1)

    def test_3_months_after_the_report(self, cast):
        survey = self.survey(cast, counted_on=dt.date(2023, 5, 25))
        Slip.objects.create(survey=survey, cell="all", question="5", body="Less haste")
        Slip.objects.create(period=survey.period, cell="all", question="2", body="Stay")
        published(cast.community, *YEAR_2023, dt.datetime(2024, 11, 30, 12, tzinfo=dt.UTC))
        on_both_sides("comments", cast.community, dt.date(2025, 2, 27), 2)

    def test_what_was_counted_before_the_day_was_kept_goes_by_its_last_day(self, cast):
        survey = self.survey(cast)
        Slip.objects.create(survey=survey, cell="all", question="5", body="Less haste")
        on_both_sides("comments", cast.community, dt.date(2025, 5, 23), 1)


class TestRecord:
    def old_entry(self, community: Community, at: dt.datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_entry"
                " (at, community_key, verb, target_kind, target_key, fields)"
                " VALUES (%s, %s, 'change', 'member', '1', '{}')",
                [at, community.audit_key],
            )

    @pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland", "America/Los_Angeles"])
    def test_24_months_to_the_day(self, cast, zone):
        Community.objects.filter(pk=cast.community.pk).update(time_zone=zone)
        cast.community.refresh_from_db()
        last_minute = dt.datetime(2023, 5, 17, 23, 59, tzinfo=ZoneInfo(zone))
        self.old_entry(cast.community, last_minute)
        on_both_sides("record", cast.community, dt.date(2025, 5, 17), 0)
        # Within an hour of the database's own line it waits for the next day.
        with time_machine.travel(last_minute.replace(year=2025) + dt.timedelta(hours=2)):
            assert expire("record", cast.community, dry_run=True) == 1
            assert expire("record", cast.community) == 1

    def test_leap_days(self, cast):
        self.old_entry(cast.community, dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC))
        with time_machine.travel("2026-02-28 23:00"):
            assert expire("record", cast.community) == 0
        with time_machine.travel("2026-03-01 02:00"):
            assert expire("record", cast.community) == 1

    def test_what_the_job_takes_the_database_lets_go_at_every_hour_of_two_years_ago(self, cast):
        """Today's line, to the minute: the trigger's clock is the real one."""
        now = dt.datetime.now(dt.UTC)
        line = months_after(now.date(), -24)
        for hours in range(-50, 2):
            at = dt.datetime.combine(line, now.timetz()) + dt.timedelta(hours=hours)
            self.old_entry(cast.community, at)
        for zone in ("Europe/London", "Pacific/Auckland", "America/Los_Angeles"):
            cast.community.time_zone = zone
            expire("record", cast.community)  # refused, it would raise
        assert Entry.objects.filter(at__lt=now - dt.timedelta(days=735)).count() == 0

    def test_another_community_keeps_its_own(self, cast):
        other = create_community(slug="other", name="Other")
        self.old_entry(other, dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        assert expire("record", cast.community) == 0
        assert expire("record", other) == 1


def test_mail_that_could_not_be_delivered_is_emptied_after_two_weeks(cast):
    other = create_community(slug="other", name="Other")
    for community in (cast.community, other):
        Message.objects.create(
            community_id=community.pk,
            kind="invitation",
            to="rosa@example.org",
            text="Come",
            state=State.FAILED,
            queued_on=dt.date(2026, 1, 1),
        )
    on_both_sides("messages", cast.community, dt.date(2026, 1, 14), 1)
    assert [message.to for message in Message.objects.order_by("pk")] == ["", "rosa@example.org"]


def test_a_name_without_a_role_is_forgotten(cast):
    person, _changed = save_member(
        actor=system_actor(cast.community), reference="M90", name="Ada", email="ada@example.org"
    )
    caucus = cast.community.caucuses.first()
    caucus.facilitators.create(person=person.person, offered_on=dt.date(2026, 1, 1))
    caucus.facilitators.create(person=cast.tom, offered_on=dt.date(2026, 1, 1))
    assert expire("published_facilitator", cast.community, dry_run=True) == 1
    assert expire("published_facilitator", cast.community) == 1
    assert [one.person for one in caucus.facilitators.all()] == [cast.tom]


def test_a_sign_in_that_has_ended_is_deleted_with_its_line(cast):
    client = Client()
    client.force_login(cast.rosa)
    key = client.session.session_key
    line = UserSession.objects.create(user=cast.rosa, session_key=key, ip="0.0.0.0")
    ends = BrowserSession.objects.get(pk=key).expire_date
    second = dt.timedelta(seconds=1)
    with time_machine.travel(ends - second, tick=False):
        assert (expire("sign_in", cast.community), BrowserSession.objects.count()) == (0, 1)
    with time_machine.travel(ends, tick=False):
        assert expire("sign_in", cast.community, dry_run=True) == 2
        assert expire("sign_in", cast.community) == 2
    assert not BrowserSession.objects.exists()
    assert not UserSession.objects.filter(pk=line.pk).exists()


def test_a_line_whose_sign_in_is_gone_goes_the_day_after(cast):
    UserSession.objects.create(user=cast.rosa, session_key="gone", ip="0.0.0.0")
    assert expire("sign_in", cast.community) == 0
    with time_machine.travel(clock.now() + dt.timedelta(days=1, hours=1)):
        assert expire("sign_in", cast.community) == 1
