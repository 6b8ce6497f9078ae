"""Spaces of a session. Nothing here tells who is in which space."""

import datetime as dt

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    QuerySet,
    Value,
    When,
)
from django.http import Http404

from caucus import headcounts
from caucus.enums import SpaceKind
from caucus.models import (
    Caucus,
    Choice,
    Closing,
    Holder,
    Opening,
    Space,
)
from caucus.policies import HOLDS_EVERYONE
from caucus.selectors.caucuses import caucuses_of
from caucus.selectors.publication import caucus_published_for
from cop.core.policy import Actor
from cop.members.models import Community, User
from cop.members.selectors import people_holding, people_in
from sessions_app.models import Facilitator, Session
from sessions_app.policies import is_facilitator_of
from sessions_app.selectors import get_visible_session_or_404

# Caucuses in their order, then everyone's space, then reflection.
SPACE_ORDER = Case(
    When(kind=SpaceKind.CAUCUS, then=Value(1)),
    When(kind=SpaceKind.EVERYONE, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)
ALARM_DAYS = 30


def holders_in(community: Community) -> "Prefetch[str]":
    """For ``prefetch_related`` of spaces: who holds one, by the names the community knows."""
    people = Prefetch("person", people_in(community))
    return Prefetch("holders", Holder.objects.prefetch_related(people))


def get_caucused_session_or_404(actor: Actor, session_id: int) -> Session:
    """Door of this room: a session the actor sees in which people split into caucuses."""
    session = get_visible_session_or_404(actor, session_id)
    if not session.is_caucused:
        raise Http404
    return session


def caucuses_in(session: Session) -> QuerySet[Caucus]:
    """The caucuses the session is split into; none where it is not."""
    caucuses = caucuses_of(session.community)
    return caucuses if session.is_caucused else caucuses.none()


def spaces_of(session: Session) -> QuerySet[Space]:
    """The session's spaces in their order. Doors are shown to a person only once they chose."""
    return (
        Space.objects.filter(session=session)
        .select_related("caucus")
        .order_by(SPACE_ORDER, "caucus__position", "pk")
    )


def name_of(space: Space) -> str:
    """What people call the space."""
    return space.caucus.name if space.caucus else str(SpaceKind(space.kind).label)


def people_to_hold(community: Community) -> QuerySet[User]:
    """Who may be named to hold everyone's space."""
    return people_holding(community, *HOLDS_EVERYONE)


def own_space(actor: Actor, session: Session) -> Space | None:
    """D2: where the actor is today. Nobody else's place can be asked for."""
    if actor.member is None:
        return None
    own = Choice.objects.filter(session=session, member=actor.member)
    return Space.objects.filter(pk__in=own.values("space")).select_related("caucus").first()


def facilitates_space(actor: Actor, session: Session, space: Space) -> bool:
    """Whether the actor, being in the space, looks after it today."""
    if space.kind == SpaceKind.REFLECTION or actor.person is None:
        return False
    return is_facilitator_of(actor, session) or sees_number(actor, space)


def sees_number(actor: Actor, space: Space) -> bool:
    """R9: whether the actor, being in the space, sees how many are in it.

    Only somebody who can look after no other space: the caucus's published facilitators, and who
    was named to hold everyone's space. A session's facilitator could go from one to the next.
    """
    if actor.person is None:
        return False
    if space.kind == SpaceKind.EVERYONE:
        return actor.holds(*HOLDS_EVERYONE) and space.holders.filter(person=actor.person).exists()
    published = caucus_published_for(actor)
    return published is not None and published.pk == space.caucus_id


def people_by_space(session: Session) -> dict[int, int]:
    """Number of people now in each space (by its id), facilitators not counted.

    For services and for ``headcounts`` alone: no page shows a number that has not passed there.
    """
    facilitating = Facilitator.objects.filter(session=session).values("person")
    holding = Holder.objects.filter(space=OuterRef("space"), person=OuterRef("member__person"))
    found = (
        Choice.objects.filter(session=session)
        .exclude(member__person__in=facilitating)
        .exclude(Exists(holding))
        .values_list("space")
        .annotate(people=Count("member_id"))
    )
    counted = dict(found)
    return {
        space: counted.get(space, 0)
        for space in Space.objects.filter(session=session).values_list("pk", flat=True)
    }


def headcounts_for_survey(session: Session) -> dict[str, int] | None:
    """People in each caucus now, by its key, session facilitators not counted; for L1 alone.

    None where nobody ever chose, so that every caucus of the community is named. Once the
    spaces have closed, what was not kept counts as 0 and such a caucus is not named: a survey
    opens while its session runs.
    """
    spaces = list(spaces_of(session).filter(kind=SpaceKind.CAUCUS))
    closing = Closing.objects.filter(session=session).first()
    if closing is not None:
        if not closing.were_chosen:
            return None
        return {space.caucus.key: space.people or 0 for space in spaces if space.caucus}
    if not Opening.objects.filter(session=session).exists():
        return None
    people = people_by_space(session)
    return {space.caucus.key: people[space.pk] for space in spaces if space.caucus}


def was_closed_late(session: Session) -> bool:
    """Whether choices outlived the session by more than 24 hours; shown to those who plan it."""
    return Closing.objects.filter(session=session, was_late=True).exists()


def number_closed_late(now: dt.datetime) -> int:
    """Sessions of the last ``ALARM_DAYS`` whose choices outlived them by more than 24 hours."""
    since = now.date() - dt.timedelta(days=ALARM_DAYS)
    return Closing.objects.filter(was_late=True, session__held_on__gte=since).count()


def is_too_small_to_share(session: Session, caucus: Caucus) -> bool:
    """R9: from a space under 3 comes no share-back, nor once all have left.

    Nor before the session has begun: whoever plans it may still change who is counted. Where nobody
    ever chose, nothing is known and nothing is held back.
    """
    closing = Closing.objects.filter(session=session).first()
    space = Space.objects.filter(session=session, caucus=caucus).first()
    if space is None:
        return False
    if closing is not None:
        return bool(space.was_small)
    if not Opening.objects.filter(session=session).exists():
        return False
    if not session.has_begun:
        return True
    return headcounts.is_small(people_by_space(session)[space.pk])
