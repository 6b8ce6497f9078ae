"""What a reminder says: the words of its moment, then day, time with zone, place and link.

The facts follow whatever a community writes, so no reminder is without them. Words are text with
placeholders; nothing else in them is looked at.
"""

import re
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import clock
from cop.core.errors import Refused
from cop.members.selectors import less_mail_url
from cop.post.services import Letter, write_letter
from sessions_app.calendars import session_url
from sessions_app.enums import Moment
from sessions_app.models import Session

KINDS = {
    Moment.TWO_WEEKS: "session_reminder",
    Moment.TWO_DAYS: "session_reminder",
    Moment.MORNING: "session_reminder",
    Moment.AFTER: "session_thanks",
}
SUBJECTS = {
    Moment.TWO_WEEKS: gettext_lazy("In two weeks, %(day)s: %(community)s"),
    Moment.TWO_DAYS: gettext_lazy("In two days, %(day)s: %(community)s"),
    Moment.MORNING: gettext_lazy("Today, %(day)s: %(community)s"),
    Moment.AFTER: gettext_lazy("Thank you for coming on %(day)s: %(community)s"),
}
SHIPPED = {
    Moment.TWO_WEEKS: gettext_lazy(
        "{community} meets in two weeks: {day}, {time}.\n\n"
        "If you have not yet said whether you are coming, please do. Not sure is an answer too."
    ),
    Moment.TWO_DAYS: gettext_lazy(
        "{community} meets in two days: {day}, {time}.\n\n"
        "If your plans have changed, please change your answer on the page of the session."
    ),
    Moment.MORNING: gettext_lazy("{community} meets today: {time}. It is good to see you there."),
    Moment.AFTER: gettext_lazy(
        "thank you for coming on {day}. What was agreed to be shared stands on the page of the "
        "session, as soon as it is released."
    ),
}
PLACEHOLDERS = {
    "community": gettext_lazy("the name of the community"),
    "day": gettext_lazy("the day, in words"),
    "time": gettext_lazy("from when to when, with the time zone"),
    "place": gettext_lazy("where it is"),
    "link": gettext_lazy("the page of the session"),
    "join": gettext_lazy("the link and the number to join with"),
}
LONGEST = 2000
BRACED = re.compile(r"\{([^{}]*)\}")


def check_words(words: str) -> None:
    """Raise Refused for a placeholder nobody knows, and for a brace that begins or ends none."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for name in BRACED.findall(words):
        if name not in PLACEHOLDERS:
            raise Refused(
                _("{%(name)s} is no placeholder. These are: %(known)s.")
                % {"name": name, "known": known}
            )
    if set("{}") & set(BRACED.sub("", words)):
        raise Refused(
            _("A brace stands alone. Write placeholders in a pair of braces: %s.") % known
        )
    if len(words) > LONGEST:
        raise Refused(_("The text is too long. Shorten it."))


def filled(words: str, session: Session) -> str:
    """The words with what holds for the session in place of the placeholders."""
    day = clock.date_in_words(session.held_on)
    values = {
        "community": session.community.name,
        "day": day,
        "time": session.when.removeprefix(day).lstrip(", "),
        "place": session.place,
        "link": session_url(session),
        "join": " · ".join(filter(None, (session.link, session.dial_in))),
    }
    return BRACED.sub(lambda found: values[found[1]], words)


def write_reminder(session: Session, moment: str, words: str) -> Letter:
    """The letter of that moment, the same for everybody; ``words`` have been checked."""
    named = {
        "day": date_format(session.held_on, "l j F"),
        "community": session.community.name,
    }
    return write_letter(
        subject=str(SUBJECTS[Moment(moment)]) % named,
        text_template=f"mail/{KINDS[Moment(moment)]}.txt",
        context={
            "session": session,
            "words": filled(words, session),
            "url": session_url(session),
            "sign_in_url": sign_in_url(session) if moment == Moment.MORNING else "",
            "less_mail_url": less_mail_url(session.community),
        },
    )


def sign_in_url(session: Session) -> str:
    """The sign-in page, which leads on to the page of the session."""
    page = reverse("sessions_app:session_detail", args=[session.community.slug, session.pk])
    return f"{settings.SITE_URL}{reverse('account_login')}?next={quote(page)}"
