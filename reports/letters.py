"""What mails after a session say: thanks, where the summary is, when the next one is.

Nothing of what was said, and no title or topic: mail is read over shoulders.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from cop.members.selectors import less_mail_url
from cop.post.services import Letter, write_letter
from reports.summaries import next_in_words
from sessions_app.models import Session

THANKS, CATCH_UP, SUMMARY = "summary_thanks", "summary_catch_up", "summary_ready"

SUBJECTS = {
    THANKS: gettext_lazy("Thank you: session on %(day)s, %(community)s"),
    CATCH_UP: gettext_lazy("News of the session on %(day)s, %(community)s"),
    SUMMARY: gettext_lazy("Summary of the session on %(day)s, %(community)s"),
}

TITLES = {
    THANKS: gettext_lazy("Thanks, with the summary of a session"),
    CATCH_UP: gettext_lazy("A way to catch up with a session"),
    SUMMARY: gettext_lazy("The summary of a session"),
}


def write_after_letter(session: Session, kind: str) -> Letter:
    """The letter of that kind, the same for everybody who gets it."""
    community = session.community
    day = date_format(session.held_on, "l j F")

    def link(page: str) -> str:
        path = reverse(f"reports:{page}", args=[community.slug, session.pk])
        return f"{settings.SITE_URL}{path}"

    return write_letter(
        subject=str(SUBJECTS[kind]) % {"day": day, "community": community.name},
        text_template=f"mail/{kind}.txt",
        context={
            "community": community,
            "day": day,
            "next": next_in_words(community),
            "summary_url": link("summary_read"),
            "certificate_url": link("certificate_detail"),
            "catch_up_url": link("catch_up"),
            "less_mail_url": less_mail_url(community),
        },
    )
