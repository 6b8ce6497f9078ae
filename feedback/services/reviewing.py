"""The first reading: the evaluator edits a slip and proposes what becomes of it.

Nothing here is put on record: an entry has a time, and a slip must not have one.
"""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.models import User
from feedback.enums import ReviewState
from feedback.models import Review, Slip
from feedback.policies import can_review_slips
from feedback.review import operations
from feedback.review.highlights import Why, highlights
from feedback.review.names import names_known
from feedback.review.operations import Kind, Operation
from feedback.review.outcomes import Proposal, take_over, text_may_leave
from feedback.review.queue import unit_of
from feedback.review.words import Span


def edit_slip(
    *, actor: Actor, slip: Slip, version: int, spans: Sequence[Span], kind: Kind, text: str = ""
) -> Review:
    """Cut or replace each span, or put something in before the first.

    Spans are in code points. Raises Refused for words that are edited already, for text that may
    not be passed on at all, and where somebody else has changed the review meanwhile.
    """

    def change(review: Review) -> None:
        if not text_may_leave(review.slip):
            raise Refused(_("The words of this comment are not passed on: write topics instead."))
        if not spans:
            raise Refused(_("Choose the words to change first."))
        made = operations.from_json(review.operations)
        for start, end in spans[:1] if kind is Kind.INSERT else spans:
            new = Operation(start, start if kind is Kind.INSERT else end, kind, text)
            made = operations.add(review.slip.body, made, new)
        review.operations = [one.as_json() for one in made]

    return _work_on(actor, slip, version, change, ReviewState.BEGUN)


def undo_edit(*, actor: Actor, slip: Slip, version: int, place: int) -> Review:
    """Take one edit back, by its place among them."""

    def change(review: Review) -> None:
        if not 0 <= place < len(review.operations):
            raise Refused(_("This edit is undone already."))
        review.operations = [one for at, one in enumerate(review.operations) if at != place]

    return _work_on(actor, slip, version, change, ReviewState.BEGUN)


def propose_outcome(*, actor: Actor, slip: Slip, version: int, proposal: Proposal) -> Review:
    """Say what is to become of a slip, and put it to the second reviewer."""

    def change(review: Review) -> None:
        take_over(review, proposal)

    return _work_on(actor, slip, version, change, ReviewState.PROPOSED)


def mentions_facilitator(slip: Slip) -> bool:
    """Whether the text seems to speak of somebody who facilitates; people decide."""
    marks = highlights(slip.body, names_known(unit_of(slip).community, slip.survey))
    return any(mark.why is Why.FACILITATOR for mark in marks)


@transaction.atomic
def _work_on(
    actor: Actor, slip: Slip, version: int, change: Callable[[Review], None], state: ReviewState
) -> Review:
    require(can_review_slips(actor))
    review = locked_review(slip, version)
    if review.state == ReviewState.CONFIRMED:
        raise Refused(
            _("The second reviewer has confirmed this comment. Ask them to send it back.")
        )
    change(review)
    is_sent_back = review.state == ReviewState.RETURNED and state == ReviewState.BEGUN
    review.state = ReviewState.RETURNED if is_sent_back else state
    keep(review, worker=actor.person)
    return review


def locked_review(slip: Slip, version: int) -> Review:
    """The slip's review, for whoever looked at this version of it, until the transaction ends.

    Raises Refused where somebody else was faster: they are told, and nothing is overwritten.
    """
    held = Slip.objects.select_for_update(of=("self",)).filter(pk=slip.pk)
    locked = held.select_related("survey__community", "period__community").first()
    if locked is None:
        raise Refused(_("This comment has been released meanwhile."))
    # A statement of its own: it sees what whoever held the lock has committed.
    review = Review.objects.filter(pk=locked.pk).first()
    if review is not None:
        review.slip = locked
    else:
        review = Review(slip=locked, is_about_facilitator=mentions_facilitator(locked))
    if review.version != version:
        raise Refused(
            _(
                "Somebody else has changed this review meanwhile. Look at it as it is now, and do "
                "again what you want to keep."
            )
        )
    return review


def keep(review: Review, *, worker: User | None = None) -> None:
    """Save the next version; whoever works on it may not confirm it."""
    if worker is not None and worker.audit_key not in review.hands:
        review.hands = [*review.hands, worker.audit_key]
    review.version += 1
    review.save()
