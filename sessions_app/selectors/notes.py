"""What was said together, and what people took upon themselves."""

from django.db.models import QuerySet
from django.http import Http404

from cop.members.selectors import names_in
from sessions_app.models import Action, PlenaryNotes, Session


def notes_of(session: Session) -> str:
    """The notes of the parts everybody was in, or ""; policy is ``can_write_notes``."""
    found = PlenaryNotes.objects.filter(session=session)
    return found.values_list("words", flat=True).first() or ""


def actions_of(session: Session) -> QuerySet[Action]:
    """What came of the session, in the order it was written; policy is ``can_write_notes``."""
    return Action.objects.filter(session=session)


def get_action_or_404(session: Session, action_id: int) -> Action:
    """Door: an action of this session."""
    action = actions_of(session).filter(pk=action_id).first()
    if action is None:
        raise Http404
    return action


def names_in_notes(session: Session) -> list[str]:
    """Words in notes and actions that are also names of people here."""
    actions = [f"{action.words}\n{action.role}" for action in actions_of(session)]
    return names_in(session.community, "\n".join([notes_of(session), *actions]))
