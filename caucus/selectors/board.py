"""What is written together in a space, for those in it alone, and what each may do with it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.views.decorators.debug import sensitive_variables

from caucus import day, headcounts
from caucus.enums import Place, SpaceKind, Voice
from caucus.models import Caucus, Choice, LiveSpace, Note, Point, Space
from caucus.policies import HOLDS_EVERYONE
from caucus.selectors.publication import published_facilitators
from caucus.selectors.sharing import SHARED, caucus_to_share_for, points_of
from cop.core import clock, live
from cop.core.policy import Actor
from cop.members.enums import FACILITATES
from cop.members.models import User
from cop.members.selectors import people_holding
from sessions_app.models import Facilitator, Session


@dataclass(frozen=True)
class Seat:
    """Somebody in the space they are in, at this moment: what they may do there."""

    space: Space
    looks_after: bool  # the reader does
    is_looked_after: bool  # somebody who is in it does
    speaks: bool  # the reader offers to
    is_spoken_for: bool  # a member who is in it offers to
    has_started: bool
    is_small: bool  # and so before the start, for everybody

    @property
    def caucus(self) -> Caucus | None:
        """Whose share-back is drafted here; everyone's space has none."""
        return self.space.caucus

    @property
    def may_write(self) -> bool:
        """The draft; notes are everybody's, and so is striking."""
        return self.looks_after or self.speaks

    @property
    def may_release(self) -> bool:
        return self.looks_after or (self.speaks and not self.is_looked_after)

    @property
    def voice(self) -> Voice:
        return Voice.MEMBER if self.is_spoken_for else Voice.FACILITATOR


@sensitive_variables()
def seat_of(actor: Actor, session: Session) -> Seat | None:
    """D2, D8: the actor in their own space; None outside it, and where nothing is written.

    That is individual reflection, and every space before it can be chosen and after it has shut.
    """
    if actor.member is None or not day.is_choice_open(session, clock.now()):
        return None
    own = Choice.objects.filter(session=session, member=actor.member)
    space = Space.objects.filter(pk__in=own.values("space")).select_related("caucus").first()
    if space is None or space.kind == SpaceKind.REFLECTION:
        return None
    here = Choice.objects.filter(session=session, space=space)
    speaking: dict[int | None, bool] = dict(here.values_list("member__person", "speaks"))
    planned = Facilitator.objects.filter(session=session)
    facilitating = _with_role(planned, session, FACILITATES)
    named = _named_for(session, space)
    carers = {person for person, is_appointed in (facilitating | named).items() if is_appointed}
    # Counted as for a release: whose role has ended since the plan was made adds nobody.
    uncounted = facilitating if space.caucus else facilitating | named
    has_started = session.has_begun
    return Seat(
        space=space,
        looks_after=actor.member.person_id in carers,
        is_looked_after=not carers.isdisjoint(speaking),
        speaks=speaking.get(actor.member.person_id, False),
        is_spoken_for=any(speaking[person] for person in speaking.keys() - carers),
        has_started=has_started,
        is_small=not has_started or headcounts.is_small(len(speaking.keys() - uncounted.keys())),
    )


def _named_for(session: Session, space: Space) -> dict[int, bool]:
    """Who is published for the caucus, or named to hold everyone's space."""
    if space.caucus is None:
        return _with_role(space.holders.all(), session, HOLDS_EVERYONE)
    published = published_facilitators(session.community).filter(caucus=space.caucus)
    return dict.fromkeys(published.values_list("person", flat=True), True)


def _with_role(named: QuerySet[Any], session: Session, roles: Collection[str]) -> dict[int, bool]:
    """People, and whether they hold a role today: a name in a plan alone looks after nothing."""
    holding = people_holding(session.community, *roles).filter(pk=OuterRef("person"))
    return dict(named.values_list("person", Exists(holding)))


def caucus_to_release_for(actor: Actor, session: Session) -> Caucus | None:
    """The caucus the actor may release and put words for now: whoever looks after its space.

    Where nobody does, a member who offers to speak. As ``caucus_to_share_for`` afterwards.
    """
    if day.is_choice_open(session, clock.now()):
        seat = seat_of(actor, session)
        return seat.caucus if seat is not None and seat.may_release else None
    return caucus_to_share_for(actor, session)


def notes_of(space: Space) -> list[Note]:
    """The notes of a space, in their order; for those who are in it (``seat_of``)."""
    return list(Note.objects.filter(space=space))


def draft_of(session: Session, caucus: Caucus) -> list[Point]:
    """A point for every place, for those in the space; what nobody has written is not stored."""
    written = {point.place: point for point in points_of(session, caucus)}
    return [
        written.get(place) or Point(session=session, caucus=caucus, place=place) for place in SHARED
    ]


def digest_of(point: Point) -> str:
    """What tells a point that was read from one that has changed since."""
    return live.revision(Place(point.place), point.heading, point.words)


def is_given_aloud(space: Space) -> bool:
    """Whether the caucus speaks its share-back, and writes none."""
    return LiveSpace.objects.filter(space=space, gives_aloud=True).exists()


@sensitive_variables()
def board_revision(seat: Seat | None) -> str:
    """Another with whatever is written there, and with the reader's own state; always as long.

    Who comes and goes is looked at in steps: nobody's page moves as somebody leaves.
    """
    if seat is None:
        return NOWHERE
    known = LiveSpace.objects.filter(space=seat.space)
    written = known.values_list("revision", flat=True).first()
    own = (seat.looks_after, seat.speaks)
    return live.revision(seat.space.pk, written, own, headcounts.step(clock.now()))


NOWHERE = live.revision("in no space")


@sensitive_variables()
def written_for(session_id: int, person: User) -> str:
    """Another with whatever is written in the space the person is in, found in one query."""
    own = Choice.objects.filter(session=session_id, member__person=person)
    known = LiveSpace.objects.filter(space__in=own.values("space"))
    return live.revision(*known.values_list("space", "revision"))
