"""The facilitators' screen: what runs and can be pressed, who is here, and what was seen to."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cop.core import clock, live
from cop.core.live import Piece
from cop.core.policy import Actor
from cop.members.models import User
from sessions_app.checklist import CHECKLIST
from sessions_app.enums import Act, SegmentKind
from sessions_app.live_page import in_ms
from sessions_app.models import Session
from sessions_app.policies import (
    can_end_session,
    can_view_present,
    can_view_register,
    can_write_notes,
    why_no_act,
    why_no_tick,
    why_not_endable,
    why_not_run,
)
from sessions_app.presses import minutes_again, minutes_of
from sessions_app.running import Moment, Stretch
from sessions_app.selectors import (
    number_at,
    people_facilitating,
    people_who_may_facilitate,
    session_after,
)
from sessions_app.services import at_desk, note_at_desk, read_register
from sessions_app.services.presence import LOOKED_AT

ORDER = (
    Act.BEGIN,
    Act.NEXT,
    Act.EXTEND_5,
    Act.EXTEND_10,
    Act.BACK,
    Act.APART,
    Act.TOGETHER,
)  # of the buttons
SEEN: dict[str, str | Promise] = {
    SegmentKind.PLENARY: lazy("this part and its prompt, how long it takes, and what comes next."),
    SegmentKind.CAUCUS: lazy(
        "in every space the same prompt, and the door to the space each person chose. Nobody sees "
        "where anybody else is."
    ),
    SegmentKind.INTER_CAUCUS: lazy(
        "the way back to everybody, and what the caucuses agreed to share, side by side."
    ),
    SegmentKind.FEEDBACK: lazy("the way to the feedback, with time to answer it now."),
    SegmentKind.GROUPS: lazy("the prompt for the groups, and how long they have."),
    SegmentKind.BREAK: lazy("that there is a break, and when we go on."),
    SegmentKind.DEBRIEF: lazy("that the session is over. This part is yours alone."),
}


@dataclass(frozen=True)
class Row:
    """A part in the list of all parts."""

    title: str
    minutes: int
    times: str
    state: str  # past, now, next or coming
    counts: bool


@dataclass(frozen=True)
class Offer:
    """A button."""

    act: str
    label: str
    is_first: bool  # what is pressed most


@dataclass(frozen=True)
class Screen:
    """One facilitator, and whether their screen is open."""

    person: User
    is_own: bool
    is_open: bool
    seen: str  # when it was last looked at; "" where that is unknown


def run(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """Where the session is, what everybody sees, and the buttons. Changes with every minute."""
    shut = why_not_run(session, moment.now)

    def context() -> dict[str, Any]:
        offers = [] if shut else [_offer(act, session, moment) for act in _open(session, moment)]
        switches = (Act.APART, Act.TOGETHER)
        return {
            "rows": _rows(session, moment),
            "zone": clock.zone_in_words(moment.now, session.community.time_zone),
            "ends_ms": in_ms(moment.current.ends_at) if moment.current else 0,
            "times": _times(session, moment.current) if moment.current else "",
            "goes_back": any(one.act == Act.BACK for one in offers) and moment.position > 0,
            "next_minutes": minutes_of(moment.following) if moment.following else 0,
            "next_at": _begins(session, moment.following) if moment.following else "",
            "seen": SEEN[moment.current.part.kind] if moment.current else "",
            "shut": shut,
            "is_before": moment.position < 0,
            "ends": moment.is_over and _can_end(actor, session),
            "offers": [one for one in offers if one.act not in switches],
            "switch": next((one for one in offers if one.act in switches), None),
        }

    minute = moment.minutes_left if moment.current else moment.minutes_to_start
    said = live.revision(moment.revision, moment.position, minute, shut, moment.is_free)
    return [Piece("run", said, "sessions_app/live/_run.html", context)]


def here(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """Whose screens are open, and who has checked in. That this one is open is noted."""
    note_at_desk(actor=actor, session=session)
    people = list(people_who_may_facilitate(session.community))
    seen = at_desk(session, [person.pk for person in people])
    number = number_at(session)

    def context() -> dict[str, Any]:
        may_see = can_view_present(actor, session)
        screens = _screens(actor, session, moment, people)
        return {
            "screens": screens,
            "is_alone": not any(one.is_open for one in screens if not one.is_own),
            "number": number,
            "may_see": may_see,
            "present": read_register(actor=actor, session=session) if may_see else (),
        }

    states = sorted((who, moment.now - at <= LOOKED_AT) for who, at in seen.items())
    said = live.revision(states, number)
    return [Piece("here", said, "sessions_app/live/_here.html", context)]


def checklist(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """What was seen to, the same for all who run the session; and the ways on from here."""

    def context() -> dict[str, Any]:
        done = set(moment.done)
        return {
            "items": [(item, item.key in done) for item in CHECKLIST],
            "number": len(done),
            "why_not": why_no_tick(session, moment.now),
            "following": session_after(actor, session),
            # When all is over it stands at the top.
            "can_end": not moment.is_over and _can_end(actor, session),
            "keeps_register": can_view_register(actor, session),
            "writes_notes": can_write_notes(actor, session),
        }

    shut = bool(why_no_tick(session, moment.now))
    said = live.revision(moment.done, shut, session.has_begun, session.ended_at, moment.is_over)
    return [Piece("checklist", said, "sessions_app/live/_checklist.html", context)]


def _can_end(actor: Actor, session: Session) -> bool:
    return can_end_session(actor, session) and not why_not_endable(session)


def _rows(session: Session, moment: Moment) -> list[Row]:
    ahead = {each.position: each for each in moment.stretches}
    place = moment.position
    return [
        Row(
            title=str(part.title),
            minutes=minutes_of(ahead[at]) if at in ahead else part.minutes,
            times=_times(session, ahead[at]) if at in ahead else "",
            state=_state(at, place, is_ahead=at in ahead or not moment.is_timed),
            counts=part.counts,
        )
        for at, part in enumerate(moment.parts)
    ]


def _state(at: int, place: int, *, is_ahead: bool) -> str:
    if at == place:
        return "now"
    if not is_ahead:
        return "past"
    return "next" if at == place + 1 else "coming"


def _times(session: Session, stretch: Stretch) -> str:
    ends = clock.local(stretch.ends_at, session.community.time_zone)
    return f"{_begins(session, stretch)} – {clock.time_in_words(ends)}"


def _begins(session: Session, stretch: Stretch) -> str:
    return clock.time_in_words(clock.local(stretch.begins_at, session.community.time_zone))


def _start(session: Session) -> str:
    """As planned; a first part that can be undone has such a time."""
    begins = cast(dt.datetime, session.starts_at)
    return clock.time_in_words(clock.local(begins, session.community.time_zone))


def _open(session: Session, moment: Moment) -> list[Act]:
    """What can be pressed now."""
    return [act for act in ORDER if not why_no_act(act, session, moment)]


def _offer(act: Act, session: Session, moment: Moment) -> Offer:
    """The button in words that say where it leads."""
    place = moment.position
    label = str(act.label)
    if act == Act.NEXT:
        label = _("Go on to ‘%s’") % moment.parts[place + 1].title
    elif act == Act.BACK:
        again = {"part": moment.parts[place - 1].title, "n": minutes_again(moment)}
        label = (
            _("Back to ‘%(part)s’ for %(n)d minutes") % again
            if place
            else _("Undo: begin at %s as planned") % _start(session)
        )
    elif act == Act.BEGIN and place == 0:
        label = _("We begin only now")
    return Offer(act.value, label, is_first=act == Act.NEXT or (act == Act.BEGIN and place < 0))


def _screens(actor: Actor, session: Session, moment: Moment, people: list[User]) -> list[Screen]:
    """Of those named for the session, and of whoever else may run it and looks at it now."""
    seen = at_desk(session, [person.pk for person in people])
    named = list(people_facilitating(session))
    named += [one for one in people if one.pk in seen and one not in named]
    return [
        Screen(
            person=person,
            is_own=actor.person == person,
            is_open=person.pk in seen and moment.now - seen[person.pk] <= LOOKED_AT,
            seen=clock.instant_in_words(seen[person.pk], session.community.time_zone)
            if person.pk in seen
            else "",
        )
        for person in named
    ]


DESK = (run, here, checklist)
