"""Caucuses, the spaces of a session, the day's choice, and what a caucus agrees to share."""

from caucus.models.caucuses import Caucus, PublishedFacilitator
from caucus.models.ledger import (
    Ask,
    Commitment,
    CommitmentStatus,
    FindingsConsent,
    OverdueTold,
    PassedCall,
)
from caucus.models.live import LIVE, OF_MEMBERS, OUTLIVES, Choice, LiveSpace, Note, Point, Signal
from caucus.models.sharing import GroupVoice, ShareBack, SharedTheme
from caucus.models.spaces import Closing, Holder, Opening, Space

__all__ = [
    "LIVE",
    "OF_MEMBERS",
    "OUTLIVES",
    "Ask",
    "Caucus",
    "Choice",
    "Closing",
    "Commitment",
    "CommitmentStatus",
    "FindingsConsent",
    "GroupVoice",
    "Holder",
    "LiveSpace",
    "Note",
    "Opening",
    "OverdueTold",
    "PassedCall",
    "Point",
    "PublishedFacilitator",
    "ShareBack",
    "SharedTheme",
    "Signal",
    "Space",
]
