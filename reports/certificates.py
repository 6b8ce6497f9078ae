"""What somebody took part in, as paper: "attended", how long, and never where (R10).

Neither topic nor title stands on it, since a topic may name a caucus.
"""

from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core import clock
from cop.core.policy import Actor
from sessions_app.models import Session
from sessions_app.selectors import sessions_attended

MINUTES = 60


class Attended(TypedDict):
    """One session; ``length`` is empty where its times are not known."""

    day: str
    length: str


class CertificateWords(TypedDict):
    community: str
    name: str
    issued: str
    sessions: list[Attended]
    year: int  # 0: of one session
    total: str
    unknown: int  # sessions without a length


def certificate_words(actor: Actor, sessions: list[Session], *, year: int = 0) -> CertificateWords:
    """What the paper says about the actor's own sessions; the caller has made sure they are."""
    known = [session for session in sessions if session.starts_at is not None]
    return {
        "community": actor.community.name,
        "name": own_name(actor),
        "issued": clock.date_in_words(clock.today(actor.community.time_zone)),
        "sessions": [attended(session) for session in sessions],
        "year": year,
        "total": length_in_words(sum(session.minutes for session in known)) if known else "",
        "unknown": len(sessions) - len(known),
    }


def attended(session: Session) -> Attended:
    """The day of a session and its length, without the facilitators' debrief."""
    length = length_in_words(session.minutes) if session.starts_at else ""
    return {"day": clock.date_in_words(session.held_on), "length": length}


def own_name(actor: Actor) -> str:
    """The name the community knows the actor by."""
    return str(actor.member.name if actor.member else getattr(actor.person, "name", ""))


def length_in_words(minutes: int) -> str:
    """``2 hours``, ``1 hour 30 minutes``."""
    hours, rest = divmod(minutes, MINUTES)
    parts = [ngettext("%d hour", "%d hours", hours) % hours] if hours else []
    parts += [ngettext("%d minute", "%d minutes", rest) % rest] if rest or not hours else []
    return " ".join(parts)


def own_years(actor: Actor) -> list[int]:
    """The years in which the actor came to something, the newest first."""
    return sorted({session.held_on.year for session in sessions_attended(actor)}, reverse=True)


def title_of(words: CertificateWords) -> str:
    """What the paper is called."""
    if words["year"]:
        return _("Sessions attended in %d") % words["year"]
    return _("Certificate of attendance")
