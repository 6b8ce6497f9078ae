"""Who may ask, answer and read what was released."""

from cop.core.policy import Actor
from cop.members.enums import FACILITATES, KNOWS_NAMES, ResultsMoment, Role
from feedback.enums import Outcome, SurveyState
from feedback.models import Comment, Review, Survey
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

READS_COMMENTS = (
    Role.FACILITATOR,
    Role.CO_CHAIR,
    Role.EVALUATOR,
    Role.SECOND_REVIEWER,
    Role.DATA_PROTECTION_CONTACT,
)


def can_open_survey(actor: Actor, session: Session) -> bool:
    """A co-chair, or who facilitates this session and holds the role today."""
    if session.community_id != actor.community.pk:
        return False
    return actor.holds(Role.CO_CHAIR) or is_facilitator_of(actor, session)


def can_open_community_survey(actor: Actor) -> bool:
    """Asking everybody is the co-chairs' act."""
    return actor.holds(Role.CO_CHAIR)


def can_view_questionnaires(actor: Actor) -> bool:
    """What is asked is no secret; guests are not asked."""
    return actor.belongs


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


def can_write_next_steps(actor: Actor, survey: Survey) -> bool:
    """Who asked says what follows, once it is counted."""
    if survey.state != SurveyState.COUNTED or survey.community_id != actor.community.pk:
        return False
    if survey.session is None:
        return can_open_community_survey(actor)
    return can_open_survey(actor, survey.session)


def can_import_responses(actor: Actor) -> bool:
    """Commands alone: whoever brings old answers in must have no role over names."""
    return actor.is_system


def can_review_slips(actor: Actor) -> bool:
    """D5, first reading: an evaluator who knows nobody's name here, and no command."""
    return _reads_slips(actor, Role.EVALUATOR)


def can_confirm_slips(actor: Actor) -> bool:
    """D5, second reading: what an evaluator has put to the second reviewer."""
    return _reads_slips(actor, Role.SECOND_REVIEWER)


def can_view_slips(actor: Actor) -> bool:
    """Whoever reads slips for the first or the second time; nobody else ever sees one."""
    return can_review_slips(actor) or can_confirm_slips(actor)


def can_confirm_review(actor: Actor, review: Review) -> bool:
    """The second reviewer, unless they have worked on it themselves."""
    if actor.person is None or not can_confirm_slips(actor):
        return False
    return actor.person.audit_key not in review.hands


def can_view_comments(actor: Actor) -> bool:
    """D7: reviewed comments. Members and the secretary read them in a later round."""
    return actor.holds(*READS_COMMENTS)


def can_reply_to_comments(actor: Actor) -> bool:
    """Facilitators may say something to a comment that was about facilitating."""
    return actor.holds(*FACILITATES)


def can_reply_to_comment(actor: Actor, comment: Comment) -> bool:
    """A paraphrase about facilitating alone, and nothing against it."""
    is_theirs = comment.is_about_facilitator and comment.outcome == Outcome.PARAPHRASE
    return is_theirs and can_reply_to_comments(actor)


def _reads_slips(actor: Actor, role: str) -> bool:
    """The invariant once more, beside the one over appointments: no names and answers together."""
    if actor.person is None or actor.is_member or actor.person.is_staff:
        return False
    return role in actor.roles and KNOWS_NAMES.isdisjoint(actor.roles)


def can_view_certificate(actor: Actor) -> bool:
    """What was found about this installation: for those who answer for people's data."""
    return actor.holds(Role.CO_CHAIR, Role.OVERSIGHT_CHAIR, Role.DATA_PROTECTION_CONTACT)
