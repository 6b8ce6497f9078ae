"""The code shown in the room: who reads it is there.

It is reckoned from the session and its time, and stands nowhere: not in a table, an address, a
cache or a log. It is another for every session, and for one that is moved; it opens nothing but
one's own check-in, while check-in is open.
"""

import hmac

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cop.core.errors import Refused
from sessions_app.models import Session

LETTERS = "BCDFGHJKMNPQRTVWXZ2346789"  # no vowels, so no words; nothing that looks like another
LENGTH = 6


class WrongCode(Refused):
    """What was typed is not what is shown; guesses are counted."""


def code_of(session: Session) -> str:
    """Six letters and figures, as they are shown: "KXR 47T"."""
    of = f"{session.pk} {session.held_on} {session.starts_at and session.starts_at.timestamp()}"
    digest = salted_hmac("sessions_app.codes", of, algorithm="sha256").digest()
    number = int.from_bytes(digest)
    letters = ""
    for _place in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters += LETTERS[rest]
    return f"{letters[:3]} {letters[3:]}"


def is_code_of(session: Session, typed: str) -> bool:
    """Whether that was typed, however spaced and in whichever case."""
    return hmac.compare_digest(_bare(typed).encode(), _bare(code_of(session)).encode())


def refuse_if_wrong(session: Session, typed: str) -> None:
    """Raise WrongCode unless the code was typed. In a room it must be, elsewhere nothing may."""
    if (typed or session.is_in_person) and not is_code_of(session, typed):
        raise WrongCode(
            _(
                "This is not the code shown in the room. Type its six letters and figures, or "
                "tell the secretary that you are here."
            )
        )


def _bare(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()[:50]
