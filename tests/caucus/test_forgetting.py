"""R3: one rule forgets all that is live, whatever ends it; few rows have an end of their own."""

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from caucus import holdings, services
from caucus.day import is_choice_open
from caucus.enums import SignalKind
from caucus.models import LIVE, Choice, Closing, LiveSpace, Note, Opening, Point, Signal
from caucus.panels import health_numbers
from caucus.tasks import close_overdue_spaces
from cop.audit.models import Entry
from cop.core.registry import Subject
from cop.documents.enums import Kind
from cop.documents.signals import consent_withdrawn
from cop.members.signals import member_person_changed
from sessions_app.models import Session
from sessions_app.selectors import plan_of
from sessions_app.services import cancel_session, change_session, postpone_session
from tests.caucus.world import (
    BEFORE,
    MINORITISED,
    WHITE,
    caucus_in,
    choose,
    end,
    fill,
    publish,
    space_in,
)
from tests.sessions_app.plans import DOORS, END, JANUARY, START, details, scheduled

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
THEME = services.Theme("Who is heard")


@pytest.fixture(autouse=True)
def lived(cast, session) -> None:
    """Something in every live table."""
    live_in(cast, session)


def live_in(cast, session: Session) -> None:
    choose(cast.members["rosa"], session, MINORITISED)
    space = space_in(session, MINORITISED)
    LiveSpace.objects.update_or_create(space=space, defaults={"session": session})
    Note.objects.create(session=session, space=space, position=0, words="The kettle.")
    Point.objects.create(session=session, caucus=space.caucus, place="first", words="A point.")
    Signal.objects.create(session=session, space=space, kind=SignalKind.COME)
    Signal.objects.create(session=session, member=cast.members["will"], kind=SignalKind.CALL)


def stored(session: Session) -> dict[str, int]:
    counted = {model.__name__: model.objects.filter(session=session).count() for model in LIVE}
    return {name: number for name, number in counted.items() if number}


def test_everything_goes_with_the_close_but_who_wants_to_be_called(cast, session):
    other = scheduled(cast, facilitators=(cast.amara,))
    live_in(cast, other)
    before = stored(other)
    assert set(before) == {model.__name__ for model in LIVE}
    end(cast, session)
    assert stored(session) == {"Signal": 1}
    assert Signal.objects.get(session=session).kind == SignalKind.CALL
    assert not Opening.objects.filter(session=session).exists()
    assert stored(other) == before, "another session goes on"


def test_who_wants_to_be_called_is_forgotten_a_day_later_and_raises_no_alarm(cast, session, clock):
    end(cast, session)
    clock.shift(dt.timedelta(hours=24))
    close_overdue_spaces()
    assert stored(session) == {"Signal": 1}, "not a moment too early"
    clock.shift(1)
    assert holdings.SIGNAL.expire(cast.community, dt.date(2027, 1, 15), True) == 1
    close_overdue_spaces()
    assert stored(session) == {}
    assert not Entry.objects.filter(verb="close_late").exists()


def test_cancelling_forgets_every_row(cast, session, clock):
    clock.move_to(BEFORE)
    cancel_session(actor=cast.actor("amara"), session=session, reason="Illness")
    assert stored(session) == {}


@pytest.mark.parametrize(("days", "hour"), [(21, 13), (0, 14)])
def test_moving_it_in_its_last_hour_forgets_every_row(cast, session, clock, days, hour):
    """Kept, they would stand until a day after the new date, and raise no alarm."""
    clock.move_to(DOORS)
    day, time = JANUARY + dt.timedelta(days=days), dt.time(hour)
    postpone_session(actor=cast.actor("amara"), session=session, day=day, time=time)
    assert stored(session) == {}
    assert not Opening.objects.filter(session=session).exists()


def test_moving_it_by_minutes_again_and_again_keeps_nothing(cast, session, clock):
    """A minute before it begins, by 58 minutes: sixty such moves would keep choices for days."""
    start = START
    for _number in range(3):
        assert set(stored(session)) == {model.__name__ for model in LIVE}
        clock.move_to(start - MINUTE)
        start += 58 * MINUTE
        session = postpone_session(
            actor=cast.actor("amara"), session=session, day=JANUARY, time=start.time()
        )
        assert is_choice_open(session, start - 59 * MINUTE), "for the new time too"
        assert stored(session) == {}
        assert not Opening.objects.filter(session=session).exists()
        live_in(cast, session)


@pytest.mark.parametrize("page", ["session_postpone", "session_change"])
def test_whoever_moves_it_reads_so_first(cast, session, clock, as_, page):
    """From the hour on in which a space can be chosen, before they press."""
    warns = "Spaces chosen already, notes and quiet signals are deleted"
    url = reverse(f"sessions_app:{page}", args=[cast.community.slug, session.pk])
    later = {"day_day": "21", "day_month": "1", "day_year": "2027", "time": "1pm"}
    typed = (
        later if page == "session_postpone" else details(date_day="21", facilitators=cast.tom.pk)
    )
    for moment, is_warned in ((DOORS - 31 * MINUTE, False), (DOORS, True)):
        clock.move_to(moment)
        check = as_("amara").post(url, typed).content.decode()
        assert "Is this right?" in check
        assert (warns in check) == is_warned


def test_so_does_changing_its_date_and_nothing_else_does(cast, session, clock):
    clock.move_to(DOORS)
    actor, before = cast.actor("amara"), stored(session)
    plan = replace(plan_of(session), title="Another title")
    session = change_session(actor=actor, session=session, plan=plan)
    assert stored(session) == before
    later = plan.on(JANUARY + dt.timedelta(days=7), dt.time(13))
    assert stored(change_session(actor=actor, session=session, plan=later)) == {}


@pytest.mark.parametrize("model", [LiveSpace, Note, Point, Signal])
def test_one_row_of_any_kind_left_for_a_day_raises_the_alarm(cast, session, clock, model):
    for table in set(LIVE) - {model}:
        table.objects.all().delete()
    clock.move_to(END.replace(day=15) + dt.timedelta(seconds=1))
    assert health_numbers()["spaces overdue"] == 1
    close_overdue_spaces()
    assert set(stored(session)) <= {"Signal"}
    assert Closing.objects.get(session=session).was_late


def test_a_draft_written_after_the_close_has_two_weeks(cast, session, clock):
    publish(cast, "tom", WHITE)
    fill(cast, session, white=3)
    end(cast, session)
    session.refresh_from_db()
    services.write_share_back(actor=cast.actor("tom"), session=session, themes=[THEME])
    assert stored(session) == {"Point": 1, "Signal": 1}
    clock.move_to(END.replace(day=28, hour=23))
    close_overdue_spaces()
    assert stored(session) == {"Point": 1}
    clock.move_to(END.replace(day=29, hour=0))
    close_overdue_spaces()
    assert stored(session) == {}


def test_of_an_imported_session_too(cast, session, clock):
    """It lies years back, and its draft is as new as any."""
    publish(cast, "tom", WHITE)
    Session.objects.filter(pk=session.pk).update(
        imported=True, starts_at=None, held_on=dt.date(2024, 5, 1)
    )
    services.forget_session(actor=cast.system, session=session)
    session.spaces.all().delete()
    session.refresh_from_db()
    services.write_share_back(actor=cast.actor("tom"), session=session, themes=[THEME])
    clock.shift(dt.timedelta(days=14))
    close_overdue_spaces()
    assert Point.objects.get(session=session).caucus == caucus_in(cast, WHITE)
    assert not Closing.objects.filter(session=session).exists()
    clock.shift(dt.timedelta(days=1))
    close_overdue_spaces()
    assert not Point.objects.exists()


def test_another_person_finds_nothing_of_the_one_before(cast, session):
    member_person_changed.send(sender=None, members=[cast.members["rosa"], cast.members["will"]])
    assert not Choice.objects.exists()
    assert [one.kind for one in Signal.objects.all()] == [SignalKind.COME]


def test_consent_taken_back_takes_the_choice_alone(cast, session):
    choose(cast.members["will"], session, WHITE)
    consent_withdrawn.send(sender=None, member=cast.members["will"], kind=Kind.CONSENT_TO_CHOICE)
    assert [choice.member for choice in Choice.objects.all()] == [cast.members["rosa"]]
    assert Signal.objects.filter(member=cast.members["will"]).exists(), "it says nothing of a space"


def test_erasing_oneself_takes_both(cast, session):
    for name, number in (("rosa", (1, 0)), ("will", (0, 1))):
        subject = Subject(cast.community, cast.people[name], cast.members[name])
        assert (holdings.CHOICE.erase(subject), holdings.SIGNAL.erase(subject)) == number
    assert not Signal.objects.filter(member__isnull=False).exists()
