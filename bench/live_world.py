"""Communities that meet at the same time: people signed in, checked in and in their spaces."""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse

from bench.visits import Visitor
from caucus.enums import SpaceKind
from caucus.models import Choice
from cop.core import clock
from cop.core.policy import Actor
from cop.members.models import Member, User
from cop.members.selectors import actor_in
from sessions_app.models import Attendance, Session
from tests.people import MEMBERS, NO_PASSWORD, Cast, build_cast
from tests.sessions_app.plans import scheduled

COMMUNITIES, PEOPLE = 4, 60
INTO = dt.timedelta(minutes=12)  # people are in their caucuses
DESK = ("amara", "tom")
AT_DESK, LIVE = "sessions_app:session_desk", "sessions_app:session_live"
AT = ("caucus:board", LIVE)  # one of two is at the notes of their space


@dataclass
class Meeting:
    """A session that runs, its facilitators, and what each person's browser asks for."""

    session: Session
    desk: list[Actor]
    pages: list[dict[str, str]] = field(default_factory=list)


def meeting(cast: Cast, people: int = PEOPLE) -> Meeting:
    """So many people in a session of caucuses that began twelve minutes ago."""
    began = clock.local(clock.now() - INTO, cast.community.time_zone).replace(microsecond=0)
    session = scheduled(
        cast,
        day=began.date(),
        time=began.time().replace(second=0),
        facilitators=tuple(cast.people[who] for who in DESK),
    )
    came = [*cast.members.values(), *_more_members(cast, people - len(MEMBERS))]
    Attendance.objects.bulk_create(Attendance(session=session, member=one) for one in came)
    spaces = list(session.spaces.exclude(kind=SpaceKind.REFLECTION))  # which has no notes
    Choice.objects.bulk_create(
        Choice(session=session, member=member, space=spaces[place % len(spaces)])
        for place, member in enumerate(came)
    )
    desk = [cast.people[who] for who in DESK]
    made = Meeting(session, [actor_in(person, cast.community) for person in desk])
    made.pages = [
        _page(session, one.person, AT_DESK if one.person in desk else AT[place % len(AT)])
        for place, one in enumerate(came)
        if one.person is not None
    ]
    return made


def meetings(number: int = COMMUNITIES) -> list[Meeting]:
    """That many, each in a community of its own."""
    slugs = [f"live-{one}" for one in range(number)]
    return [meeting(build_cast(slug, slug.title(), f"{slug}.example.org")) for slug in slugs]


def _page(session: Session, person: User, page: str) -> dict[str, str]:
    args = [session.community.slug, session.pk]
    return {
        "cookie": Visitor(person).cookie,
        "page": reverse(page, args=args),
        "pulse": reverse(f"{page}_pulse", args=args),
        "stream": reverse(LIVE, args=args) + "stream/",
    }


def _more_members(cast: Cast, number: int) -> list[Member]:
    community = cast.community
    people = User.objects.bulk_create(
        User(email=f"x{one}@{community.slug}.example.org", name=f"X {one}", password=NO_PASSWORD)
        for one in range(number)
    )
    return Member.objects.bulk_create(
        Member(
            community=community,
            person=person,
            reference=f"X{place}",
            name=person.name,
            email=person.email,
            joined_on=dt.date(2020, 1, 1),
        )
        for place, person in enumerate(people)
    )
