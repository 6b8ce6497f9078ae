"""The one mail of a survey: the same text and the same link for everybody who came."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.post.services import Letter, write_letter
from feedback.models import Survey


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
            "support_url": settings.SITE_URL + reverse("core:support"),
            "fingerprint": survey.fingerprint,
        },
    )
