"""Surveys and the sealed box.

Only the rows of ``asked`` name people, and none of them a time or a serial number; nothing with an
answer in it is ever stored in clear before the count.
"""

from feedback.models.asked import Collected, Eligibility, Told, new_mark
from feedback.models.assurance import Certificate
from feedback.models.box import Atom, Envelope
from feedback.models.released import CountedList, Released, Slip
from feedback.models.reviewed import Comment, Review, Topic
from feedback.models.surveys import NextSteps, Period, Survey

__all__ = [
    "Atom",
    "Certificate",
    "Collected",
    "Comment",
    "CountedList",
    "Eligibility",
    "Envelope",
    "NextSteps",
    "Period",
    "Released",
    "Review",
    "Slip",
    "Survey",
    "Told",
    "Topic",
    "new_mark",
]
