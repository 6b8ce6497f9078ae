"""The one mail of a survey: the same text and the same link for everybody who came."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.post.services import Letter, check_letter, write_letter
from feedback.models import Survey
from feedback.rules import last_day
from sessions_app.models import Session


def write_survey_letter(survey: Survey) -> Letter:
    """Day, last day, link and fingerprint; neither the session's title nor a topic."""
    day = date_format(survey.session.held_on, "l j F")
    return write_letter(
        subject=_("Feedback is open: session on %s") % day,
        text_template="mail/feedback_open.txt",
        context={
            "day": day,
            "last_day": date_format(survey.closes_on, "l j F"),
            "url": settings.SITE_URL + reverse("box:survey_landing", args=[survey.pk]),
            "support_url": settings.SITE_URL
            + reverse("governance_open:support_page", args=[survey.community.slug]),
            "fingerprint": survey.fingerprint,
        },
    )


def check_letter_about(session: Session) -> None:
    """Raise Refused if the mail of a survey on this session could not leave.

    For the page before the opening, so that whoever opens hears it first. Nothing is stored.
    """
    draft = Survey(community=session.community, session=session, closes_on=last_day(session))
    check_letter(community_id=session.community_id, letter=write_survey_letter(draft))
