"""Why a paper or an envelope is not taken: told apart by type, so that a view needs no words."""

from cop.core.errors import Refused


class SurveyClosed(Refused):
    """The survey takes no papers or envelopes, not yet or not any more."""


class NotEligible(Refused):
    """The member is not asked: they did not come, or they facilitated."""


class PaperElsewhere(Refused):
    """The member's one paper was collected with another value (409)."""


class Malformed(Refused):
    """What came over the wire is no paper or no response. Says nothing about its content (400)."""


class NotACode(Refused):
    """What was typed is no code of the survey."""
