"""Mail that would arrive late: what it says has changed, or its day is over.

Whatever news a room posts, older mail about the same thing that has not left is taken back first.
Else a mail server that puts mail off would deliver an invitation after its cancellation.
"""

from collections.abc import Collection

from django.db import transaction

from cop.core import clock
from cop.post.enums import State
from cop.post.models import Message
from cop.post.services.keeping import EMPTY

# A mail in a mail server's hand cannot be held back. If that fails, it does not leave again.
NOT_LEFT = (State.WAITING, State.HANDING, State.PERHAPS, State.FAILED)


@transaction.atomic
def take_back(
    *, community_id: int, about: str, to: Collection[str] | None = None, but: Collection[str] = ()
) -> int:
    """Mail of that ``about`` which has not (or perhaps not) left is out of date; returns how many.

    ``to``: to these addresses alone. ``but``: kinds that stay true.
    """
    old = Message.objects.filter(
        community_id=community_id, mailing__about=about, state__in=NOT_LEFT
    ).exclude(kind__in=but)
    if to is not None:
        old = old.filter(to__in=to)
    taken = old.update(not_after=clock.now())
    put_away_late()
    return taken


def put_away_late() -> int:
    """Empty what may not leave any more; returns how many mails."""
    late = Message.objects.filter(
        not_after__lte=clock.now(), state__in=(State.WAITING, State.PERHAPS, State.FAILED)
    )
    return late.update(**EMPTY | {"state": State.OVERTAKEN, "reason": ""})
