"""Telling everybody who came that feedback is open."""

from django.db import transaction

from cop.audit.services import record
from cop.core.policy import Actor, require
from cop.post.services import post_letter
from feedback.letters import write_survey_letter
from feedback.models import Survey
from feedback.policies import can_open_survey
from sessions_app.selectors import members_at


@transaction.atomic
def announce_survey(*, actor: Actor, survey: Survey) -> int:
    """Queue one letter for all who came and have an address; returns how many.

    Who facilitated gets it too: the list of recipients is the attendance, and says nothing else.
    Raises Refused, and sends nothing, if a word of it may not leave by mail.
    """
    require(can_open_survey(actor, survey.session))
    recipients = [(one.email, one.name) for one in members_at(survey.session) if one.email]
    post_letter(
        community_id=survey.community_id,
        kind="feedback_open",
        recipients=recipients,
        letter=write_survey_letter(survey),
    )
    record(actor=actor, verb="announce", target=survey)
    return len(recipients)
