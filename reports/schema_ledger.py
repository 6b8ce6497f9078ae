"""The shape of asks and commitments inside a frozen report (``reports.schema``)."""

from typing import TypedDict


class Accountability(TypedDict):
    """Asks and commitments of the period, counted. Never by person, role or caucus.

    ``kept``, ``under_way`` and ``not_kept`` add up to ``taken_on``; ``overdue`` are of those under
    way, ``answered`` of those posted.
    """

    posted: int
    answered: int
    taken_on: int
    kept: int
    under_way: int
    not_kept: int
    overdue: int


class CommitmentLine(TypedDict):
    """What a caucus took on. ``responsible``, ``due_on`` and ``why`` may be empty.

    ``state`` is of caucus.enums.CommitmentState, or empty where nothing had been said;
    ``said_at`` is the session at which it was.
    """

    caucus_name: str
    words: str
    responsible: str
    due_on: str
    state: str
    why: str
    said_at: str
    is_overdue: bool


class AskLine(TypedDict):
    """What the caucus that is answered to asked, in its words, and what was answered."""

    date: str
    caucus_name: str
    words: str
    response: str
    answers: list[CommitmentLine]
