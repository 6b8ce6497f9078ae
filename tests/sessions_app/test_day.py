"""The day: answers, check-in, the register, the end, guests."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.models import Appointment
from cop.members.services import appoint
from sessions_app.enums import Answer
from sessions_app.models import Attendance, Invitation, Session
from sessions_app.policies import (
    can_view_present,
    can_view_register,
    can_view_total,
    is_facilitator_of,
    is_named_facilitator,
)
from sessions_app.selectors import (
    agenda_for,
    get_visible_session_or_404,
    guests_of,
    members_for_register,
    next_session_for,
    number_at,
    session_after,
)
from sessions_app.services import (
    answer_invitation,
    cancel_session,
    check_in,
    close_register,
    end_session,
    invite_guest,
    record_attendance,
)
from sessions_app.signals import register_closed, session_ended
from tests.people import EVERYBODY
from tests.sessions_app.plans import DOORS, END, START, came, scheduled

SECOND = dt.timedelta(seconds=1)


def at(moment: dt.datetime):
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def session(cast) -> Session:
    with at(START - dt.timedelta(days=7)):
        return scheduled(cast)


def test_what_follows_a_session_may_follow_on_the_same_day(cast):
    """By day, time and key; one of that day without a time comes last, cancelled ones never."""
    with at(START - dt.timedelta(days=7)):
        evening, morning = (scheduled(cast, time=dt.time(hour)) for hour in (18, 9))
        noon, twin, off, untimed = (scheduled(cast) for _number in range(4))
        week_after = scheduled(cast, day=START.date() + dt.timedelta(days=7), time=dt.time(8))
        cancel_session(actor=cast.actor("amara"), session=off, reason="Illness")
        Session.objects.filter(pk=untimed.pk).update(starts_at=None)
        untimed.refresh_from_db()
        found, rosa = [morning], cast.actor("rosa")
        while following := session_after(rosa, found[-1]):
            found.append(following)
    assert found == [morning, noon, twin, evening, untimed, week_after]


class TestAnswers:
    def test_member_answers_and_changes_their_mind(self, cast, session):
        with at(START - dt.timedelta(days=1)):
            answer_invitation(actor=cast.actor("rosa"), session=session, answer=Answer.COMING)
            answer_invitation(actor=cast.actor("rosa"), session=session, answer=Answer.NOT_COMING)
        invitation = Invitation.objects.get()
        assert (invitation.member, invitation.answer) == (cast.members["rosa"], "not_coming")

    def test_who_said_what_is_not_in_the_audit_record(self, cast, session):
        before = Entry.objects.count()
        with at(DOORS):
            answer_invitation(actor=cast.actor("rosa"), session=session, answer=Answer.COMING)
            check_in(actor=cast.actor("rosa"), session=session)
        assert Entry.objects.count() == before

    @pytest.mark.parametrize("name", ["ines", "nkechi", "okafor", "dana", "grace", "sam"])
    def test_only_members_answer(self, cast, session, name):
        with at(DOORS), pytest.raises(PermissionDenied):
            answer_invitation(actor=cast.actor(name), session=session, answer=Answer.COMING)

    def test_answers_are_taken_until_the_start(self, cast, session):
        with at(START - SECOND):
            answer_invitation(actor=cast.actor("rosa"), session=session, answer=Answer.COMING)
        with at(START), pytest.raises(Refused, match="begun"):
            answer_invitation(actor=cast.actor("rosa"), session=session, answer=Answer.COMING)

    def test_answer_must_be_one_of_three(self, cast, session):
        with at(DOORS), pytest.raises(Refused):
            answer_invitation(actor=cast.actor("rosa"), session=session, answer="perhaps")


class TestCheckIn:
    @pytest.mark.parametrize("moment", [DOORS, START, END - SECOND])
    def test_open_from_thirty_minutes_before_to_the_end(self, cast, session, moment):
        with at(moment):
            check_in(actor=cast.actor("rosa"), session=session)
        assert Attendance.objects.get().member == cast.members["rosa"]

    @pytest.mark.parametrize("moment", [DOORS - SECOND, END, END + dt.timedelta(days=1)])
    def test_shut_before_and_after(self, cast, session, moment):
        with at(moment), pytest.raises(Refused):
            check_in(actor=cast.actor("rosa"), session=session)
        assert not Attendance.objects.exists()

    def test_twice_is_once(self, cast, session):
        with at(START):
            check_in(actor=cast.actor("rosa"), session=session)
            check_in(actor=cast.actor("rosa"), session=session)
        assert Attendance.objects.count() == 1

    def test_shut_once_the_register_is_closed_or_the_session_ended(self, cast, session):
        with at(START):
            close_register(actor=cast.actor("bilal"), session=session)
            with pytest.raises(Refused, match="register"):
                check_in(actor=cast.actor("rosa"), session=session)

    def test_guest_and_appointees_are_not_counted(self, cast, session):
        for name in ["grace", "ines", "okafor"]:
            with at(START), pytest.raises(PermissionDenied):
                check_in(actor=cast.actor(name), session=session)


class TestRegister:
    def test_secretary_marks_a_set_of_members(self, cast, session):
        rosa, will = cast.members["rosa"], cast.members["will"]
        with at(END):
            came(session, will)
            number = record_attendance(
                actor=cast.actor("bilal"), session=session, members=[rosa], reason="Not there"
            )
        assert number == 1
        assert Attendance.objects.get().member == rosa

    def test_member_who_checks_in_meanwhile_stays(self, cast, session):
        rosa, will = cast.members["rosa"], cast.members["will"]
        with at(START):
            check_in(actor=cast.actor("will"), session=session)  # after the page was opened
            number = record_attendance(
                actor=cast.actor("bilal"), session=session, members=[rosa], before=[]
            )
        assert number == 2
        assert {row.member for row in Attendance.objects.all()} == {rosa, will}

    @pytest.mark.parametrize("name", sorted(set(EVERYBODY) - {"bilal"}))
    def test_nobody_but_the_secretary(self, cast, session, name):
        actor = cast.actor(name)
        with at(END):
            for act in (
                lambda: record_attendance(actor=actor, session=session, members=[]),
                lambda: close_register(actor=actor, session=session),
            ):
                with pytest.raises(PermissionDenied):
                    act()

    def test_not_before_the_day(self, cast, session):
        with at(START - dt.timedelta(days=1)), pytest.raises(Refused, match="from the day"):
            record_attendance(actor=cast.actor("bilal"), session=session, members=[])

    def test_who_left_since_can_still_be_marked(self, cast, session):
        will = cast.members["will"]
        will.left_on = dt.date(2027, 1, 20)
        will.save()
        with at(END + dt.timedelta(days=30)):
            assert will in members_for_register(session)

    def test_close_is_final_and_goes_up_once(self, cast, session):
        heard = []

        def listen(sender, session, actor, **kwargs):
            heard.append((number_at(session), actor.person))

        register_closed.connect(listen)
        try:
            with at(END):
                came(session, cast.members["rosa"])
                session = close_register(actor=cast.actor("bilal"), session=session)
                with pytest.raises(Refused, match="final"):
                    close_register(actor=cast.actor("bilal"), session=session)
                with pytest.raises(Refused, match="final"):
                    record_attendance(actor=cast.actor("bilal"), session=session, members=[])
        finally:
            register_closed.disconnect(listen)
        assert heard == [(1, cast.bilal)]
        assert session.is_register_closed

    def test_close_before_the_session_has_begun_is_refused(self, cast, session):
        with at(START - SECOND), pytest.raises(Refused, match="once the session has begun"):
            close_register(actor=cast.actor("bilal"), session=session)


class TestWhoSeesWhoCame:
    def test_names_are_the_secretarys_and_the_sessions_facilitators(self, cast, session):
        see = {name for name in EVERYBODY if can_view_present(cast.actor(name), session)}
        assert see == {"bilal", "tom"}  # Amara is co-chair, and facilitates another day
        assert {n for n in EVERYBODY if can_view_register(cast.actor(n), session)} == {"bilal"}

    def test_attendance_stands_after_two_days_and_the_register_still_closes(self, cast, session):
        rosa = cast.members["rosa"]
        secretary = cast.actor("bilal")
        with at(dt.datetime(2027, 1, 16, 23, 59, tzinfo=dt.UTC)):
            assert record_attendance(actor=secretary, session=session, members=[rosa]) == 1
        with at(dt.datetime(2027, 1, 17, 0, 0, tzinfo=dt.UTC)):
            with pytest.raises(Refused, match="until two days after the session"):
                record_attendance(actor=secretary, session=session, members=[])
            assert close_register(actor=secretary, session=session).is_register_closed
        assert number_at(session) == 1

    def test_readers_see_a_total_once_the_register_is_closed(self, cast, session):
        with at(END):
            assert not can_view_total(cast.actor("ines"), session)
            session = close_register(actor=cast.actor("bilal"), session=session)
        see = {name for name in EVERYBODY if can_view_total(cast.actor(name), session)}
        assert see == {"bilal", "tom", "ines", "nkechi", "okafor"}

    def test_role_that_has_ended_shows_nothing(self, cast, session):
        Appointment.objects.filter(person=cast.tom).update(until_on=dt.date(2021, 1, 1))
        assert not can_view_present(cast.actor("tom"), session)


class TestFacilitates:
    """The row says who is named; acting needs the role today as well."""

    def test_both_for_who_is_named_and_appointed(self, cast, session):
        assert is_named_facilitator(cast.tom, session)
        assert is_facilitator_of(cast.actor("tom"), session)
        assert not is_named_facilitator(cast.amara, session)
        assert not is_facilitator_of(cast.actor("amara"), session)
        assert not is_named_facilitator(None, session)

    def test_the_name_stays_when_the_role_has_ended(self, cast, session):
        Appointment.objects.filter(person=cast.tom).update(until_on=dt.date(2021, 1, 1))
        assert is_named_facilitator(cast.tom, session)
        assert not is_facilitator_of(cast.actor("tom"), session)


class TestEnd:
    def test_facilitator_of_the_session_ends_it_once(self, cast, session):
        heard = []

        def listen(sender, session, actor, **kwargs):
            heard.append(session.ended_at)

        session_ended.connect(listen)
        try:
            with at(END - dt.timedelta(minutes=5)):
                session = end_session(actor=cast.actor("tom"), session=session)
                assert session.is_over
                with pytest.raises(Refused, match="ended already"):
                    end_session(actor=cast.actor("tom"), session=session)
                with pytest.raises(Refused):
                    check_in(actor=cast.actor("rosa"), session=session)
        finally:
            session_ended.disconnect(listen)
        assert heard == [END - dt.timedelta(minutes=5)]

    def test_not_before_it_begins(self, cast, session):
        with at(START - SECOND), pytest.raises(Refused, match="not begun"):
            end_session(actor=cast.actor("tom"), session=session)

    @pytest.mark.parametrize("name", ["bilal", "rosa", "ines", "grace", "sam"])
    def test_nobody_else(self, cast, session, name):
        with at(END), pytest.raises(PermissionDenied):
            end_session(actor=cast.actor(name), session=session)

    def test_ended_session_is_not_cancelled(self, cast, session):
        with at(END):
            session = end_session(actor=cast.actor("tom"), session=session)
            with pytest.raises(Refused, match="has taken place"):
                cancel_session(actor=cast.actor("tom"), session=session, reason="Too late")

    def test_what_has_begun_is_not_cancelled(self, cast, session):
        """Feedback on it would be buried with it."""
        with at(START), pytest.raises(Refused, match="It has begun"):
            cancel_session(actor=cast.actor("tom"), session=session, reason="Bad answers")

    def test_nor_once_somebody_has_checked_in(self, cast, session):
        with at(DOORS):
            check_in(actor=cast.actor("rosa"), session=session)
            with pytest.raises(Refused, match="members have checked in"):
                cancel_session(actor=cast.actor("tom"), session=session, reason="Bad answers")


class TestGuests:
    def test_who_will_read_answers_within_the_year_is_no_guest(self, cast, session):
        coming = dt.date(2027, 12, 1)
        appoint(actor=cast.system, email="x@example.org", role="evaluator", from_on=coming)
        with at(DOORS), pytest.raises(Refused, match="reads unreviewed answers"):
            invite_guest(actor=cast.actor("tom"), session=session, email="x@example.org")

    def test_a_guest_is_shown_by_the_name_typed_here(self, cast, session):
        with at(DOORS):
            invite_guest(
                actor=cast.actor("tom"), session=session, email="sam@example.org", name="S. Here"
            )
        assert [str(guest) for guest in guests_of(session)] == ["S. Here"]

    def test_guest_sees_their_session_and_no_other(self, cast, session):
        with at(DOORS):
            other = scheduled(cast, title="Other", day=dt.date(2027, 4, 15))
            invite_guest(actor=cast.actor("tom"), session=session, email="grace@example.org")
            grace = cast.actor("grace")
            assert get_visible_session_or_404(grace, session.pk) == session
            assert list(agenda_for(grace)) == [session]
            with pytest.raises(Http404):
                get_visible_session_or_404(grace, other.pk)

    def test_new_person_gets_the_role_for_a_year_beyond_the_session(self, cast, session):
        with at(DOORS):
            guest = invite_guest(
                actor=cast.actor("amara"), session=session, email="Jo@Example.org", name="Jo Bloggs"
            )
        held = Appointment.objects.get(person=guest.person)
        assert guest.person.email == "jo@example.org"
        assert (held.role, held.until_on) == ("guest", dt.date(2028, 1, 15))

    def test_facilitator_who_is_no_co_chair_brings_a_guest(self, cast, session):
        Appointment.objects.filter(person=cast.tom, role="co_chair").delete()
        with at(DOORS):
            invite_guest(actor=cast.actor("tom"), session=session, email="jo@example.org")

    def test_second_visit_makes_the_role_last_longer(self, cast, session):
        with at(DOORS):
            later = scheduled(cast, title="Later", day=dt.date(2027, 4, 15))
            for visited in (session, later):
                guest = invite_guest(
                    actor=cast.actor("tom"), session=visited, email="jo@example.org", name="Jo"
                )
            with pytest.raises(Refused, match="announced already"):
                invite_guest(actor=cast.actor("tom"), session=later, email="jo@example.org")
        held = Appointment.objects.get(person=guest.person)
        assert held.until_on == dt.date(2028, 4, 15)

    @pytest.mark.parametrize(
        ("email", "reason"),
        [("rosa@example.org", "is a member"), ("ines@example.org", "unreviewed"), ("x", "address")],
    )
    def test_members_and_readers_cannot_be_guests(self, cast, session, email, reason):
        with at(DOORS), pytest.raises(Refused, match=reason):
            invite_guest(actor=cast.actor("tom"), session=session, email=email)

    @pytest.mark.parametrize("name", ["bilal", "rosa", "ines", "grace", "sam"])
    def test_nobody_else_invites(self, cast, session, name):
        with at(DOORS), pytest.raises(PermissionDenied):
            invite_guest(actor=cast.actor(name), session=session, email="jo@example.org")


class TestAgenda:
    def test_everybody_who_belongs_sees_every_session_but_guests(self, cast, session):
        seen = {name for name in EVERYBODY if agenda_for(cast.actor(name)).exists()}
        assert seen == set(EVERYBODY) - {"grace", "sam", "joy"}

    def test_own_answer_and_attendance_and_nobody_elses(self, cast, session):
        with at(DOORS):
            answer_invitation(actor=cast.actor("rosa"), session=session, answer=Answer.COMING)
            check_in(actor=cast.actor("rosa"), session=session)
        rosas, wills = agenda_for(cast.actor("rosa")).get(), agenda_for(cast.actor("will")).get()
        assert (rosas.own_answer, rosas.own_attendance) == ("coming", True)
        assert (wills.own_answer, wills.own_attendance) == (None, False)

    def test_next_session_leaves_out_cancelled_and_past(self, cast, session):
        with at(DOORS):
            later = scheduled(cast, title="Later", day=dt.date(2027, 4, 15))
            assert next_session_for(cast.actor("rosa")) == session
            cancel_session(actor=cast.actor("tom"), session=session, reason="Snow")
            assert next_session_for(cast.actor("rosa")) == later
