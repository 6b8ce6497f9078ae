"""How the spaces of a session stand at this moment, as one reader may know it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.views.decorators.debug import sensitive_variables

from caucus import headcounts
from caucus.models import Choice, LiveSpace, Space
from caucus.selectors.spaces import holders_in, people_by_space, spaces_of
from cop.core.policy import Actor
from sessions_app.models import Session


@dataclass(frozen=True)
class Standing:
    """One space: whether the reader is in it, and whether its door is shut for now."""

    space: Space
    is_mine: bool
    is_paused: bool

    @property
    def ways(self) -> tuple[str, str, str]:
        return self.space.door, self.space.dial_in, self.space.room

    @property
    def has_way(self) -> bool:
        return any(self.ways)


@sensitive_variables()
def standings(actor: Actor, session: Session, *, with_holders: bool = False) -> list[Standing]:
    """All spaces in their order; one query, and one more for who holds everyone's space."""
    own = Choice.objects.filter(session=session, member=actor.member, space=OuterRef("pk"))
    shut = LiveSpace.objects.filter(space=OuterRef("pk"), is_paused=True)
    spaces = spaces_of(session).annotate(is_mine=Exists(own), is_paused=Exists(shut))
    if with_holders:
        spaces = spaces.prefetch_related(holders_in(session.community))
    return [Standing(each, each.is_mine, each.is_paused) for each in spaces]


@sensitive_variables()
def number_in(session: Session, space: Space) -> int | None:
    """People in the space, facilitators not counted; None: fewer than 3, or nobody."""
    return headcounts.seen_live(people_by_space(session)[space.pk])
