"""A person's first page, drawn from every room in a fixed number of queries."""

from dataclasses import dataclass

from caucus.models import ShareBack
from caucus.policies import can_view_share_backs
from caucus.selectors import Entry, open_promises, released_share_backs
from cop.core import clock
from cop.core.policy import Actor
from cop.core.registry import Panel, panels_for, panels_on
from cop.documents.selectors import leading_in_words
from cop.members.policies import has_left
from feedback.models import Survey
from feedback.selectors import open_surveys_asking
from reports.models import Report
from reports.selectors import reports_for
from sessions_app.models import Session
from sessions_app.policies import (
    can_answer_invitation,
    can_check_in,
    why_check_in_is_shut,
    why_no_answer,
)
from sessions_app.selectors import next_session_for

DESK = "desk"  # key of the card of whoever runs the session
PROMISES = 5  # those that are due first
SHARED = 2  # share-backs on the page: those of the newest session, at most


@dataclass(frozen=True)
class FirstPage:
    """Everything one screen says. Each part may be empty."""

    waiting: list[Panel]
    next_session: Session | None
    is_today: bool  # then it stands before everything else
    has_left: bool  # today is their last day, and they said so themselves
    may_answer: bool
    can_check_in: bool
    panels: list[Panel]
    desk: Panel | None  # the way to the screen of whoever runs the session
    leading: str  # who else is invited and leads others, before the actor answers
    feedback: list[Survey]
    shared: list[ShareBack]
    promises: list[Entry]
    reports: list[Report]


def first_page(actor: Actor) -> FirstPage:
    """What the actor sees first in the community; every part obeys its own room's policy."""
    session = next_session_for(actor)
    shared = _newest_shared(actor)
    # News comes after what waits for the reader.
    waiting = sorted(panels_for(actor), key=lambda panel: panel.key == "answered")
    said = {panel.key for panel in waiting if panel.key}
    on_session = panels_on(actor, session) if session else []
    return FirstPage(
        waiting=waiting,
        next_session=session,
        is_today=session is not None and session.held_on <= clock.today(actor.community.time_zone),
        has_left=has_left(actor),
        may_answer=session is not None and can_answer_invitation(actor, session),
        can_check_in=_can_check_in(actor, session),
        panels=[one for one in on_session if one.key not in (said | {DESK})],
        desk=next((one for one in on_session if one.key == DESK), None),
        leading=_leading(actor, session),
        feedback=open_surveys_asking(actor),
        shared=shared,
        promises=open_promises(actor)[:PROMISES],
        reports=list(reports_for(actor)[:1]),
    )


def _leading(actor: Actor, session: Session | None) -> str:
    """R12, in words; "" where there is nothing to answer any more."""
    if session is None or actor.member is None or why_no_answer(session):
        return ""
    if not can_answer_invitation(actor, session):
        return ""
    return leading_in_words(actor.community, besides=actor.member)


def _can_check_in(actor: Actor, session: Session | None) -> bool:
    """Whether the page offers the member to check in now."""
    if session is None or session.own_attendance or not can_check_in(actor, session):  # type: ignore[attr-defined]
        return False
    return not why_check_in_is_shut(session)


def _newest_shared(actor: Actor) -> list[ShareBack]:
    """The share-backs of the newest session that has some."""
    released = released_share_backs(actor.community).reverse()[: 2 * SHARED]
    visible = [one for one in released if can_view_share_backs(actor, one.session)]
    return [one for one in visible if one.session_id == visible[0].session_id][::-1]
