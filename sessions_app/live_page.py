"""Everybody's page of a session that runs: where we are, checking in, and the rules of the room."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from cop.core import clock, live
from cop.core.live import Piece
from cop.core.policy import Actor
from cop.core.registry import Panel, panels_on
from cop.documents.enums import OPENING, Kind
from cop.documents.selectors import current_versions, in_short
from sessions_app.enums import SegmentKind
from sessions_app.models import Session
from sessions_app.policies import (
    can_check_in,
    is_facilitator_of,
    takes_part,
    why_check_in_is_shut,
)
from sessions_app.running import Moment, Stretch
from sessions_app.selectors import has_checked_in

LIVE = "live"  # key of the card that leads here
STANDS_HERE = (LIVE, "space_setup", "feedback")  # cards this page does without
RULES_FOR_LATE = 3
SOON = dt.timedelta(hours=1)  # before the start: minutes are counted
APART = (SegmentKind.CAUCUS, SegmentKind.BREAK)  # nobody is asked to be in the meeting of all
PURPOSES = {
    SegmentKind.PLENARY: _("Everybody together."),
    SegmentKind.CAUCUS: _("Everybody in the space they chose. What people say there stays there."),
    SegmentKind.INTER_CAUCUS: _(
        "Everybody together: we hear what each caucus agreed to share, and only then answer."
    ),
    SegmentKind.FEEDBACK: _(
        "This time is yours. Feedback is anonymous, and every question can be skipped."
    ),
    SegmentKind.GROUPS: _("In small groups or pairs."),
    SegmentKind.BREAK: _("Rest your eyes, move, drink something. Nothing happens without you."),
}
FOR_GUESTS = _("Rest your eyes, move, drink something.")  # while the caucuses meet


@dataclass(frozen=True)
class Shown:
    """A part as the page shows it to one reader."""

    stretch: Stretch
    zone: str
    title: str
    purpose: str
    prompt: str = ""
    materials: str = ""
    is_together: bool = False  # everybody is in the same meeting
    is_break: bool = False
    back_at: str = ""  # when a guest is together with the others again
    next: "Shown | None" = None

    @property
    def kind(self) -> str:
        return self.stretch.part.kind

    @property
    def begins(self) -> int:
        return in_ms(self.stretch.begins_at)

    @property
    def ends(self) -> int:
        return in_ms(self.stretch.ends_at)

    @property
    def begins_in_words(self) -> str:
        return clock.time_in_words(clock.local(self.stretch.begins_at, self.zone))

    @property
    def ends_in_words(self) -> str:
        """With the zone, which the clocks may change on the way."""
        return clock.instant_in_words(self.stretch.ends_at, self.zone)


def in_ms(instant: dt.datetime) -> int:
    """As a browser counts."""
    return int(instant.timestamp() * 1000)


def shown(actor: Actor, session: Session, moment: Moment) -> list[Shown]:
    """The part that runs and those to come, for this reader: a guest rests while caucuses meet."""
    stretches = [each for each in moment.stretches if each.part.counts]
    zone = session.community.time_zone
    if takes_part(actor, session):
        parts = [_part(each, zone) for each in stretches]
    else:
        parts = list(_for_guests(stretches, zone))
    following = None
    for place in range(len(parts) - 1, -1, -1):
        following = parts[place] = replace(parts[place], next=following)
    return parts


def _part(stretch: Stretch, zone: str) -> Shown:
    part = stretch.part
    return Shown(
        stretch,
        zone,
        title=str(part.title),
        purpose=str(PURPOSES.get(SegmentKind(part.kind), "")),
        prompt=str(part.prompt),
        materials=str(part.materials),
        is_together=part.kind not in APART,
        is_break=part.kind == SegmentKind.BREAK,
    )


def _for_guests(stretches: list[Stretch], zone: str) -> Iterator[Shown]:
    for place, each in enumerate(stretches):
        if each.part.kind != SegmentKind.CAUCUS:
            yield _part(each, zone)
            continue
        later = (one for one in stretches[place:] if one.part.kind != SegmentKind.CAUCUS)
        back = next(later, None)
        yield Shown(
            each,
            zone,
            title=str(SegmentKind.BREAK.label),
            purpose=str(FOR_GUESTS),
            is_break=True,
            back_at=clock.instant_in_words(back.begins_at, zone) if back else "",
        )


def where_we_are(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """The part that runs, what it is for, until when, and what follows; before, when we begin."""
    is_here = has_checked_in(actor, session)
    is_late = _is_late(actor, session, moment)
    is_over = moment.is_over
    parts = [(each.begins_at, each.ends_at, each.part) for each in moment.stretches]
    is_counted = bool(parts) and parts[0][0] - moment.now <= SOON

    def context() -> dict[str, Any]:
        parts = shown(actor, session, moment)
        runs = parts[0] if parts and parts[0].stretch is moment.current else None
        begins = parts[0].stretch.begins_at if parts else session.starts_at
        return {
            "runs": runs,
            "coming": parts[1:] if runs else parts,
            "is_over": is_over,
            "is_here": is_here,
            "is_late": is_late,
            "begins": in_ms(begins) if begins else 0,
            "begins_in_words": clock.instant_in_words(begins, session.community.time_zone)
            if begins
            else "",
            "is_counted": is_counted,
        }

    facts = (session.state, session.ended_at, session.link, session.dial_in, session.joining)
    runs = moment.current is not None
    own = (is_over, moment.is_free, is_here, is_late, is_counted)
    said = live.revision(*facts, session.place, runs, *own, parts)
    return [Piece("now", said, "sessions_app/live/_now.html", context)]


def _afterwards(actor: Actor, session: Session) -> list[Panel]:
    """What else there is, what matters now first; no card that leads to what stands here."""
    panels = [panel for panel in panels_on(actor, session) if panel.key not in STANDS_HERE]
    return sorted(panels, key=lambda panel: not panel.is_next)


def _may_check_in(actor: Actor, session: Session) -> bool:
    if has_checked_in(actor, session) or not can_check_in(actor, session):
        return False
    return not why_check_in_is_shut(session)


def _is_late(actor: Actor, session: Session, moment: Moment) -> bool:
    """One screen does for whoever comes when it has begun: where we are, three rules, the door."""
    return moment.current is not None and _may_check_in(actor, session)


def checking_in(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """Whoever is not checked in is asked to; who comes late reads three ground rules first."""
    is_here = has_checked_in(actor, session) and not moment.is_over
    is_open = _may_check_in(actor, session)
    is_late = _is_late(actor, session, moment)

    held = current_versions(actor.community, [Kind.GROUND_RULES]) if is_late else {}
    rules = held.get(Kind.GROUND_RULES)

    def context() -> dict[str, Any]:
        return {
            "is_here": is_here,
            "is_open": is_open,
            "is_late": is_late,
            "rules": in_short(rules)[:RULES_FOR_LATE],
            "facilitates": is_open and is_facilitator_of(actor, session),
        }

    said = live.revision(is_here, is_open, is_late, rules and rules.pk)
    return [Piece("check_in", said, "sessions_app/live/_check_in.html", context)]


def to_come(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """Every part that is still to come, with its time; afterwards, where to go from here."""
    is_over = moment.is_over and not session.is_cancelled
    parts = [(each.begins_at, each.part.title) for each in moment.stretches]

    def context() -> dict[str, Any]:
        coming = shown(actor, session, moment)
        panels = _afterwards(actor, session) if is_over else []
        return {"coming": coming[1:] if moment.current else coming, "panels": panels}

    said = live.revision(session.ended_at, is_over, moment.current is not None, parts)
    return [Piece("to_come", said, "sessions_app/live/_to_come.html", context)]


def opening(actor: Actor) -> dict[str, Any]:
    """Purpose and ground rules in short, for the foot of the page."""
    held = current_versions(actor.community, OPENING)
    return {
        "purpose": in_short(held.get(Kind.PURPOSE))[:1],
        "rules": in_short(held.get(Kind.GROUND_RULES)),
    }
