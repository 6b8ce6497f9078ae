"""What caucuses say to one another in a session, for everybody in it (D9)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from caucus.models import Caucus, GroupVoice, ShareBack
from caucus.selectors.sharing import Slot, released_share_backs, slot_of
from caucus.selectors.spaces import caucuses_in
from sessions_app.models import Session

MOST_VOICES = 6  # of one caucus in one session


@dataclass(frozen=True)
class Card:
    """One caucus beside the others. Without a share-back it may be silent, speak aloud or be small.

    Nothing in a card tells these three apart (R6, R9).
    """

    caucus: Caucus
    slot: Slot
    share_back: ShareBack | None


def side_by_side(session: Session, *, besides: int | None = None) -> list[Card]:
    """A card for every caucus of the session in their order; ``besides``: all but that one."""
    released = released_share_backs(session.community).filter(session=session)
    shared = {each.caucus_id: each for each in released}
    return [
        Card(caucus, slot_of(caucus), shared.get(caucus.pk))
        for caucus in caucuses_in(session)
        if caucus.pk != besides
    ]


def voices_of(session: Session) -> QuerySet[GroupVoice]:
    """Questions and responses in the order they were put, each a caucus's and nobody's own.

    For everybody who sees the session: put is released.
    """
    return GroupVoice.objects.filter(session=session).select_related("caucus")


def said_so_far(session: Session) -> tuple[int, ...]:
    """Changes whenever something is released or put, and for nothing else. Two queries."""
    released = ShareBack.objects.released().filter(session=session).order_by("pk")
    put = GroupVoice.objects.filter(session=session).count()
    return (put, *released.values_list("pk", flat=True))
