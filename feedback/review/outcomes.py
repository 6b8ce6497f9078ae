"""What may become of a slip, before anybody has decided."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cop.core.errors import Refused
from cop.core.names import clean_line, clean_lines, folded
from feedback.disclosure import Purpose
from feedback.enums import NOT_IN_WORDS, Outcome, Reading, WithheldBecause
from feedback.models import Review, Slip
from feedback.review import operations
from feedback.review.questions import question_of

TOPIC_LENGTH = 80
TOPICS_MOST = 5
PARAPHRASE_LENGTH = 2000
WITH_TEXT = (Outcome.AS_WRITTEN, Outcome.REDACTED, Outcome.PARAPHRASE, *NOT_IN_WORDS)


@dataclass(frozen=True, slots=True, repr=False)
class Proposal:
    """What the evaluator proposes for a slip."""

    outcome: str
    withheld_because: str = ""
    paraphrase: str = ""
    topics: tuple[str, ...] = ()
    is_about_facilitator: bool = False


def text_may_leave(slip: Slip) -> bool:
    """Whether a text may be passed on: not of a suggestion, and not of too few answers (L6)."""
    return slip.reading == Reading.TEXT and question_of(slip).purpose is not Purpose.PLANNING


def outcomes_for(slip: Slip) -> tuple[Outcome, ...]:
    """What may be proposed."""
    return WITH_TEXT if text_may_leave(slip) else NOT_IN_WORDS


def take_over(review: Review, proposal: Proposal) -> None:
    """Write the proposal into the review. Raises Refused unless it fits the slip and its edits."""
    if proposal.outcome not in outcomes_for(review.slip):
        raise Refused(_("Choose what is to become of this comment."))
    outcome = Outcome(proposal.outcome)
    _refuse_unless_as_edited(outcome, review, held=proposal.is_about_facilitator)
    review.outcome = outcome
    review.is_about_facilitator = proposal.is_about_facilitator
    review.withheld_because = _because(proposal) if outcome is Outcome.WITHHELD else ""
    review.paraphrase = _paraphrase(proposal) if outcome is Outcome.PARAPHRASE else ""
    review.topics = [] if outcome is Outcome.WITHHELD else cleaned_topics(proposal.topics)
    if outcome is Outcome.TOPICS and not review.topics:
        raise Refused(_("Write at least one topic, or withhold the comment."))


def released_words(review: Review) -> str:
    """What others will read of a slip, or "" where nothing of it is passed on."""
    match review.outcome:
        case Outcome.AS_WRITTEN:
            return operations.spoken(review.slip.body)
        case Outcome.REDACTED:
            made = operations.from_json(review.operations)
            return operations.redacted(review.slip.body, made)
        case Outcome.PARAPHRASE:
            return review.paraphrase
    return ""


def cleaned_topics(typed: tuple[str, ...]) -> list[str]:
    """Each topic once, as one clean line."""
    topics = {folded(line): line for line in map(clean_line, typed) if line}
    if len(topics) > TOPICS_MOST:
        raise Refused(_("Write at most %d topics for one comment.") % TOPICS_MOST)
    if any(len(line) > TOPIC_LENGTH for line in topics.values()):
        raise Refused(_("Shorten each topic to at most %d characters.") % TOPIC_LENGTH)
    return list(topics.values())


def _refuse_unless_as_edited(outcome: Outcome, review: Review, *, held: bool) -> None:
    if outcome is Outcome.REDACTED and not review.operations:
        raise Refused(_("There are no edits yet. Make one, or release the comment as it is."))
    if outcome is Outcome.AS_WRITTEN and review.operations:
        raise Refused(_("You have made edits. Undo them, or release the comment with them."))
    if outcome is Outcome.AS_WRITTEN and held:
        raise Refused(
            _(
                "A comment about a facilitator is not released as it is. Paraphrase it, edit it or "
                "withhold it."
            )
        )


def _because(proposal: Proposal) -> str:
    if proposal.withheld_because not in WithheldBecause.values:
        raise Refused(_("Choose why the comment is withheld."))
    return proposal.withheld_because


def _paraphrase(proposal: Proposal) -> str:
    text = clean_lines(proposal.paraphrase)
    if not text:
        raise Refused(_("Write the paraphrase: what the comment says, in your own words."))
    if len(text) > PARAPHRASE_LENGTH:
        raise Refused(_("Shorten the paraphrase to at most %d characters.") % PARAPHRASE_LENGTH)
    return text
