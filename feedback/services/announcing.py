"""Telling everybody who came that feedback is open: the same mail, once for each."""

import logging

from django.db import transaction
from django.db.models import QuerySet

from cop.core.errors import Refused
from cop.members.models import Member
from cop.members.selectors import wants
from cop.post.services import post_letter
from feedback.asked import everybody_asked
from feedback.letters import write_survey_letter
from feedback.models import Survey, Told
from sessions_app.selectors import members_at

logger = logging.getLogger(__name__)


def who_is_told(survey: Survey) -> QuerySet[Member]:
    """Whom the survey's mails go to: everybody who came and has an address, and nobody else.

    Who facilitated is among them, and so is who has answered: the list is the attendance, and says
    nothing more.
    """
    came = members_at(survey.session) if survey.session else everybody_asked(survey)
    return came.exclude(email="")


@transaction.atomic
def tell_who_came(survey: Survey) -> int:
    """Queue the mail for all who came, want it and have not had it; returns how many.

    Part of what calls it, whose policy it shares. Raises Refused, and sends nothing, if a word of
    it may not leave by mail.
    """
    had_it = Told.objects.filter(survey=survey).values("member")
    wanted = wants(who_is_told(survey), "feedback_open")
    new = list(wanted.exclude(pk__in=had_it))
    if not new:
        return 0
    post_letter(
        community_id=survey.community_id,
        kind="feedback_open",
        recipients=[(member.email, member.name) for member in new],
        letter=write_survey_letter(survey),
    )
    Told.objects.bulk_create(Told(survey=survey, member=member) for member in new)
    return len(new)


def tell_late_comers(survey: Survey) -> None:
    """The same for who came after the opening. A mail that may not leave keeps nobody from coming.

    They are tried again when the next one comes.
    """
    try:
        tell_who_came(survey)
    except Refused:
        logger.warning("The mail of survey %s may not leave, so late comers had none.", survey.pk)
