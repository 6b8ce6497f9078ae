"""Questions and responses in the dialogue: said by a caucus, and for good.

Nothing says who put one: no column, no record, and no other row is written in its transaction.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from caucus.dialogue import Stage, stage_of
from caucus.enums import Place
from caucus.models import GroupVoice
from caucus.selectors import (
    MOST_VOICES,
    caucus_to_release_for,
    is_too_small_to_share,
    voices_of,
)
from cop.core.errors import Refused
from cop.core.policy import Actor
from sessions_app.models import Session
from sessions_app.selectors import moment_of

VOICES = (Place.QUESTION, Place.RESPONSE)


@transaction.atomic
def put_voice(*, actor: Actor, session: Session, kind: str, words: str) -> GroupVoice:
    """Put a question or a response of the actor's caucus to everybody; it stays as it is.

    Raises Refused outside a dialogue, beyond ``MOST_VOICES``, and where R9 forbids.
    """
    # Held first: who leaves at this moment has left, and two at once get two places.
    held = (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("community")
        .get(pk=session.pk)
    )
    caucus = caucus_to_release_for(actor, held)
    if caucus is None or kind not in VOICES:
        raise PermissionDenied
    if stage_of(held, moment_of(held)) != Stage.MEETING:
        raise Refused(_("Questions and responses are put while the caucuses speak together."))
    if is_too_small_to_share(held, caucus):
        raise Refused(
            _(
                "Nothing is put from this space today, so that nobody can be recognised by it. "
                "What was said stays with you."
            )
        )
    if voices_of(held).filter(caucus=caucus).count() >= MOST_VOICES:
        raise Refused(_("Your caucus has put %d. Say what is still open aloud.") % MOST_VOICES)
    last = voices_of(held).aggregate(last=Max("position"))["last"] or 0
    return GroupVoice.objects.create(
        session=held, caucus=caucus, kind=kind, words=words, position=last + 1
    )
