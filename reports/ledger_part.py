"""Asks and commitments of a report's days: what the community reads on its own page, frozen.

Said by caucuses and answered by roles: no row there knows a person.
"""

import datetime as dt
from typing import TypedDict

from caucus.selectors import Stood, ledger_between
from cop.members.models import Community
from reports.schema_ledger import Accountability, AskLine, CommitmentLine


class LedgerPart(TypedDict):
    """Fields of ReportData."""

    accountability: Accountability
    asks: list[AskLine]
    commitments: list[CommitmentLine]


def ledger_part(community: Community, from_on: dt.date, to_on: dt.date) -> LedgerPart:
    """What was asked, taken on and said of it by the last day, and the numbers of all that."""
    ledger = ledger_between(community, from_on, to_on)
    figures = ledger.figures
    return {
        "accountability": {
            "posted": figures.posted,
            "answered": figures.answered,
            "taken_on": figures.taken_on,
            "kept": figures.kept,
            "under_way": figures.under_way,
            "not_kept": figures.not_kept,
            "overdue": figures.overdue,
        },
        "asks": [
            {
                "date": asked.ask.posted_on.isoformat(),
                "caucus_name": asked.ask.caucus.name,
                "words": asked.ask.words,
                "response": asked.ask.response,
                "answers": [_commitment(one) for one in asked.answers],
            }
            for asked in ledger.asks
        ],
        "commitments": [_commitment(one) for one in ledger.unasked],
    }


def _commitment(one: Stood) -> CommitmentLine:
    commitment, status = one.commitment, one.status
    return {
        "caucus_name": commitment.caucus.name,
        "words": commitment.words,
        "responsible": commitment.role,
        "due_on": commitment.due_on.isoformat() if commitment.due_on else "",
        "state": status.state if status else "",
        "why": status.why if status else "",
        "said_at": status.session.key if status else "",
        "is_overdue": one.is_overdue,
    }
