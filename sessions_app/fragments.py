"""The programme for an intranet: a piece of plain HTML that others paste into a page of theirs.

Anybody there reads it, so it says no more than a calendar entry does: no word for race, no space,
no link to a meeting and none to us, no format and no reason.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.post.services import Lookout
from sessions_app.models import Session
from sessions_app.selectors import programme_of


@dataclass(frozen=True)
class Fragment:
    html: str
    left_out: tuple[str, ...]  # what is not in it because it would say too much


@dataclass(frozen=True)
class Line:
    session: Session
    title: str
    place: str
    topics: tuple[str, ...]


def programme_fragment(actor: Actor) -> Fragment:
    """All that is planned. A title that says too much becomes "Session"."""
    lookout, left_out = Lookout.of(actor.community.pk), []

    def neutral(text: str, instead: str = "") -> str:
        if not lookout.word_in(text) and "://" not in text:
            return text
        left_out.append(text)
        return instead

    lines = [
        Line(
            session,
            neutral(session.title, _("Session")),
            neutral(session.place),
            tuple(filter(None, (neutral(topic.title) for topic in session.topics.all()))),
        )
        for session in programme_of(actor)
    ]
    context = {"name": neutral(actor.community.name, _("Programme")), "lines": lines}
    html = render_to_string("sessions_app/fragment.html", context).strip() + "\n"
    return Fragment(html, tuple(dict.fromkeys(left_out)))
