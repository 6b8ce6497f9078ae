"""The second reading, and the release: whole bundles, and the originals are gone with it."""

from secrets import SystemRandom
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.names import clean_lines, folded
from cop.core.policy import Actor, require
from cop.members.selectors import system_actor
from feedback.box import envelopes
from feedback.box.tables import REVIEWED, table_names
from feedback.enums import ReviewState
from feedback.models import Comment, Period, Review, Slip, Survey, Topic
from feedback.policies import can_confirm_review, can_confirm_slips
from feedback.review.outcomes import released_words
from feedback.reviewed import questions_for_planning
from feedback.services.reviewing import keep, locked_review
from sessions_app.services import receive_topics

REMARK_LENGTH = 500
Answering = dict[str, Any]
"""Of which survey or period, and to which question of which questionnaire."""


@transaction.atomic
def confirm_review(*, actor: Actor, slip: Slip, version: int) -> Review:
    """Agree to what is proposed. Raises Refused for one's own work and for another version."""
    review = _put_to(actor, slip, version)
    if review.state != ReviewState.PROPOSED:
        raise Refused(_("There is nothing to confirm: nothing is proposed."))
    review.state, review.remark = ReviewState.CONFIRMED, ""
    keep(review)
    return review


@transaction.atomic
def send_back(*, actor: Actor, slip: Slip, version: int, remark: str) -> Review:
    """Ask for another proposal, with the reason; also of one that was confirmed."""
    review = _put_to(actor, slip, version)
    if review.state not in (ReviewState.PROPOSED, ReviewState.CONFIRMED):
        raise Refused(_("There is nothing to send back: nothing is proposed."))
    review.remark = clean_lines(remark)[:REMARK_LENGTH]
    if not review.remark:
        raise Refused(_("Write what should be different."))
    review.state = ReviewState.RETURNED
    keep(review)
    return review


@transaction.atomic
def release_bundle(
    *, actor: Actor, unit: Survey | Period, questionnaire: str, question: str
) -> int:
    """Release a question's comments together, in random order, and delete every original.

    What people suggested arrives on the community's list of topics now, and not before.

    Raises Refused unless all are confirmed, and by somebody who worked on none. Returns how many
    comments are released.
    """
    require(can_confirm_slips(actor))
    answering: Answering = {
        "survey" if isinstance(unit, Survey) else "period": unit,
        "questionnaire": questionnaire,
        "question": question,
    }
    slips = list(Slip.objects.select_for_update().filter(**answering).order_by("pk"))
    reviews = list(Review.objects.filter(slip__in=slips).select_related("slip"))
    if not slips:
        raise Refused(_("These comments have been released already."))
    confirmed = [one for one in reviews if one.state == ReviewState.CONFIRMED]
    if len(confirmed) < len(slips):
        raise Refused(_("Not every comment is confirmed yet. They are released together."))
    if not all(can_confirm_review(actor, one) for one in reviews):
        raise Refused(_("You have worked on some of these. Another second reviewer releases them."))
    released = [_comment(one, answering) for one in reviews]
    SystemRandom().shuffle(released)
    Comment.objects.bulk_create(released)
    topics = Topic.objects.bulk_create(_topics(reviews, answering))
    if (questionnaire, question) in questions_for_planning(unit.community):
        # With the words alone nothing leads back from the list of topics.
        receive_topics(actor=system_actor(unit.community), words=[topic.words for topic in topics])
    Slip.objects.filter(pk__in=[one.pk for one in slips]).delete()  # and their reviews
    record(actor=actor, verb=Verb.RELEASE_COMMENTS, target=unit)
    transaction.on_commit(clear_up_reviewed, robust=True)
    return len(released)


def clear_up_reviewed() -> None:
    """What was deleted stays legible on the disk until its table stands in a new file."""
    tables = table_names(REVIEWED)
    if all(envelopes.rewrite(table) for table in tables):
        envelopes.vacuum(*tables)  # now the database knows that no dead row is left


def finish_release() -> None:
    """The same after a release that was cut short, and after retention: dead slips tell.

    Slips are never changed, so a dead one was deleted. Not more often than that: a rewritten table
    goes through the database's log once more.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n_dead_tup > 0 FROM pg_stat_user_tables WHERE relname = 'feedback_slip'"
        )
        (are_dead,) = cursor.fetchone()
    if are_dead:
        clear_up_reviewed()


def _put_to(actor: Actor, slip: Slip, version: int) -> Review:
    require(can_confirm_slips(actor))
    review = locked_review(slip, version)
    if not can_confirm_review(actor, review):
        raise Refused(_("You have worked on this comment, so somebody else confirms it."))
    return review


def _comment(review: Review, answering: Answering) -> Comment:
    return Comment(
        **answering,
        cell=review.slip.cell,
        outcome=review.outcome,
        withheld_because=review.withheld_because,
        is_about_facilitator=review.is_about_facilitator,
        body=released_words(review),
    )


def _topics(reviews: list[Review], answering: Answering) -> list[Topic]:
    """Each topic once, however many comments it came from: a number would count people."""
    words = {folded(topic): topic for review in reviews for topic in review.topics}
    return [Topic(**answering, words=words[key]) for key in sorted(words)]
