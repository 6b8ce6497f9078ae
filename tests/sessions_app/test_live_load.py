"""Many people at once follow sessions: what a pulse asks, and that nothing is missed for it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from caucus.models import Choice, LiveSpace, Note, Space
from cop.members.models import Appointment, Member, User
from sessions_app.enums import Act
from sessions_app.models import Attendance, Guest, Run, Session
from sessions_app.selectors import moment_of
from sessions_app.services import press
from tests.people import build_cast, sign_in
from tests.sessions_app.plans import START, scheduled

IN_CAUCUSES = START.replace(minute=20)


def address(session: Session, name: str = "session_live_pulse") -> str:
    return reverse(f"sessions_app:{name}", args=[session.community.slug, session.pk])


@pytest.fixture
def at_twenty_past():
    with time_machine.travel(IN_CAUCUSES, tick=False):
        yield


@pytest.fixture
def session(cast):
    return scheduled(cast)


def followed(browser: Client, session: Session) -> dict:
    """The revisions the browser knows once it has asked, as the page's script does."""
    last, known = getattr(browser, "told", ("", {}))
    answer = browser.get(address(session), headers={"X-Told": last})
    assert answer.status_code == 200
    said = answer.json()
    if "pieces" in said:
        last, known = said["told"], said["pieces"]
    browser.told = last, known  # type: ignore[attr-defined]
    return known


def told(browser: Client) -> dict[str, str]:
    """The header with what the browser was told last."""
    return {"X-Told": browser.told[0]}  # type: ignore[attr-defined]


@pytest.mark.usefixtures("at_twenty_past")
class TestNothingIsMissed:
    """What was answered a moment ago counts only until something is written."""

    def test_a_press(self, cast, as_, session):
        browser = as_("rosa")
        before = followed(browser, session)
        assert followed(browser, session) == before
        moment = moment_of(session)
        press(
            actor=cast.actor("tom"),
            session=session,
            act=Act.EXTEND_5,
            revision=moment.revision,
            position=moment.position,
        )
        assert followed(browser, session)["now"] != before["now"]

    def test_a_row_that_comes_and_one_that_goes(self, cast, as_, session):
        browser = as_("rosa")
        before = followed(browser, session)
        Attendance.objects.create(session=session, member=cast.members["rosa"])
        here = followed(browser, session)
        assert here["check_in"] != before["check_in"]
        Attendance.objects.all().delete()
        assert followed(browser, session)["check_in"] == before["check_in"]

    def test_others_who_come_and_what_is_noted_move_nobody_s_page(self, cast, as_, session):
        browser = as_("rosa")
        space = Space.objects.filter(session=session, caucus__isnull=False).first()
        LiveSpace.objects.create(session=session, space=space)
        followed(browser, session)
        Attendance.objects.create(session=session, member=cast.members["will"])
        Choice.objects.create(session=session, member=cast.members["will"], space=space)
        Note.objects.create(session=session, space=space, position=1, words="Ours alone")
        LiveSpace.objects.update(revision=7)
        assert "pieces" not in browser.get(address(session), headers=told(browser)).json()
        LiveSpace.objects.update(is_paused=True)
        assert "pieces" in browser.get(address(session), headers=told(browser)).json()

    def test_a_choice_of_one_s_own_on_another_device_moves_it(self, cast, as_, session):
        browser = as_("rosa")
        before = followed(browser, session)
        space = Space.objects.filter(session=session, caucus__isnull=False).first()
        Choice.objects.create(session=session, member=cast.members["rosa"], space=space)
        assert followed(browser, session)["space"] != before["space"]

    def test_a_write_past_the_models(self, as_, session):
        browser = as_("rosa")
        before = followed(browser, session)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE sessions_app_session SET link = 'https://meet.example/other'")
        assert followed(browser, session)["now"] != before["now"]

    def test_a_part_that_begins_by_the_clock(self, as_, session):
        browser = as_("rosa")
        before = followed(browser, session)
        with time_machine.travel(START.replace(minute=45), tick=False):
            assert followed(browser, session)["now"] != before["now"]


@pytest.mark.usefixtures("at_twenty_past")
class TestWhoMayNoLonger:
    """Is refused at the next question, whatever was answered a moment ago."""

    def test_signed_out(self, as_, session):
        browser, other = as_("rosa"), Client()
        followed(browser, session)
        other.cookies = browser.cookies.copy()
        other.session.flush()  # she signs out in another window
        answer = browser.get(address(session), headers=told(browser))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_request_login_code"))

    def test_no_longer_a_member(self, as_, cast, session):
        browser = as_("rosa")
        followed(browser, session)
        Member.objects.filter(pk=cast.members["rosa"].pk).update(person=None)
        assert browser.get(address(session), headers=told(browser)).status_code == 404

    def test_a_guest_no_longer(self, as_, cast, session):
        Guest.objects.create(session=session, person=cast.grace)
        browser = as_("grace")
        followed(browser, session)
        Guest.objects.all().delete()
        assert browser.get(address(session), headers=told(browser)).status_code in {403, 404}

    def test_a_role_that_is_taken_away(self, as_, cast, session):
        Guest.objects.create(session=session, person=cast.grace)
        browser = as_("grace")
        followed(browser, session)
        Appointment.objects.filter(person=cast.grace).delete()
        assert browser.get(address(session), headers=told(browser)).status_code == 404

    def test_deactivated(self, as_, cast, session):
        browser = as_("rosa")
        followed(browser, session)
        User.objects.filter(pk=cast.rosa.pk).update(is_active=False)
        assert browser.get(address(session), headers=told(browser)).status_code == 302

    def test_nobody_is_answered_what_another_was(self, as_, session):
        rosa = as_("rosa")
        followed(rosa, session)
        hers = told(rosa)
        assert "pieces" not in rosa.get(address(session), headers=hers).json()
        assert as_("sam").get(address(session), headers=hers).status_code == 404
        assert "pieces" in as_("will").get(address(session), headers=hers).json()

    @pytest.mark.parametrize("forged", ["1.x", "9" * 40, "99999999999999.", "é.1", "-1.0", "."])
    def test_what_was_not_told_is_not_believed(self, as_, session, forged):
        answer = as_("rosa").get(
            address(session), headers={"X-Told": forged.encode().decode("latin1")}
        )
        assert "pieces" in answer.json()

    def test_what_was_told_of_another_session_is_not_believed(self, cast, as_, session):
        rosa = as_("rosa")
        followed(rosa, session)
        other = scheduled(cast)
        answer = rosa.get(address(other), headers=told(rosa))
        assert "pieces" in answer.json()


@pytest.mark.usefixtures("at_twenty_past")
@pytest.mark.parametrize("communities", [1, 4])
def test_queries_of_a_pulse_that_finds_nothing_new(
    cast, session, django_assert_num_queries, communities
):
    """Cookie, person, and whether anything changed: beside other communities' sessions too."""
    for number in range(1, communities):
        other = build_cast(f"other-{number}", f"Other {number}", f"other-{number}.example.org")
        elsewhere = scheduled(other)
        browser = Client()
        sign_in(browser, other.rosa)
        followed(browser, elsewhere)
    browser = Client()
    sign_in(browser, cast.rosa)
    followed(browser, session)
    with django_assert_num_queries(3):
        followed(browser, session)


@pytest.mark.django_db(transaction=True)
def test_two_facilitators_press_at_the_same_instant(cast, as_):
    """Over HTTP, from two browsers: one press moves the session, the other is told."""
    session = scheduled(cast, facilitators=(cast.amara, cast.tom))
    with time_machine.travel(IN_CAUCUSES, tick=False):
        moment = moment_of(session)
        typed = {"act": Act.NEXT, "revision": moment.revision, "position": moment.position}
        together = Barrier(2, timeout=60)
        browsers = [as_("amara"), as_("tom")]

        def go(browser: Client) -> int:
            together.wait()
            try:
                return browser.post(address(session, "session_press"), typed).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as both:
            found = list(both.map(go, browsers))
        run = Run.objects.get(session=session)
        assert (run.position, run.revision) == (moment.position + 1, moment.revision + 1)
        assert found.count(302) == 1, "one is sent on to the screen; the other reads why not"
