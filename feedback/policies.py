"""Who may ask, answer and read what was released."""

from cop.core.policy import Actor
from cop.members.enums import ResultsMoment, Role
from feedback.models import Survey
from sessions_app.models import Session
from sessions_app.policies import is_facilitator_of

AT_THE_COUNT = (
    Role.FACILITATOR,
    Role.CO_CHAIR,
    Role.SECRETARY,
    Role.EVALUATOR,
    Role.SECOND_REVIEWER,
    Role.OVERSIGHT_CHAIR,
    Role.DATA_PROTECTION_CONTACT,
)


def can_open_survey(actor: Actor, session: Session) -> bool:
    """A co-chair, or who facilitates this session and holds the role today."""
    if session.community_id != actor.community.pk:
        return False
    return actor.holds(Role.CO_CHAIR) or is_facilitator_of(actor, session)


def can_create_period(actor: Actor) -> bool:
    """How long answers wait for one another is the co-chairs' choice."""
    return actor.holds(Role.CO_CHAIR)


def can_view_survey(actor: Actor, survey: Survey) -> bool:
    """That a survey is open, and its rules, are for everybody in the community but guests."""
    return actor.belongs and survey.community_id == actor.community.pk


def can_view_results(actor: Actor) -> bool:
    """D6: released figures. Members read them when their community chose; guests in a report."""
    if actor.holds(*AT_THE_COUNT):
        return True
    return actor.is_member and actor.community.results_moment == ResultsMoment.COUNT


def can_import_responses(actor: Actor) -> bool:
    """Commands alone: whoever brings old answers in must have no role over names."""
    return actor.is_system
