"""A session that is over, for tests of what follows it."""

import datetime as dt
from typing import Any

from caucus.enums import Place
from caucus.models import Point, ShareBack, SharedTheme, Space
from cop.core import clock
from cop.members.models import Member
from reports.models import SessionSummary
from reports.services import approve_summary, draft_summary
from reports.summaries import digest_of
from sessions_app.models import Invitation, Session
from sessions_app.services import write_action, write_notes
from tests.people import Cast
from tests.sessions_app.plans import came, scheduled

WHITE, MINORITISED = "white", "racially_minoritised"


def over(cast: Cast, *who: str, days: int = 3, **changes: Any) -> Session:
    """Held so many days ago with Tom; these people came, and everybody was invited."""
    day = clock.today("Europe/London") - dt.timedelta(days=days)
    session = scheduled(cast, day=day, **changes)
    came(session, *(cast.members[name] for name in who))
    Invitation.objects.bulk_create(
        Invitation(session=session, member=member, sent_on=day) for member in cast.members.values()
    )
    return session


def more_members(cast: Cast, number: int) -> list[Member]:
    """So that there are enough for a total."""
    return Member.objects.bulk_create(
        Member(community=cast.community, reference=f"X{n}", name=f"Member {n}")
        for n in range(number)
    )


def close_register(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(register_closed_at=clock.now())
    session.refresh_from_db()


def shared(
    session: Session, key: str, title: str, *, body: str = "In full.", **fields: Any
) -> ShareBack:
    """A share-back of one theme, released."""
    caucus = session.community.caucuses.get(key=key)
    share_back = ShareBack.objects.create(session=session, caucus=caucus, **fields)
    SharedTheme.objects.create(share_back=share_back, position=1, title=title, body=body)
    share_back.released_at = clock.now()
    share_back.save()
    return share_back


def written(session: Session, key: str, title: str, *, body: str = "In full.") -> None:
    """A share-back of one theme, as a draft."""
    caucus = session.community.caucuses.get(key=key)
    Point.objects.create(
        session=session, caucus=caucus, place=Place.FIRST, heading=title, words=body
    )


def was_small(session: Session, key: str) -> None:
    """Fewer than three were in that space, as the closing keeps it."""
    Space.objects.filter(session=session, caucus__key=key).update(was_small=True)


def noted(cast: Cast, session: Session, words: str = "We agreed to begin on time.") -> None:
    actor = cast.actor("amara")
    write_notes(actor=actor, session=session, words=words)
    write_action(actor=actor, session=session, words="Send the list", role="the secretary")


def approved(cast: Cast, session: Session, *, asks: str = "") -> SessionSummary:
    actor = cast.actor("amara")
    draft = draft_summary(actor=actor, session=session, asks_of_leaders=asks)
    return approve_summary(
        actor=actor, session=session, seen=digest_of(draft.content), without_number=True
    )
