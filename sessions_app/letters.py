"""What mails about a session say: day, time with zone, place, and the way back to the page.

Title, topics and names stay on the page. A topic may well name a caucus, and mail never does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from cop.core.errors import Refused
from cop.members.selectors import is_needed, less_mail_url
from cop.post.services import Letter, check_letter, write_letter
from sessions_app.calendars import (
    Attendee,
    Invited,
    attendee_of,
    cancel_for,
    request_for,
    session_url,
)
from sessions_app.models import Session

ABOUT = "session:"
SUBJECTS = {
    "session_invitation": gettext_lazy("Session on %(day)s: %(community)s"),
    "session_changed": gettext_lazy("Changed: session on %(day)s: %(community)s"),
    "session_cancelled": gettext_lazy("Cancelled: session on %(day)s: %(community)s"),
    "session_withdrawn": gettext_lazy("Not in your calendar: session on %(day)s: %(community)s"),
    "session_place": gettext_lazy("You have a place: session on %(day)s: %(community)s"),
}


def about_session(session: Session) -> str:
    """What mailings about the session say that they are about."""
    return f"{ABOUT}{session.pk}"


def session_number(about: str) -> int:
    """The session's number in such a word, or 0."""
    head, _colon, number = about.partition(":")
    return int(number) if f"{head}:" == ABOUT and number.isdecimal() else 0


def write_session_letter(
    session: Session, kind: str, *, was: str = "", reason: str = "", to: Attendee | None = None
) -> Letter:
    """The letter of that kind (a key of ``SUBJECTS``), the same for everybody.

    ``was``: when the session was before it was moved, in words, and ``reason``, if one was given.
    ``to`` a guest, or a facilitator who is no member, it says so and asks for no answer; in which
    parts a guest is welcome stands on the page.
    """
    is_guest, facilitates = (to.is_guest, to.facilitates) if to else (False, False)
    needed = is_guest or facilitates or is_needed(kind)
    words = {"day": date_format(session.held_on, "l j F"), "community": session.community.name}
    return write_letter(
        subject=str(SUBJECTS[kind]) % words,
        text_template=f"mail/{kind}.txt",
        context={
            "session": session,
            "was": was,
            "reason": reason,
            "community": session.community,
            "url": session_url(session),
            "is_guest": is_guest,
            "facilitates": facilitates,
            "has_guests": not is_guest and session.guests.exists(),
            "less_mail_url": "" if needed else less_mail_url(session.community),
        },
    )


def invitation_letter(invited: Invited, kind: str) -> Letter:
    """The letter of that kind for one of them, with the entry for their calendar."""
    [(_address, _name, letter)] = invitation_letters(invited.session, kind, [invited])
    return letter


def invitation_letters(
    session: Session, kind: str, invited: Iterable[Invited], **moved: str
) -> Iterator[tuple[str, str, Letter]]:
    """(e-mail, name, letter) for each: rendered once, with everybody's own calendar entry.

    ``moved``: ``was`` and ``reason`` of ``write_session_letter``.
    """
    letters: dict[tuple[bool, bool], Letter] = {}
    for one in invited:
        to = attendee_of(one)
        alike = (to.is_guest, to.facilitates)
        if alike not in letters:
            letters[alike] = write_session_letter(session, kind, to=to, **moved)
        yield to.email, to.name, _with_calendar(letters[alike], session, to, kind)


def _with_calendar(letter: Letter, session: Session, attendee: Attendee, kind: str) -> Letter:
    if kind == "session_cancelled":
        return replace(letter, calendar=cancel_for(session, attendee), calendar_method="CANCEL")
    if kind == "session_withdrawn":
        entry = cancel_for(session, attendee, withdrawn=True)
        return replace(letter, calendar=entry, calendar_method="CANCEL")
    return replace(letter, calendar=request_for(session, attendee), calendar_method="REQUEST")


def review_invitation(session: Session) -> tuple[Letter, str]:
    """The invitation for review and, if it cannot leave as it is, the reason."""
    letter = write_session_letter(session, "session_invitation")
    try:
        check_letter(community_id=session.community_id, letter=letter)
    except Refused as refused:
        return letter, refused.message
    return letter, ""
