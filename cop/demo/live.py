"""A session to try: it begins in some minutes, its members are there and have chosen a space."""

import datetime as dt
from zoneinfo import ZoneInfo

from caucus.models import Space
from caucus.services import choose_space, name_holder, set_doors
from cop.core import clock
from cop.core.policy import Actor
from cop.demo.cast import SLUG
from cop.demo.story import RM, W
from cop.documents.enums import Kind
from cop.documents.selectors import consent_asked
from cop.documents.services import give_consent
from cop.members.models import Community, User
from cop.members.selectors import actor_in
from sessions_app.formats import FORMATS
from sessions_app.models import Session
from sessions_app.selectors import Plan
from sessions_app.services import check_in, schedule_session

TITLE = "A session to try"
BEGINS_IN = dt.timedelta(minutes=2)
FACILITATORS = ("amara.m01", "tom.m02")
HOLDER = "bilal.m03"
# Where the fictional people of the demonstration go today.
GOES = {
    RM: ("kwame.m06", "nadia.m11", "delroy.m13", "farida.m17"),
    W: ("hannah.m07", "ruth.m12", "eleanor.m14", "claire.m18"),
    "reflection": ("jonathan.m16",),
}


def begin_session() -> Session | None:
    """The session to try that has not ended yet, or a new one; None without the community."""
    community = Community.objects.filter(slug=SLUG).first()
    if community is None:
        return None
    known = Session.objects.filter(community=community, title=TITLE, ended_at__isnull=True)
    session = next((one for one in known if not one.is_over), None)
    if session is None:
        session = _planned(community)
        _set_up(community, session)
        _arrive(community, session)
    return session


def _planned(community: Community) -> Session:
    soon = clock.now().replace(second=0, microsecond=0) + BEGINS_IN
    local = soon.astimezone(ZoneInfo(community.time_zone))
    format_ = FORMATS["one_topic"]
    return schedule_session(
        actor=_actor(community, FACILITATORS[0]),
        plan=Plan(
            title=TITLE,
            day=local.date(),
            time=local.time(),
            format=format_.key,
            parts=format_.parts,
            facilitators=tuple(_person(name) for name in FACILITATORS),
            topics=("Who is asked to explain",),
            place="Online",
            link="https://meet.example.org/together",
        ),
    )


def _set_up(community: Community, session: Session) -> None:
    amara = _actor(community, FACILITATORS[0])
    name_holder(actor=amara, session=session, person=_person(HOLDER))
    spaces = Space.objects.filter(session=session).exclude(kind="reflection")
    doors = {space.pk: f"https://meet.example.org/room-{space.pk}" for space in spaces}
    set_doors(actor=amara, session=session, doors=doors)


def _arrive(community: Community, session: Session) -> None:
    for where, names in GOES.items():
        space = (
            Space.objects.filter(session=session, caucus__key=where).first()
            or Space.objects.filter(session=session, kind=where).get()
        )
        for name in names:
            actor = _actor(community, name)
            check_in(actor=actor, session=session)
            asked = consent_asked(actor, Kind.CONSENT_TO_CHOICE)
            if asked is not None and asked.consent is None:
                version = asked.version.pk
                give_consent(actor=actor, kind=Kind.CONSENT_TO_CHOICE, version_id=version)
            choose_space(actor=actor, session=session, space_id=space.pk)


def _actor(community: Community, name: str) -> Actor:
    return actor_in(_person(name), community)


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")
