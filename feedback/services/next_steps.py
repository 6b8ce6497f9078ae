"""What happens after a count: those who asked say what they will do."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.names import clean_lines
from cop.core.policy import Actor, require
from feedback.models import NextSteps, Survey
from feedback.policies import can_write_next_steps

NEXT_STEPS_LENGTH = 800


@transaction.atomic
def write_next_steps(*, actor: Actor, survey: Survey, words: str) -> None:
    """Say what happens next, for all who may read the results; no words take it back."""
    require(can_write_next_steps(actor, survey))
    text = clean_lines(words)
    if len(text) > NEXT_STEPS_LENGTH:
        raise Refused(_("Shorten it to at most %d characters.") % NEXT_STEPS_LENGTH)
    if text:
        NextSteps.objects.update_or_create(survey=survey, defaults={"text": text})
    else:
        NextSteps.objects.filter(survey=survey).delete()
    record(actor=actor, verb=Verb.CHANGE, target=survey, fields=["next_steps"])
