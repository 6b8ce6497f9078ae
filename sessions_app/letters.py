"""What mails about a session say: day, time with zone, place, and the way back to the page.

Title, topics and names stay on the page. A topic may well name a caucus, and mail never does.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from cop.core.errors import Refused
from cop.members.selectors import is_needed, less_mail_url
from cop.post.services import Letter, check_letter, write_letter
from sessions_app.models import Session

SUBJECTS = {
    "session_invitation": gettext_lazy("Session on %(day)s: %(community)s"),
    "session_changed": gettext_lazy("Changed: session on %(day)s: %(community)s"),
    "session_cancelled": gettext_lazy("Cancelled: session on %(day)s: %(community)s"),
}


def write_session_letter(session: Session, kind: str) -> Letter:
    """The letter of that kind (a key of ``SUBJECTS``), the same for everybody."""
    path = reverse("sessions_app:session_detail", args=[session.community.slug, session.pk])
    words = {"day": date_format(session.held_on, "l j F"), "community": session.community.name}
    return write_letter(
        subject=str(SUBJECTS[kind]) % words,
        text_template=f"mail/{kind}.txt",
        context={
            "session": session,
            "community": session.community,
            "url": f"{settings.SITE_URL}{path}",
            "has_guests": session.guests.exists(),
            "less_mail_url": "" if is_needed(kind) else less_mail_url(session.community),
        },
    )


def review_invitation(session: Session) -> tuple[Letter, str]:
    """The invitation for review and, if it cannot leave as it is, the reason."""
    letter = write_session_letter(session, "session_invitation")
    try:
        check_letter(community_id=session.community_id, letter=letter)
    except Refused as refused:
        return letter, refused.message
    return letter, ""
