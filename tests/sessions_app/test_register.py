"""The secretary's list: search, apologies, who came besides, corrections."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.models import Member
from sessions_app.models import Apology, Attendance, Invitation, Session
from sessions_app.policies import why_close_later, why_feedback_stays_small
from sessions_app.selectors import apologies_at
from sessions_app.services import (
    check_in,
    close_register,
    note_apology,
    record_attendance,
    record_walk_ins,
)
from tests.pages import parse, select, texts
from tests.people import EVERYBODY
from tests.sessions_app.plans import END, START, came, scheduled


@pytest.fixture
def session(cast):
    with time_machine.travel(START - dt.timedelta(days=7), tick=False):
        return scheduled(cast)


@pytest.fixture
def after(session):
    """The session is over, and the register open."""
    with time_machine.travel(END, tick=False):
        yield session


def found(page, css: str) -> list:
    return select(parse(page.content), css)


def url(name: str, session: Session) -> str:
    return reverse(f"sessions_app:session_{name}", args=["northern", session.pk])


class TestSearch:
    def test_by_name_or_organisation_without_javascript(self, cast, as_, after):
        page = as_("bilal").get(url("register", after), {"q": "DELGADO"})
        assert [box.get("value") for box in found(page, "input[name=came][type=checkbox]")] == [
            str(cast.members["rosa"].pk)
        ]

    def test_accents_do_not_matter(self, cast, as_, after):
        Member.objects.filter(pk=cast.members["rosa"].pk).update(name="Rósa Łuc")
        page = as_("bilal").get(url("register", after), {"q": "rosa luc"})
        assert len(found(page, "input[name=came][type=checkbox]")) == 1

    def test_marks_survive_it_and_nothing_is_saved_before_saving(self, cast, as_, after):
        rosa, will = cast.members["rosa"], cast.members["will"]
        browser = as_("bilal")
        marked = {"came": [rosa.pk], "before": "", "q": "will", "step": "search"}
        page = browser.post(url("register", after), marked)
        assert not Attendance.objects.exists()
        (kept,) = found(page, "input[name=came][type=hidden]")
        (shown,) = found(page, "input[name=came][type=checkbox]")
        assert (kept.get("value"), shown.get("value")) == (str(rosa.pk), str(will.pk))
        sent = {"came": [kept.get("value"), shown.get("value")], "before": "", "q": "will"}
        browser.post(url("register", after), sent | {"step": "save"})
        assert {row.member for row in Attendance.objects.all()} == {rosa, will}

    def test_nobody_is_lost_who_checked_in_meanwhile(self, cast, as_, session):
        with time_machine.travel(START, tick=False):
            came(session, cast.members["amara"])
            browser = as_("bilal")
            page = browser.get(url("register", session), {"q": "will"})
            before = found(page, "input[name=before]")[0].get("value")
            kept = [box.get("value") for box in found(page, "input[name=came][type=hidden]")]
            check_in(actor=cast.actor("rosa"), session=session)
            sent = {"came": [*kept, cast.members["will"].pk], "before": before, "step": "save"}
            browser.post(url("register", session), sent)
        assert Attendance.objects.count() == 3


class TestCorrections:
    def test_first_list_then_each_correction_by_number_and_day(self, cast, as_, after):
        rosa, will, bilal = cast.members["rosa"], cast.members["will"], cast.actor("bilal")
        record_attendance(actor=bilal, session=after, members=[rosa, will])
        record_attendance(actor=bilal, session=after, members=[rosa], reason="Was\nill  that day")
        record_attendance(actor=bilal, session=after, members=[rosa])  # nothing changes
        log = after.register_changes.values_list("made_on", "added", "removed", "reason")
        day = dt.date(2027, 1, 14)
        assert list(log) == [(day, 2, 0, ""), (day, 0, 1, "Was ill that day")]
        page = as_("bilal").get(url("register", after)).content.decode()
        assert "2 marks added." in page
        assert "Was ill that day" in page

    def test_a_name_in_the_reason_is_pointed_out_once(self, cast, as_, after):
        came(after, cast.members["rosa"])
        rosa, bilal = cast.members["rosa"].pk, as_("bilal")
        said = {"before": str(rosa), "reason": "Rosa was ill", "step": "save"}
        asked = bilal.post(url("register", after), said)
        assert "has a name like this: Rosa" in asked.content.decode()
        assert not after.register_changes.exists()
        (seen,) = select(parse(asked.content.decode()), "input[name=names_seen]")
        bilal.post(url("register", after), said | {"names_seen": seen.get("value")})
        assert after.register_changes.get().reason == "Rosa was ill"

    def test_no_mark_goes_without_a_reason(self, cast, as_, after):
        came(after, cast.members["rosa"])
        with pytest.raises(Refused, match="Say why"):
            record_attendance(
                actor=cast.actor("bilal"), session=after, members=[], reason=" \u200b "
            )
        sent = {"before": str(cast.members["rosa"].pk), "step": "save"}
        page = as_("bilal").post(url("register", after), sent)
        assert "Say why you take a mark away" in page.content.decode()
        assert Attendance.objects.count() == 1

    def test_the_database_asks_for_the_reason_too(self, after):
        with pytest.raises(IntegrityError, match="taken_off_with_a_reason"), transaction.atomic():
            after.register_changes.create(made_on=dt.date(2027, 1, 14), added=0, removed=1)

    def test_nobody_else_reads_the_log(self, cast, as_, after):
        came(after, cast.members["rosa"])
        record_attendance(
            actor=cast.actor("bilal"), session=after, members=[], reason="A heron stood there"
        )
        for name in set(EVERYBODY) - {"bilal"}:
            page = as_(name).get(url("detail", after))
            assert "A heron" not in page.content.decode()


class TestApologies:
    def test_said_or_noted_and_not_among_those_who_came(self, cast, after):
        bilal = cast.actor("bilal")
        for name in ("rosa", "will"):
            note_apology(actor=bilal, session=after, member=cast.members[name])
        note_apology(actor=bilal, session=after, member=cast.members["rosa"])  # twice is once
        Invitation.objects.create(session=after, member=cast.members["amara"], answer="not_coming")
        came(after, cast.members["will"])
        said = apologies_at(after)
        assert (said.noted, said.answered) == (
            (cast.members["rosa"],),
            (cast.members["amara"],),
        )
        note_apology(actor=bilal, session=after, member=cast.members["rosa"], sent=False)
        assert apologies_at(after).number == 1

    def test_shown_to_the_secretary_alone_and_never_as_absence(self, cast, as_, after):
        note_apology(actor=cast.actor("bilal"), session=after, member=cast.members["rosa"])
        page = as_("bilal").get(url("register", after))
        assert "Rosa Delgado" in " ".join(
            texts(found(page, "section[aria-labelledby=apologies] li"))
        )
        assert "absent" not in as_("tom").get(url("present", after)).content.decode()
        assert "Rosa" not in as_("tom").get(url("present", after)).content.decode()

    @pytest.mark.parametrize("name", sorted(set(EVERYBODY) - {"bilal"}))
    def test_nobody_else_notes_one(self, cast, after, name):
        actor = cast.actor(name)
        with pytest.raises(PermissionDenied):
            note_apology(actor=actor, session=after, member=cast.members["rosa"])
        with pytest.raises(PermissionDenied):
            record_walk_ins(actor=actor, session=after, number=1)

    def test_the_record_says_that_and_never_whose(self, cast, after):
        note_apology(actor=cast.actor("bilal"), session=after, member=cast.members["rosa"])
        entry = Entry.objects.latest("pk")
        assert (entry.target_kind, entry.fields) == ("session", ["apologies"])
        assert str(cast.members["rosa"].pk) != entry.target_key

    def test_final_once_the_register_is_closed(self, cast, after):
        bilal = cast.actor("bilal")
        close_register(actor=bilal, session=after)
        with pytest.raises(Refused, match="final"):
            note_apology(actor=bilal, session=after, member=cast.members["rosa"])
        with pytest.raises(Refused, match="final"):
            record_walk_ins(actor=bilal, session=after, number=1)
        assert not Apology.objects.exists()


class TestWalkIns:
    def test_counted_apart_and_without_a_name(self, cast, as_, after):
        browser = as_("bilal")
        browser.post(url("walk_ins", after), {"walk_ins": "3"})
        browser.post(url("walk_ins", after), {"walk_ins": "a few"})
        after.refresh_from_db()
        assert after.walk_ins == 3
        assert after.came_with(2) == 2, "members are counted alone"

    def test_not_before_it_begins(self, cast, session):
        with (
            time_machine.travel(START - dt.timedelta(minutes=1), tick=False),
            pytest.raises(Refused, match="has begun"),
        ):
            record_walk_ins(actor=cast.actor("bilal"), session=session, number=1)


def test_closing_says_beforehand_when_results_cannot_be_shown(cast, as_, after):
    came(after, *list(cast.members.values())[:4])
    page = as_("bilal").get(url("register_close", after)).content.decode()
    assert "With fewer than 5 people to answer" in page
    came(after, list(cast.members.values())[4])
    page = as_("bilal").get(url("register_close", after)).content.decode()
    assert "With fewer than 5 people to answer" not in page
    assert why_feedback_stays_small(5) == ""


def test_closing_while_the_session_is_on_says_what_that_means(cast, as_, session):
    with time_machine.travel(START, tick=False):
        page = as_("bilal").get(url("register_close", session)).content.decode()
        assert "The session is still on, until 3pm." in page
        close_register(actor=cast.actor("bilal"), session=session)
        own = reverse("sessions_app:session_detail", args=["northern", session.pk])
        assert "The register of this session is closed." in as_("rosa").get(own).content.decode()
    with time_machine.travel(END, tick=False):
        session.refresh_from_db()
        assert why_close_later(session) == ""
        assert "The register of this session" not in as_("rosa").get(own).content.decode()
