"""What mails about joining say. Neutral, without a person's name, and fit to be read by anybody.

Each function writes the letter as it leaves; with no address of a page it is the preview, in which
"(a personal link)" stands where the link will.
"""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused
from cop.joining.holdings import DECIDED_KEPT, months_in_words
from cop.members.models import Community
from cop.post.services import Letter, check_letter, write_letter


def write_invitation(
    community: Community,
    *,
    last_day: dt.date,
    words: str = "",
    url: str = "",
    has_asked: bool = False,
) -> Letter:
    """Join with one link; to somebody who asked to join it is the answer."""
    subject = _("Your request to join: %s") if has_asked else _("Invitation to join: %s")
    return _write(
        community,
        "join_invitation",
        subject % community.name,
        words,
        has_asked=has_asked,
        url=url or _("(a personal link)"),
        is_preview=not url,
        last_day=clock.date_in_words(last_day),
    )


def write_question(
    community: Community, *, last_day: dt.date, question: str, url: str = ""
) -> Letter:
    """One question before a request is decided."""
    return _write(
        community,
        "join_question",
        _("A question about your request: %s") % community.name,
        question,
        url=url or _("(a personal link)"),
        is_preview=not url,
        last_day=clock.date_in_words(last_day),
    )


def write_decline(community: Community, *, words: str = "") -> Letter:
    """Not now, kindly."""
    subject = _("Your request to join: %s") % community.name
    return _write(community, "join_decline", subject, words, kept=months_in_words(DECIDED_KEPT))


def write_somebody_asks(community: Community, *, url: str, name: str) -> Letter:
    """To those who work the queue: somebody waits. ``name`` is the community's, or ""."""
    return write_letter(
        subject=_("Somebody asks to join"),
        text_template="mail/join_waiting.txt",
        context={"name": name, "url": url},
    )


def why_not_neutral(community: Community, letter: Letter) -> str:
    """Why the letter cannot leave as it is, or ""."""
    try:
        check_letter(community_id=community.pk, letter=letter)
    except Refused as refused:
        return refused.message
    return ""


def _write(community: Community, kind: str, subject: str, words: str, **context: Any) -> Letter:
    return write_letter(
        subject=subject,
        text_template=f"mail/{kind}.txt",
        context={"community": community, "words": words.strip(), **context},
    )
