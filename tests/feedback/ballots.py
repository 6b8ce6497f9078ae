"""Surveys for tests, and what a browser does with its two requests."""

import datetime as dt
from collections.abc import Iterable

from cop.core import clock
from cop.core.policy import Actor
from cop.members.models import Community, Member
from cop.members.selectors import actor_in, system_actor
from cop.members.services import save_member
from feedback.box import blind, papers
from feedback.models import Survey
from feedback.services import count_survey, drop_envelope, issue_paper, open_survey
from sessions_app.models import Attendance, Session

Paper = tuple[bytes, bytes]
ITEMS = "abcdefg"


def members(community: Community, number: int) -> list[Member]:
    """Members who can sign in, V01, V02, …"""
    system = system_actor(community)
    return [
        save_member(
            actor=system,
            reference=f"V{one:02}",
            name=f"Voter {one}",
            email=f"voter{one}@example.org",
            joined_on=dt.date(2020, 1, 1),
        )[0]
        for one in range(1, number + 1)
    ]


def session_with(
    community: Community, came: Iterable[Member], *, key: str = "S1", held_on: dt.date | None = None
) -> Session:
    """A session of today, time unknown, to which these came."""
    session = Session.objects.create(
        community=community, key=key, title=key, held_on=held_on or clock.today("Europe/London")
    )
    Attendance.objects.bulk_create(Attendance(session=session, member=one) for one in came)
    return session


def actor_of(member: Member) -> Actor:
    assert member.person is not None
    return actor_in(member.person, member.community)


def opened(
    community: Community, came: Iterable[Member], *, asked: str = "PPN-1", **session: object
) -> Survey:
    """An open survey of a session of today."""
    held = session_with(community, came, **session)  # type: ignore[arg-type]
    return open_survey(actor=system_actor(community), session=held, asked=asked)


def blinded(survey: Survey, message: bytes | None = None) -> tuple[bytes, blind.Blinded]:
    """What a browser makes before the first request: its message, and the same blinded."""
    key = bytes(survey.paper_public_key)
    message = message or papers.new_message(key)
    return message, blind.blind(papers.public_key(key), message)


def collect(member: Member, survey: Survey) -> Paper:
    """The first request, with the login and without an answer; and the blinding taken off."""
    message, hidden = blinded(survey)
    signed = issue_paper(actor=actor_of(member), survey=survey, blinded=hidden.value)
    return message, unblinded(survey, message, signed, hidden)


def unblinded(survey: Survey, message: bytes, signed: bytes, hidden: blind.Blinded) -> bytes:
    key = papers.public_key(bytes(survey.paper_public_key))
    return blind.finalize(key, message, signed, hidden.inverse)


def send(survey: Survey, paper: Paper, answers: object) -> None:
    """The second request: without a login."""
    message, signature = paper
    drop_envelope(survey_id=survey.pk, message=message, signature=signature, answers=answers)


def answers(label: str | None = None, rating: int = 4, **texts: str) -> dict[str, object]:
    """The same rating everywhere, and comments by question: ``answers("white", 5, q2="…")``."""
    return {
        "label": label,
        "ratings": dict.fromkeys(ITEMS, rating),
        "texts": {question[1:]: text for question, text in texts.items()},
    }


def close(survey: Survey) -> None:
    """Let the survey's last day be over."""
    Survey.objects.filter(pk=survey.pk).update(
        closes_on=clock.today("Europe/London") - dt.timedelta(days=1)
    )


def count(survey: Survey) -> Survey:
    """Close and count a survey."""
    close(survey)
    count_survey(survey_id=survey.pk)
    survey.refresh_from_db()
    return survey
