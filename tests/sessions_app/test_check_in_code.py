"""The code shown in the room: short, another for every session, stored nowhere."""

import datetime as dt
import logging

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cop.core.errors import Refused
from sessions_app import limits
from sessions_app.codes import LETTERS, WrongCode, code_of, is_code_of
from sessions_app.models import Attendance, Session
from sessions_app.services import check_in
from tests.people import EVERYBODY
from tests.sessions_app.plans import DOORS, END, START, scheduled

HERE = reverse("sessions_app:session_here", args=["northern"])
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def session(cast):
    """In a room, on this minute."""
    cache.clear()
    with time_machine.travel(START - dt.timedelta(days=7), tick=False):
        made = scheduled(cast, is_in_person=True)
    with time_machine.travel(START, tick=False):
        yield made


def url(name: str, session: Session) -> str:
    return reverse(f"sessions_app:{name}", args=["northern", session.pk])


class TestTheCode:
    def test_six_signs_that_make_no_word_and_nobody_mistakes(self, session):
        code = code_of(session)
        assert len(code) == 7
        assert code[3] == " "
        assert set(code.replace(" ", "")) <= set(LETTERS)
        assert not set(LETTERS) & set("AEIOU015SL")

    def test_another_for_every_session_and_for_one_that_is_moved(self, cast, session):
        before = code_of(session)
        other = scheduled(cast, day=dt.date(2027, 1, 21))
        session.starts_at += dt.timedelta(minutes=30)
        assert len({before, code_of(other), code_of(session)}) == 3

    def test_another_with_another_secret(self, session, settings):
        before = code_of(session)
        settings.SECRET_KEY = "another secret, as long as it needs to be for this test of it"
        assert code_of(session) != before

    def test_however_it_is_typed(self, session):
        code = code_of(session)
        for typed in (code, code.lower(), code.replace(" ", ""), f" {code.replace(' ', '-')} "):
            assert is_code_of(session, typed)
        for typed in ("", "É", code[:-1], code + code[-1]):
            assert not is_code_of(session, typed)

    def test_it_stands_in_no_row_and_no_log(self, cast, as_, session, caplog):
        code = code_of(session)
        with caplog.at_level(logging.DEBUG):
            as_("tom").get(url("session_code", session))
            as_("rosa").post(HERE, {"code": code})
        assert Attendance.objects.count() == 1
        kept = str(list(Session.objects.values())) + caplog.text
        assert code not in kept
        assert code.replace(" ", "") not in kept


class TestCheckingIn:
    def test_with_the_code_for_oneself_and_no_other(self, cast, as_, session):
        sent = as_("rosa").post(HERE, {"code": code_of(session), "member": cast.members["will"].pk})
        assert sent["Location"] == url("session_live", session)
        assert Attendance.objects.get().member == cast.members["rosa"]

    def test_in_a_room_the_button_alone_does_not_do(self, cast, as_, session):
        with pytest.raises(WrongCode):
            check_in(actor=cast.actor("rosa"), session=session)
        page = as_("rosa").get(url("session_detail", session)).content.decode()
        assert "Code shown in the room" in page
        as_("rosa").post(url("session_check_in", session), {"code": code_of(session)})
        assert Attendance.objects.count() == 1

    def test_elsewhere_the_button_does_and_a_wrong_code_does_not(self, cast, session):
        Session.objects.update(is_in_person=False)
        with pytest.raises(WrongCode):
            check_in(actor=cast.actor("rosa"), session=session, code="BCD FGH")
        check_in(actor=cast.actor("rosa"), session=session)
        assert Attendance.objects.count() == 1

    @pytest.mark.parametrize("moment", [DOORS - SECOND, END])
    def test_good_only_while_check_in_is_open(self, cast, as_, session, moment):
        code = code_of(session)
        with time_machine.travel(moment, tick=False):
            page = as_("rosa").post(HERE, {"code": code}).content.decode()
            assert "No session is open for check-in now." in page
            with pytest.raises(Refused):
                check_in(actor=cast.actor("rosa"), session=session, code=code)
            shown = as_("tom").get(url("session_code", session)).content.decode()
            assert code not in shown
        assert not Attendance.objects.exists()

    def test_yesterdays_code_opens_nothing_today(self, cast, as_, session):
        old = code_of(session)
        with time_machine.travel(START + dt.timedelta(days=7), tick=False):
            today = scheduled(cast, day=dt.date(2027, 1, 21), is_in_person=True)
            page = as_("rosa").post(HERE, {"code": old}).content.decode()
            assert "This is not the code shown in the room" in page
        assert not today.attendances.exists()

    @pytest.mark.parametrize("name", sorted({"ines", "okafor", "grace", "dana"}))
    def test_members_only(self, cast, as_, session, name):
        assert as_(name).post(HERE, {"code": code_of(session)}).status_code == 403
        with pytest.raises(PermissionDenied):
            check_in(actor=cast.actor(name), session=session, code=code_of(session))


class TestGuessing:
    def test_ten_wrong_ones_and_no_more_for_that_person(self, cast, as_, session):
        browser = as_("rosa")
        for _guess in range(10):
            page = browser.post(HERE, {"code": "BCD FGH"}).content.decode()
            assert "This is not the code" in page
        page = browser.post(HERE, {"code": code_of(session)}).content.decode()
        assert "You have typed too many codes" in page
        assert not Attendance.objects.exists()
        assert as_("will").post(HERE, {"code": code_of(session)}).status_code == 302

    def test_the_sessions_own_page_counts_too(self, as_, session):
        browser = as_("rosa")
        for _guess in range(10):
            browser.post(url("session_check_in", session), {"code": "BCD FGH"})
        browser.post(url("session_check_in", session), {"code": code_of(session)})
        assert not Attendance.objects.exists()

    def test_without_the_limit_guesses_would_go_on(self, as_, session, monkeypatch):
        """What the two refusals above rest on."""
        monkeypatch.setattr(limits, "note_wrong_code", lambda _request: None)
        browser = as_("rosa")
        for _guess in range(12):
            browser.post(HERE, {"code": "BCD FGH"})
        assert browser.post(HERE, {"code": code_of(session)}).status_code == 302


class TestTheWall:
    def test_facilitators_of_the_session_and_the_secretary(self, as_, session):
        see = {n for n in EVERYBODY if as_(n).get(url("session_code", session)).status_code == 200}
        assert see == {"tom", "bilal"}

    def test_it_shows_code_and_address_and_says_nobody_and_no_time(self, cast, as_, session):
        as_("rosa").post(HERE, {"code": code_of(session)})
        response = as_("tom").get(url("session_code", session))
        page = response.content.decode()
        assert code_of(session) in page
        assert f"http://testserver{HERE}" in page
        assert "<path" in page
        assert "no-store" in response["Cache-Control"]
        assert "Rosa" not in page
        # The square holds the address without the code, so that it lands in no log.
        assert "code=" not in page
