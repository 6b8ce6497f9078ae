"""Sessions with spaces, for the tests of this room."""

import datetime as dt

from caucus import services
from caucus.models import Caucus, Space
from cop.members.models import Member, User
from cop.members.selectors import actor_in
from sessions_app.models import Guest, Session
from sessions_app.services import end_session
from tests.people import NO_PASSWORD, Cast
from tests.sessions_app.plans import scheduled

MINORITISED, WHITE = "racially_minoritised", "white"


# The session of these tests runs on Thursday 14 January 2027 from one to three, in winter time.
BEFORE = dt.datetime(2027, 1, 14, 11, 59, tzinfo=dt.UTC)
DURING = dt.datetime(2027, 1, 14, 13, 30, tzinfo=dt.UTC)
# In its format of one topic: the dialogue, the second round of caucuses, the closing round.
DIALOGUE = dt.datetime(2027, 1, 14, 13, 50, tzinfo=dt.UTC)
SECOND_ROUND = dt.datetime(2027, 1, 14, 14, 20, tzinfo=dt.UTC)
CLOSE = dt.datetime(2027, 1, 14, 14, 50, tzinfo=dt.UTC)
AFTER = dt.datetime(2027, 1, 14, 16, 1, tzinfo=dt.UTC)


def session_with_spaces(cast: Cast) -> Session:
    """Facilitated by Amara and Tom, visited by nobody."""
    return scheduled(cast, facilitators=(cast.amara, cast.tom))


def space_in(session: Session, key: str) -> Space:
    """The space of a caucus by its key, or the one of a kind."""
    return session.spaces.filter(caucus__key=key).first() or session.spaces.get(kind=key)


def caucus_in(cast: Cast, key: str) -> Caucus:
    return cast.community.caucuses.get(key=key)


def more_members(cast: Cast, number: int, prefix: str = "X") -> list[Member]:
    """In bulk, as their rows would be: what they do is what a test is about."""
    people = User.objects.bulk_create(
        User(
            email=f"{prefix.lower()}{count}@example.org",
            name=f"Person {prefix}{count}",
            password=NO_PASSWORD,
        )
        for count in range(number)
    )
    return Member.objects.bulk_create(
        Member(
            community=cast.community,
            person=person,
            reference=f"{prefix}{count}",
            name=person.name,
            email=person.email,
        )
        for count, person in enumerate(people)
    )


def choose(member: Member, session: Session, key: str) -> None:
    assert member.person is not None
    actor = actor_in(member.person, session.community)
    services.choose_space(actor=actor, session=session, space_id=space_in(session, key).pk)


def fill(cast: Cast, session: Session, **people: int) -> None:
    """That many members who facilitate nothing in each space: ``fill(…, white=3)``."""
    for key, number in people.items():
        for member in more_members(cast, number, prefix=key[:3].upper()):
            choose(member, session, key)


def end(cast: Cast, session: Session) -> Session:
    return end_session(actor=cast.actor("amara"), session=session)


def visited_by_grace(cast: Cast, session: Session) -> Session:
    Guest.objects.create(session=session, person=cast.grace)
    return session


def publish(cast: Cast, name: str, key: str) -> None:
    """The person is asked by Amara and accepts."""
    publication = services.offer_publication(
        actor=cast.actor("amara"), caucus=caucus_in(cast, key), person=cast.people[name]
    )
    services.accept_publication(actor=cast.actor(name), publication=publication)
