"""Share-backs: for whom one writes, and what was released."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    QuerySet,
)
from django.utils.translation import gettext as _

from caucus import day
from caucus.enums import Place
from caucus.models import (
    Caucus,
    Point,
    ShareBack,
    Space,
)
from caucus.policies import is_caucused_here
from caucus.selectors.caucuses import caucuses_of
from caucus.selectors.publication import caucus_published_for
from caucus.selectors.spaces import facilitates_space, own_space
from cop.core import clock
from cop.core.policy import Actor
from cop.members.models import Community
from sessions_app.models import Session

SHARED = (Place.FIRST, Place.SECOND, Place.SLOT)  # the points that make a share-back


@dataclass(frozen=True)
class Slot:
    """The one slot beside the themes: as large for every caucus, and not the same (R7)."""

    field: str  # of the model
    label: str
    hint: str


def slot_of(caucus: Caucus) -> Slot:
    """The ask of the caucus that is answered to; what we take responsibility for, of the others."""
    if caucus.is_answered_to:
        return Slot(
            field="ask",
            label=_("What we ask"),
            hint=_("One thing, if you want to ask for something. You owe nobody an ask."),
        )
    return Slot(
        field="responsibility",
        label=_("What we take responsibility for"),
        hint=_("One thing we will do, and not what others might do for us."),
    )


def caucus_to_share_for(actor: Actor, session: Session) -> Caucus | None:
    """The caucus whose share-back the actor may write now; the server finds it, nobody names it.

    While spaces are open: that of the space the actor is in and facilitates. Afterwards, and for
    imported sessions: the one they are published for. None for everybody else.
    """
    now = clock.now()
    if session.is_cancelled or not is_caucused_here(actor, session):
        return None
    if day.is_choice_open(session, now):
        space = own_space(actor, session)
        if space is not None and facilitates_space(actor, session, space):
            return space.caucus
        return None
    return caucus_published_for(actor) if day.has_shut(session, now) else None


def released_share_backs(community: Community) -> QuerySet[ShareBack]:
    """D9: everything released, with themes, by date and then in the order of the caucuses."""
    return (
        ShareBack.objects.released()
        .filter(session__community=community)
        .select_related("caucus", "session")
        .prefetch_related("themes")
        .order_by("session__held_on", "session__starts_at", "session", "caucus__position")
    )


def share_back_of(session: Session, caucus: Caucus) -> ShareBack | None:
    """What the caucus released of the session."""
    return (
        ShareBack.objects.released()
        .filter(session=session, caucus=caucus)
        .select_related("caucus", "session")
        .prefetch_related("themes")
        .first()
    )


def points_of(session: Session, caucus: Caucus) -> list[Point]:
    """The draft, in its order: for the people in that caucus's space and whoever writes for it.

    Once spaces are shut nobody has what was drafted in them, whether or not anybody pressed the
    end: of a draft written afterwards alone is anything read or released.
    """
    points = Point.objects.filter(session=session, caucus=caucus, place__in=SHARED)
    if day.has_shut(session, clock.now()):
        points = points.filter(kept_until__isnull=False)
    return sorted(points, key=lambda point: SHARED.index(Place(point.place)))


def words_of(points: Iterable[Point]) -> str:
    """Everything in them that people will read."""
    return "\n".join(f"{point.heading}\n{point.words}" for point in points)


def share_backs_side_by_side(session: Session) -> list[ShareBack]:
    """What all caucuses of the session released, in their order; none of it where one did not.

    For whatever leaves the session's own page. Somebody who was not there would otherwise learn
    which caucus was silent, and might guess that it was small (R9); nobody is told which it was.
    Where all did, how many were left at the end counts for nothing: everybody has read them, and
    a page without them would tell that one of the caucuses had become small.
    """
    if not session.is_caucused:
        return []
    met = Space.objects.filter(session=session, caucus__isnull=False)
    caucuses = caucuses_of(session.community)
    wanted = set(met.values_list("caucus", flat=True)) or set(caucuses.values_list("pk", flat=True))
    released = list(released_share_backs(session.community).filter(session=session))
    return released if wanted == {one.caucus_id for one in released} else []
