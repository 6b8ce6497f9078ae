"""What a session's pages offer before, while and after it runs."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from cop.core.errors import Refused
from sessions_app.models import Session
from sessions_app.services import check_in, end_session, schedule_session
from tests.pages import parse, select
from tests.sessions_app.plans import DOORS, END, JANUARY, START, plan, scheduled

HALFWAY = START + dt.timedelta(minutes=30)


def url(name: str, session: Session) -> str:
    return reverse(f"sessions_app:session_{name}", args=["northern", session.pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


class TestRunning:
    def test_nothing_is_cancelled_and_nobody_invited_any_more(self, cast, as_):
        session = scheduled(cast)
        with time_machine.travel(DOORS, tick=False):
            before = text(as_("tom").get(url("detail", session)))
        with time_machine.travel(HALFWAY, tick=False):
            running = text(as_("tom").get(url("detail", session)))
        for words in ("Cancel the session", "Send invitations"):
            assert words in before
            assert words not in running

    def test_one_button_stands_out(self, cast, as_):
        session = scheduled(cast)
        with time_machine.travel(HALFWAY, tick=False):
            awaited = parse(as_("tom").get(url("detail", session)).content)
            check_in(actor=cast.actor("tom"), session=session)
            here = parse(as_("tom").get(url("detail", session)).content)
        assert strong(awaited) == ["Check in"]
        assert strong(here) == ["Open the facilitators’ screen"]


class TestAfterwards:
    @pytest.fixture
    def ended(self, cast):
        session = scheduled(cast)
        with time_machine.travel(HALFWAY, tick=False):
            check_in(actor=cast.actor("will"), session=session)
        with time_machine.travel(END, tick=False):
            end_session(actor=cast.actor("tom"), session=session)
        session.refresh_from_db()
        return session

    def test_the_page_speaks_of_the_past(self, cast, as_, ended):
        with time_machine.travel(END + dt.timedelta(minutes=5), tick=False):
            page = text(as_("tom").get(url("detail", ended)))
            present = text(as_("tom").get(url("present", ended)))
        for told in (page, present):
            assert "Who came" in told
            assert "1 member came." in told
            assert "Who is here" not in told
            assert "checked in." not in told
        assert "This session has ended." in page
        for offered in ("https://meet.example/winter", "End the session", "while you are still"):
            assert offered not in page

    def test_going_on_to_close_saves_what_is_marked(self, cast, as_, ended):
        marked = [cast.members["rosa"].pk, cast.members["will"].pk]
        typed = {"came": marked, "before": str(cast.members["will"].pk), "step": "close"}
        with time_machine.travel(END + dt.timedelta(hours=1), tick=False):
            page = text(as_("bilal").post(url("register", ended), typed, follow=True))
        assert "Close the register with 2 members?" in page
        assert "Rosa Delgado" in page
        assert "Will Turner" in page
        ended.refresh_from_db()
        assert not ended.is_register_closed


def test_no_session_is_planned_for_a_far_century(cast):
    with time_machine.travel(DOORS, tick=False):
        with pytest.raises(Refused, match="within the next two years"):
            schedule_session(
                actor=cast.actor("tom"), plan=plan(cast, day=JANUARY.replace(year=2227))
            )
        next_year = plan(cast, day=JANUARY.replace(year=2028))
        assert schedule_session(actor=cast.actor("tom"), plan=next_year).pk


def strong(page) -> list[str]:
    """The words of the main buttons that are not secondary."""
    return [
        " ".join(button.text_content().split())
        for button in select(page, "main .govuk-button")
        if "govuk-button--secondary" not in button.get("class")
    ]
