"""After any run of changes, and mail in any order, each calendar equals the programme.

The same check is made on calendars that are wrong on purpose, where it must find something.
"""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from icalendar import Event, Timezone, TimezoneDaylight, TimezoneStandard

from cop.core import clock
from cop.core.errors import Refused
from cop.members.models import Member
from cop.members.services import save_member
from cop.post.services import send_waiting
from sessions_app import calendars, letters, zones
from sessions_app.models import Session
from sessions_app.services import (
    answer_invitation,
    cancel_session,
    change_session,
    send_invitations,
)
from tests.calendars import MemberCalendar
from tests.people import Cast
from tests.sessions_app.plans import plan, scheduled

pytestmark = pytest.mark.django_db
# Around both clock changes of 2027, and in between.
DAYS = [dt.date(2027, 3, 25), dt.date(2027, 4, 1), dt.date(2027, 10, 28), dt.date(2027, 11, 4)]
Act = tuple[str, int, int]
acts = st.lists(
    st.tuples(
        st.sampled_from(["day", "time", "place", "link", "answer", "cancel"]),
        st.integers(0, 1),  # which session
        st.integers(0, 3),  # to what
    ),
    max_size=5,
)


def do(cast: Cast, session: Session, kind: str, number: int) -> None:
    session.refresh_from_db()
    if session.is_cancelled:
        return
    if kind == "cancel":
        cancel_session(actor=cast.system, session=session, reason="Snow.")
    elif kind == "answer":
        answer_invitation(
            actor=cast.actor("rosa"), session=session, answer=["coming", "not_coming"][number % 2]
        )
    else:
        values = {
            "day": DAYS[number],
            "time": dt.time(9 + number),
            "place": f"Room {number} " + "Łódź " * number,
            "link": f"https://meet.example/{number}",
        }
        local = session.local_start
        assert local is not None
        now = {"day": session.held_on, "time": local.time()}
        now |= {"place": session.place, "link": session.link}
        changed = plan(cast, **(now | {kind: values[kind]}))
        change_session(actor=cast.system, session=session, plan=changed)


def assert_calendars_are_true(cast: Cast, run: list[Act], seed: int) -> None:
    """Two invited sessions, what happens to them, all mail in some order, some of it twice."""
    mail.outbox.clear()
    Member.objects.exclude(name__in=["Rosa Delgado", "Will Turner"]).update(email="")
    sessions = [scheduled(cast, day=day) for day in DAYS[:2]]
    for session in sessions:
        send_invitations(actor=cast.actor("bilal"), session=session)
    for kind, which, number in run:
        send_waiting()  # what still waits when there is news is taken back
        do(cast, sessions[which], kind, number)
    send_waiting()
    order = random.Random(seed)
    mails = [*mail.outbox, *order.choices(mail.outbox, k=3)]
    order.shuffle(mails)
    programme = [
        (session.starts_at, session.ends_at, session.place)
        for session in Session.objects.filter(community=cast.community, state="planned")
    ]
    for name in ("rosa", "will"):
        entries = MemberCalendar(f"{name}@example.org").take(*mails).entries()
        seen = [(entry.starts, entry.ends, entry.place) for entry in entries]
        assert sorted(seen) == sorted(programme)


@settings(
    max_examples=8,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(run=acts, seed=st.integers(0, 999))
def test_calendars_equal_the_programme(cast: Cast, run: list[Act], seed: int) -> None:
    with transaction.atomic():
        assert_calendars_are_true(cast, run, seed)
        transaction.set_rollback(True)


def with_utc_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    real = calendars._event

    def event(*args: object, **values: object) -> Event:
        made = real(*args, **values)  # type: ignore[arg-type]
        for name in ("DTSTART", "DTEND"):
            moment = made.pop(name).dt.astimezone(dt.UTC)
            made.add(name, moment)
        return made

    monkeypatch.setattr(calendars, "_event", event)


def with_the_clocks_forward_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    for part, month, day, hours in (
        (TimezoneDaylight(), 4, "1SU", (0, 1)),
        (TimezoneStandard(), 10, "-1SU", (1, 0)),
    ):
        part.add("dtstart", dt.datetime(2026, month, 25, 2))  # noqa: DTZ001 - local, as it must be
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": day})
        part.add("tzoffsetfrom", dt.timedelta(hours=hours[0]))
        part.add("tzoffsetto", dt.timedelta(hours=hours[1]))
        zone.add_component(part)
    monkeypatch.setattr(calendars, "zone_component", lambda *_args: zone)


def with_another_identity_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    real = calendars.attendee_of
    monkeypatch.setattr(
        letters, "attendee_of", lambda invitation: replace(real(invitation), uid=str(uuid.uuid4()))
    )


def with_a_sequence_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    real = calendars._event
    monkeypatch.setattr(calendars, "_event", lambda session, uid, _sequence: real(session, uid, 0))
    moment = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)


def with_no_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "zone_component", lambda *_args: Event())


RUN: list[Act] = [("day", 0, 1), ("time", 0, 2), ("day", 1, 2), ("day", 1, 1), ("cancel", 0, 0)]


@pytest.mark.parametrize(
    "wrong",
    [
        with_utc_alone,
        with_the_clocks_forward_too_late,
        with_another_identity_each_time,
        with_a_sequence_that_stays,
        with_no_zone,
    ],
)
def test_what_is_wrong_is_found(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, wrong: Callable[[pytest.MonkeyPatch], None]
) -> None:
    with transaction.atomic():
        assert_calendars_are_true(cast, RUN, seed=3)
        transaction.set_rollback(True)
    wrong(monkeypatch)
    with pytest.raises((AssertionError, Refused)):  # a draft that differs from itself is refused
        assert_calendars_are_true(cast, RUN, seed=3)


@pytest.mark.parametrize(
    "time_zone",
    ["Europe/London", "Europe/Dublin", "America/New_York", "Africa/Casablanca", "Asia/Kolkata"],
)
def test_zones_are_explained_for_the_years_to_come(cast: Cast, time_zone: str) -> None:
    """What the file says of a zone, read by vobject, is what the world's table says."""
    cast.community.time_zone = time_zone
    zones.zone_component.cache_clear()
    attendee = calendars.Attendee(str(uuid.uuid4()), "rosa@example.org")
    for hours in range(0, 24 * 700, 24 * 11 + 5):
        starts_at = dt.datetime(2027, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hours)
        session = Session(pk=1, community=cast.community, starts_at=starts_at)
        text = calendars.request_for(session, attendee)
        (entry,) = MemberCalendar("rosa@example.org").apply("REQUEST", text).entries()
        assert entry.starts == session.starts_at


def test_a_newcomer_gets_what_holds_now(cast: Cast) -> None:
    session = scheduled(cast)
    send_invitations(actor=cast.actor("bilal"), session=session)
    change_session(actor=cast.system, session=session, plan=plan(cast, place="Elsewhere"))
    save_member(actor=cast.actor("bilal"), reference="M90", name="Nura", email="nura@example.org")
    send_invitations(actor=cast.actor("bilal"), session=session)
    send_waiting()
    (entry,) = MemberCalendar("nura@example.org").take(*mail.outbox).entries()
    assert entry.place == "Elsewhere"
