"""Places in a room that holds so many: who waits for one, and who moves up.

A place is given or taken while the session's row is held, so the last one goes to one member only.
Whoever facilitates has a place besides, and so have guests: they are not counted here. Nobody who
has a place ever loses it to a smaller number.
"""

import logging

from django.db import transaction

from cop.core import clock
from cop.core.errors import Refused
from cop.members.models import Community
from cop.post.services import post_letter
from sessions_app.enums import Answer, SessionState
from sessions_app.letters import about_session, write_session_letter
from sessions_app.models import Invitation, Session
from sessions_app.selectors import (
    has_place_besides,
    is_full,
    locked_session,
    places_left,
    waiting_list,
)

logger = logging.getLogger(__name__)


def take_place(session: Session, invitation: Invitation) -> None:
    """Give who comes a place, or the end of the waiting list; the caller holds the session."""
    waits = is_full(session, besides=invitation) and not has_place_besides(invitation)
    invitation.waiting_since = clock.now() if waits else None


def fill_places(session: Session) -> int:
    """Let the first of the waiting list move up as far as there are places; returns how many.

    The caller holds the session. Each is told by mail; where a word of it may not leave they have
    the place all the same, and the page says so.
    """
    if session.is_cancelled or session.has_begun:
        return 0
    left = places_left(session)
    moving = list(waiting_list(session)[:left] if left is None or left > 0 else [])
    for invitation in moving:
        invitation.waiting_since = None
        invitation.save(update_fields=["waiting_since"])
    people = [(one.member.email, one.member.name) for one in moving if one.member.email]
    if people:
        try:
            post_letter(
                community_id=session.community_id,
                kind="session_place",
                about=about_session(session),
                recipients=people,
                letter=write_session_letter(session, "session_place"),
            )
        except Refused:
            logger.warning("The mail about places in session %s may not leave.", session.pk)
    return len(moving)


def ask_again(session: Session) -> None:
    """Everybody is asked afresh, for another day: no answer, apology or place stands."""
    session.invitations.update(answer="", waiting_since=None)
    session.apologies.all().delete()


def fill_all_places(community: Community | None = None) -> int:
    """Let members move up wherever a place was left without a word; returns how many did.

    In all communities, or in one.
    """
    waiting = Invitation.objects.filter(
        waiting_since__isnull=False,
        answer=Answer.COMING,
        session__state=SessionState.PLANNED,
        session__starts_at__gt=clock.now(),
    )
    if community is not None:
        waiting = waiting.filter(session__community=community)
    moved = 0
    for session_id in waiting.order_by("session").values_list("session", flat=True).distinct():
        try:
            with transaction.atomic():
                moved += fill_places(locked_session(session_id))
        except Exception as problem:
            if community is not None:  # a part of leaving
                raise
            # Its kind alone: what an exception says may be out of a mail.
            logger.error("Places in session %s stay: %s", session_id, type(problem).__name__)  # noqa: TRY400
    return moved
