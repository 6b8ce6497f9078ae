"""What a member means to do, for themselves. On no record: nobody is to know that there is any."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core.errors import Refused
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from sessions_app.models import NextStep
from sessions_app.policies import can_keep_next_steps
from sessions_app.selectors import own_next_steps

MOST = 50


@transaction.atomic
def add_next_step(*, actor: Actor, words: str) -> NextStep | None:
    """Keep one more. No words: nothing is kept. Raises Refused beyond ``MOST``."""
    require(can_keep_next_steps(actor))
    words = clean_line(words)
    if not words or actor.member is None:
        return None
    places = list(own_next_steps(actor).values_list("position", flat=True))
    if len(places) >= MOST:
        raise Refused(_("That is a long list. Delete what you have done or no longer mean."))
    place = max(places, default=0) + 1
    return NextStep.objects.create(member=actor.member, words=words, position=place)


@transaction.atomic
def tick_next_step(*, actor: Actor, step_id: UUID, is_done: bool) -> None:
    """Done, or not yet after all. Nothing happens where it is not the actor's."""
    require(can_keep_next_steps(actor))
    own_next_steps(actor).filter(pk=step_id).update(is_done=is_done)


@transaction.atomic
def delete_next_step(*, actor: Actor, step_id: UUID) -> None:
    """Forget it. Nothing happens where it is not the actor's."""
    require(can_keep_next_steps(actor))
    own_next_steps(actor).filter(pk=step_id).delete()
