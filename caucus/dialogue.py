"""What people read of one another at a moment of a session. Pure; the rule stands here."""

from enum import StrEnum

from sessions_app.enums import SegmentKind
from sessions_app.models import Session
from sessions_app.running import Moment

APART = (SegmentKind.CAUCUS, SegmentKind.INTER_CAUCUS)


class Stage(StrEnum):
    """What the piece of the dialogue holds now."""

    NONE = "none"
    MEETING = "meeting"  # caucuses speak with one another
    HEARD = "heard"  # apart again: what was heard is the prompt
    CLOSING = "closing"  # together for the last time, and when all is over


def stage_of(session: Session, moment: Moment) -> Stage:
    """Where people are in the dialogue.

    A plan without one has no part of it, and so neither a meeting nor anything heard.
    """
    if session.is_cancelled:
        return Stage.NONE
    if moment.current is not None:
        kind = moment.current.part.kind
        if kind == SegmentKind.INTER_CAUCUS:
            return Stage.MEETING
        if kind == SegmentKind.CAUCUS and moment.heard_before:
            return Stage.HEARD
        if kind == SegmentKind.PLENARY and _nothing_apart_to_come(moment):
            return Stage.CLOSING
    return Stage.CLOSING if moment.is_over else Stage.NONE


def _nothing_apart_to_come(moment: Moment) -> bool:
    begun = moment.stretches[0].position > 0
    return begun and not any(each.part.kind in APART for each in moment.stretches)
