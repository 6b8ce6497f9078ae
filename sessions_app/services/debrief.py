"""What facilitators write after a session. Nothing of it is on record: it is theirs alone."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from sessions_app.models import Debrief, Reflection, Session
from sessions_app.policies import can_debrief_session, why_debrief_waits
from sessions_app.selectors import moment_of

LONGEST = 8000  # characters
BETWEEN = "\n\n* * *\n\n"


@transaction.atomic
def write_debrief(*, actor: Actor, session: Session, words: str, revision: int) -> bool:
    """Keep the words the facilitators share. False: somebody else had written meanwhile.

    Then both texts stand, one below the other: nobody overwrites another. Raises Refused where
    they would be too long together.
    """
    _refuse_others(actor, session)
    Debrief.objects.get_or_create(session=session)
    held = Debrief.objects.select_for_update().get(session=session)
    is_first = held.revision == revision or held.words in {"", words}
    kept = words if is_first else f"{held.words}{BETWEEN}{words}"
    if len(kept) > LONGEST:
        raise Refused(
            _("Somebody else has written meanwhile, and together it is too long. Shorten yours.")
        )
    if kept != held.words:
        held.words, held.revision = kept, held.revision + 1
        held.save(update_fields=["words", "revision"])
    return is_first


@transaction.atomic
def write_reflection(
    *, actor: Actor, session: Session, words: str, for_pair: bool, for_evaluator: bool
) -> None:
    """Keep the actor's own words, and for whom they are; none: they are deleted.

    Releasing is taken back as it was given. What somebody read meanwhile was read.
    """
    _refuse_others(actor, session)
    if not words:
        Reflection.objects.filter(session=session, person=actor.person).delete()
        return
    Reflection.objects.update_or_create(
        session=session,
        person=actor.person,
        defaults={"words": words, "for_pair": for_pair, "for_evaluator": for_evaluator},
    )


def _refuse_others(actor: Actor, session: Session) -> None:
    require(can_debrief_session(actor, session))
    refuse_if(why_debrief_waits(session, moment_of(session)))
