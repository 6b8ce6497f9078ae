"""Pressing: two facilitators at once, what is refused, and what a late press is told."""

import datetime as dt
from dataclasses import replace
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from cop.core.errors import Refused
from sessions_app.enums import Act
from sessions_app.formats.together import SPEAKER
from sessions_app.models import Run, Session
from sessions_app.policies import why_session_is_fixed
from sessions_app.running import Moment
from sessions_app.selectors import moment_of
from sessions_app.services import (
    Meanwhile,
    cancel_session,
    end_session,
    press,
    tick,
)
from sessions_app.services import running as services
from tests.at_once import PATIENCE, at_once
from tests.people import build_cast
from tests.sessions_app.plans import END, START, scheduled

MINUTE = dt.timedelta(minutes=1)
IN_CAUCUSES = START + 20 * MINUTE  # Welcome until 1:10pm, Caucuses until 1:45pm


@pytest.fixture
def session(cast) -> Session:
    return scheduled(cast, facilitators=(cast.amara, cast.tom))


def pressing(cast, session, act: Act, who="tom", **seen) -> None:
    """As somebody who sees the session as it is now, or as ``seen``."""
    there = moment_of(session)
    seen = {"revision": there.revision, "position": there.position} | seen
    press(actor=cast.actor(who), session=session, act=act, **seen)


def running(session) -> str:
    current = moment_of(session).current
    return "" if current is None else str(current.part.title)


@pytest.fixture
def at():
    """Go to a moment: ``at(START)``."""
    travels = []

    def go(moment: dt.datetime) -> None:
        travels.append(time_machine.travel(moment, tick=False))
        travels[-1].start()

    yield go
    for travel in reversed(travels):
        travel.stop()


class TestWhoAndWhen:
    def test_any_co_chair_takes_over(self, cast, at):
        session = scheduled(cast, facilitators=(cast.tom,))
        at(IN_CAUCUSES)
        pressing(cast, session, Act.NEXT, who="amara")
        assert running(session) == "Inter-caucus dialogue"
        end_session(actor=cast.actor("amara"), session=session)

    @pytest.mark.parametrize("who", ["bilal", "rosa", "grace", "ines", "sam"])
    def test_nobody_else(self, cast, session, at, who):
        at(IN_CAUCUSES)
        for act in (
            lambda: pressing(cast, session, Act.NEXT, who=who),
            lambda: tick(actor=cast.actor(who), session=session, key="tools", is_done=True),
        ):
            with pytest.raises(PermissionDenied):
                act()
        assert not Run.objects.exists()

    @pytest.mark.parametrize(
        ("minutes", "words"),
        [(-61, r"from midday \(GMT\) on Thursday 14 January"), (180, "This session is over")],
    )
    def test_too_early_and_too_late(self, cast, session, at, minutes, words):
        at(START + minutes * MINUTE)
        with pytest.raises(Refused, match=words):
            pressing(cast, session, Act.BEGIN)

    def test_an_hour_before_it_can_begin(self, cast, session, at):
        at(START - 60 * MINUTE)
        pressing(cast, session, Act.BEGIN)
        assert running(session) == "Welcome, purpose and ground rules"
        pressing(cast, session, Act.BACK)  # not yet, after all
        assert moment_of(session).position == -1

    def test_neither_cancelled_nor_ended_nor_imported(self, cast, at):
        cancelled, ended, imported = (scheduled(cast) for _ in range(3))
        at(START - 2 * MINUTE)
        cancel_session(actor=cast.actor("tom"), session=cancelled, reason="Snow")
        at(IN_CAUCUSES)
        end_session(actor=cast.actor("tom"), session=ended)
        Session.objects.filter(pk=imported.pk).update(imported=True)
        for session, words in (
            (cancelled, "is cancelled"),
            (ended, "has ended. Nothing was changed"),
            (imported, "brought in from a file"),
        ):
            session.refresh_from_db()
            with pytest.raises(Refused, match=words):
                pressing(cast, session, Act.NEXT)

    def test_once_the_plan_is_over(self, cast, session, at):
        at(END + 15 * MINUTE)  # the debrief too
        for act in Act:
            with pytest.raises(Refused, match="The plan is over"):
                pressing(cast, session, act)

    def test_begun_already_or_not_yet(self, cast, session, at):
        at(START - 5 * MINUTE)
        with pytest.raises(Refused, match="Press “Begin now” first"):
            pressing(cast, session, Act.NEXT)
        at(IN_CAUCUSES)
        with pytest.raises(Refused, match="has begun already"):
            pressing(cast, session, Act.BEGIN)

    def test_a_session_of_unknown_time_begins_by_hand(self, cast, at):
        session = scheduled(cast)
        Session.objects.update(starts_at=None)
        session.refresh_from_db()
        at(START)
        assert not moment_of(session).is_over
        pressing(cast, session, Act.BEGIN)
        assert running(session) == "Welcome, purpose and ground rules"


class TestMoreTime:
    def test_not_past_the_hour_of_overrun(self, cast, session, at):
        """Two hours from one; the spaces shut at four."""
        at(START + MINUTE)
        for _ in range(6):
            pressing(cast, session, Act.EXTEND_10)
        with pytest.raises(Refused, match=r"past 4pm \(GMT\), an hour after its planned end"):
            pressing(cast, session, Act.EXTEND_5)
        assert moment_of(session).stretches[-2].ends_at == END + 60 * MINUTE  # Close
        pressing(cast, session, Act.NEXT)
        pressing(cast, session, Act.EXTEND_5)  # there is time again

    def test_going_back_neither(self, cast, session, at):
        at(START + MINUTE)
        for _ in range(6):
            pressing(cast, session, Act.EXTEND_10)
        at(START + 70 * MINUTE)  # by the clock in the caucuses
        with pytest.raises(Refused, match="past 4pm"):
            pressing(cast, session, Act.BACK)


class TestTheOtherPlan:
    def test_and_back(self, cast, session, at):
        at(IN_CAUCUSES)
        titles = [str(part.title) for part in moment_of(session).parts]
        pressing(cast, session, Act.APART)
        there = moment_of(session)
        assert there.is_apart
        assert "Inter-caucus dialogue" not in [str(part.title) for part in there.parts]
        assert there.current.ends_at == START + 45 * MINUTE
        with pytest.raises(Refused, match="followed already"):
            pressing(cast, session, Act.APART)
        pressing(cast, session, Act.TOGETHER)
        assert [str(part.title) for part in moment_of(session).parts] == titles

    def test_only_where_there_is_a_dialogue(self, cast, at):
        session = scheduled(cast, format=SPEAKER.key, parts=SPEAKER.parts)
        at(START + MINUTE)
        with pytest.raises(Refused, match="no other plan"):
            pressing(cast, session, Act.APART)


class TestMeanwhile:
    def test_somebody_else_has_pressed(self, cast, session, at):
        at(IN_CAUCUSES)
        pressing(cast, session, Act.EXTEND_10, who="amara")
        with pytest.raises(Meanwhile) as told:
            pressing(cast, session, Act.EXTEND_10, revision=0)
        assert str(told.value.message) == (
            "Meanwhile we are in ‘Caucuses’, since 1:10pm (GMT), until 1:55pm (GMT). Nothing was "
            "changed by your press; press again if you still want to."
        )
        assert moment_of(session).current.ends_at == START + 55 * MINUTE

    def test_time_has_moved_on(self, cast, session, at):
        """Seen in the welcome, and pressed a second after it was over by itself."""
        at(START + 10 * MINUTE + dt.timedelta(seconds=1))
        with pytest.raises(Meanwhile, match="Meanwhile we are in ‘Caucuses’, since 1:10pm"):
            pressing(cast, session, Act.NEXT, position=0)
        assert running(session) == "Caucuses"

    def test_ticking_is_no_press(self, cast, session, at):
        at(IN_CAUCUSES)
        tick(actor=cast.actor("amara"), session=session, key="opening", is_done=True)
        tick(actor=cast.actor("tom"), session=session, key="opening", is_done=True)
        tick(actor=cast.actor("tom"), session=session, key="tools", is_done=True)
        pressing(cast, session, Act.NEXT, revision=0)
        tick(actor=cast.actor("tom"), session=session, key="tools", is_done=False)
        assert moment_of(session).done == ("opening",)


@pytest.mark.django_db(transaction=True)
class TestAtTheSameInstant:
    """Both saw the caucuses, and press at once."""

    @pytest.fixture
    def cast(self, transactional_db):
        return build_cast()

    def both(self, cast, session, act: Act) -> list[str]:
        def one(who):
            return lambda: press(
                actor=cast.actor(who), session=session, act=act, revision=0, position=1
            )

        with time_machine.travel(IN_CAUCUSES, tick=False):
            return at_once(one("amara"), one("tom"))

    def test_one_moves_it_and_the_other_is_told(self, cast, session):
        told = self.both(cast, session, Act.NEXT)
        assert len(told) == 1
        assert told[0].startswith("Meanwhile we are in ‘Inter-caucus dialogue’, since 1:20pm")
        assert Run.objects.get(session=session).position == 2
        assert Run.objects.get(session=session).revision == 1

    def test_without_the_comparison_it_moves_twice(self, cast, session, monkeypatch):
        """What was seen is taken for what is: the second goes past a part nobody was in."""
        compares = services._held

        class AnyPosition(int):
            __ne__ = lambda _self, _seen: False  # noqa: E731
            __eq__ = lambda _self, _seen: True  # noqa: E731
            __hash__ = int.__hash__

        def never_different(session):
            run, there = compares(session)
            return run, replace(there, revision=AnyPosition(there.revision))

        monkeypatch.setattr(services, "_held", never_different)
        position = Moment.position.fget
        monkeypatch.setattr(Moment, "position", property(lambda m: AnyPosition(position(m))))
        assert self.both(cast, session, Act.NEXT) == []
        assert Run.objects.get(session=session).position == 3

    def test_without_the_lock_one_is_done_and_undone_unseen(self, cast, session, monkeypatch):
        """Both are told nothing, and of twenty minutes more there are ten."""
        Run.objects.create(session=session)
        both_have_read = Barrier(2, timeout=PATIENCE)

        def not_held(session):
            run = Run.objects.select_related("session__community").get(session=session)
            there = moment_of(run.session)
            both_have_read.wait()
            return run, there

        monkeypatch.setattr(services, "_held", not_held)
        assert self.both(cast, session, Act.EXTEND_10) == []
        assert Run.objects.get(session=session).minutes == 45


def test_a_session_begun_early_has_begun_and_can_be_ended(cast, session, at):
    at(START - 5 * MINUTE)
    assert not session.has_begun
    pressing(cast, session, Act.BEGIN)
    session.refresh_from_db()
    assert session.has_begun
    assert why_session_is_fixed(session)
    end_session(actor=cast.actor("tom"), session=session)
    assert Session.objects.get(pk=session.pk).ended_at
