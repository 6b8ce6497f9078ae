"""The mails of a survey: the same text and the same link for everybody who came."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.core import clock
from cop.members.selectors import less_mail_url
from cop.post.services import Letter, check_letter, write_letter
from feedback.models import Survey
from feedback.rules import last_day
from sessions_app.models import Session
from sessions_app.services import thanks_for


def write_survey_letter(survey: Survey) -> Letter:
    """Day, last day, link and fingerprint; neither the session's title nor a topic."""
    words = survey_words(survey)
    return write_letter(
        subject=_("Feedback is open: %s") % words["short"],
        text_template="mail/feedback_open.txt",
        context=words,
    )


def write_reminder(survey: Survey) -> Letter:
    """The same for who has answered and who has not: we cannot tell."""
    words = reminder_words(survey)
    return write_letter(
        subject=_("Feedback is open until %(last_day)s: %(short)s") % words,
        text_template="mail/feedback_reminder.txt",
        context=words,
    )


def reminder_words(survey: Survey) -> dict[str, str]:
    """All that its reminder may say: the thanks are the community's, the same for everybody."""
    return survey_words(survey) | {"thanks": _thanks(survey)}


def _thanks(survey: Survey) -> str:
    """What the community says the day after a session; on that day alone."""
    if survey.session is None:
        return ""
    after = survey.session.held_on + dt.timedelta(days=1)
    today = clock.today(survey.community.time_zone)
    return thanks_for(survey.session) if today == after else ""


def survey_words(survey: Survey) -> dict[str, str]:
    """All that its mails may say. Nobody is named to it, so it is the same for everybody."""
    if survey.session is not None:
        day = date_format(survey.session.held_on, "l j F")
        short, about = _("session on %s") % day, _("the session of %s") % day
    else:
        from_on, to_on = (date_format(day, "j F Y") for day in survey.days)
        short = _("%(from)s to %(to)s") % {"from": from_on, "to": to_on}
        about = _("the time from %s as a whole") % short
    site, community = settings.SITE_URL, [survey.community.slug]
    return {
        "short": short,
        "about": about,
        "last_day": date_format(survey.closes_on, "l j F"),
        "url": site + reverse("box:survey_landing", args=[survey.pk]),
        "promise_url": site + reverse("box:promise_page"),
        "support_url": site + reverse("governance_open:support_page", args=community),
        "less_mail_url": less_mail_url(survey.community),
        "fingerprint": survey.fingerprint,
    }


def check_letter_about(session: Session) -> None:
    """Raise Refused if the mail of a survey on this session could not leave.

    For the page before the opening, so that whoever opens hears it first. Nothing is stored.
    """
    draft = Survey(community=session.community, session=session, closes_on=last_day(session))
    check_letter(community_id=session.community_id, letter=write_survey_letter(draft))
