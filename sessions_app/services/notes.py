"""Notes of the parts everybody was in, and actions: words and roles, no names."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from sessions_app.models import Action, PlenaryNotes, Session
from sessions_app.policies import can_write_notes, why_notes_wait
from sessions_app.selectors import locked_session

MOST_ACTIONS = 8  # what a page of one sheet holds, and a community remembers


@transaction.atomic
def write_notes(*, actor: Actor, session: Session, words: str) -> None:
    """Keep the notes; no words take them away. Raises Refused before the session has begun."""
    session = _held(actor, session)
    PlenaryNotes.objects.update_or_create(session=session, defaults={"words": words})
    record(actor=actor, verb="record", target=session, fields=["notes"])


@transaction.atomic
def write_action(
    *,
    actor: Actor,
    session: Session,
    words: str,
    role: str = "",
    due_on: dt.date | None = None,
    is_done: bool = False,
    action: Action | None = None,
) -> Action:
    """Add an action, or change one. Raises Refused for more than ``MOST_ACTIONS``."""
    session = _held(actor, session)
    if action is None:
        if session.actions.count() >= MOST_ACTIONS:
            raise Refused(
                _("A session keeps at most %d actions. Change or remove one of them.")
                % MOST_ACTIONS
            )
        action = Action(session=session)
    action.words, action.role, action.due_on, action.is_done = words, role, due_on, is_done
    action.save()
    record(actor=actor, verb="record", target=session, fields=["actions"])
    return action


@transaction.atomic
def remove_action(*, actor: Actor, session: Session, action: Action) -> None:
    """Take an action away."""
    session = _held(actor, session)
    session.actions.filter(pk=action.pk).delete()
    record(actor=actor, verb="record", target=session, fields=["actions"])


def _held(actor: Actor, session: Session) -> Session:
    """The session, held against being written about by somebody else meanwhile."""
    require(can_write_notes(actor, session))
    refuse_if(why_notes_wait(session))
    return locked_session(session.pk)
