"""What is left of the last session of the year: notes, actions, and a summary that was approved."""

import datetime as dt

from cop.core import clock
from cop.core.policy import Actor
from reports.services import approve_summary, draft_summary
from reports.summaries import digest_of
from sessions_app.models import Session
from sessions_app.services import write_action, write_notes

NOTES = """\
We read the asks of the year aloud, one after the other, and what became of each.

A member asked what happens to those that are still open. We agreed that none of them is dropped: \
each is read at the next session until it is answered."""
ACTIONS = (
    ("Put the open asks on one page for the next session", "the co-chairs", 14, False),
    ("Ask the organisations about job plans", "a working group of three", 60, False),
    ("Book the same room again", "the secretary", 7, True),
)
ASKS = "Please keep two hours free for everybody who wants to come, whatever their shift."


def sum_up(actor: Actor, session: Session) -> None:
    """A co-chair writes down what was said together, and approves the summary."""
    write_notes(actor=actor, session=session, words=NOTES)
    today = clock.today(actor.community.time_zone)
    for words, role, days, is_done in ACTIONS:
        write_action(
            actor=actor,
            session=session,
            words=words,
            role=role,
            due_on=today + dt.timedelta(days=days),
            is_done=is_done,
        )
    draft = draft_summary(actor=actor, session=session, asks_of_leaders=ASKS)
    seen = digest_of(draft.content)
    approve_summary(actor=actor, session=session, seen=seen, without_number=True)
