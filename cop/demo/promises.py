"""What became of the year's asks: answered, kept, not kept with a reason, overdue, and open.

The rows are those the services would have written at the time; they refuse days that have passed.
"""

import datetime as dt
from dataclasses import dataclass

from caucus.enums import CommitmentState
from caucus.models import Ask, Commitment, CommitmentStatus
from cop.core import clock
from cop.demo import story
from cop.demo.story import W
from cop.members.models import Community
from sessions_app.models import Session

KEPT, UNDER_WAY, NOT_KEPT = (
    CommitmentState.KEPT,
    CommitmentState.UNDER_WAY,
    CommitmentState.NOT_KEPT,
)
OURS = "The facilitators of our caucus"


@dataclass(frozen=True)
class Promise:
    """What was taken on in a session, due at another. Without words: what was shared there."""

    made: str
    due: str
    role: str
    told: tuple[tuple[str, CommitmentState, str], ...]
    words: str = ""  # of the answer to that session's ask


PROMISES = (
    Promise(
        "S1",
        "S3",
        OURS,
        (("S2", UNDER_WAY, ""), ("S3", KEPT, "The list stands on our page, and grows.")),
        words="We keep a list of what has been written, and read it before we ask.",
    ),
    Promise("S1", "S2", "Each supervisor", (("S2", KEPT, "Eleven of us did."),)),
    Promise(
        "S2",
        "S4",
        "The co-chairs",
        (("S4", NOT_KEPT, "Two trusts would not give the figures, and we let it rest."),),
    ),
    Promise(
        "S3",
        "S5",
        OURS,
        (("S4", UNDER_WAY, "Six of ten letters."), ("S6", UNDER_WAY, "Two people are behind.")),
        words="Each of us reads ten letters, and we tell you together what we found.",
    ),
    Promise("S3", "S4", OURS, (("S4", KEPT, "Three templates are changed."),)),
    Promise("S4", "S6", "Team managers", (("S6", KEPT, ""),)),
    Promise("S5", "S6", OURS, (("S6", UNDER_WAY, "Seven of ten were named."),)),
)
RESPONSE = "Thank you. Please keep the list where newcomers find it."


def keep_promises(community: Community) -> None:
    """Answer some asks, give what was taken on its role and day, and say how it stood."""
    today = clock.today(community.time_zone)
    days = {
        chapter.key: story.held_on(number, today) for number, chapter in enumerate(story.CHAPTERS)
    }
    sessions = {one.key: one for one in Session.objects.filter(community=community)}
    for promise in PROMISES:
        commitment = _made(community, promise, days)
        for key, state, why in promise.told:
            CommitmentStatus.objects.create(
                commitment=commitment, session=sessions[key], state=state, why=why
            )
    Ask.objects.filter(session=sessions["S1"]).update(response=RESPONSE)


def _made(community: Community, promise: Promise, days: dict[str, dt.date]) -> Commitment:
    caucus = community.caucuses.get(key=W)
    said = {"role": promise.role, "due_on": days[promise.due]}
    if not promise.words:
        shared = Commitment.objects.filter(caucus=caucus, session__key=promise.made, ask=None)
        shared.update(**said)
        return shared.get()
    ask = Ask.objects.get(caucus__community=community, session__key=promise.made)
    made_on = days[promise.made] + dt.timedelta(days=10)
    return Commitment.objects.create(
        caucus=caucus, ask=ask, words=promise.words, made_on=made_on, **said
    )
