"""The thresholds of a survey: frozen when it opens, shown to members, raised but never lowered."""

from dataclasses import dataclass

PERIOD_CAUCUS_LEAST = 10
"""A caucus is shown for a period, or added up over a year, from this many answers on."""

POOL_LEAST = 10
POOL_SURVEYS = 3


@dataclass(frozen=True, slots=True)
class Parameters:
    """T, C, T_TEXT and T_TEXT_CAUCUS.

    ``t`` answers are needed to show anything; ``c`` colleagues may put together what they know of
    their own answers without learning anybody else's; ``t_text`` and ``t_text_caucus`` responses
    are needed to open comments without and with their caucus.

    Raises ``ValueError`` where a value is lower than the rules allow.
    """

    t: int = 5
    c: int = 1
    t_text: int = 8
    t_text_caucus: int = 10

    def __post_init__(self) -> None:
        for name, least in (("t", 5), ("c", 1), ("t_text", 8), ("t_text_caucus", 10)):
            if getattr(self, name) < least:
                raise ValueError(f"{name} may be raised above {least}, never lowered")
        if self.t < 2 * self.c + 3:
            raise ValueError("t must be at least 2c + 3")
        if not self.t <= self.t_text <= self.t_text_caucus:
            raise ValueError("comments need at least as many answers as ratings, more by caucus")

    def coarseness(self, surveys: int) -> int:
        """K: one more than all the answers ``c`` colleagues can own in ``surveys`` surveys."""
        if surveys < 1:
            raise ValueError("a release has at least one survey")
        return self.c * surveys + 1

    def hides(self, responses: int) -> bool:
        """L7. Whether a survey's number of responses stays hidden: "fewer than 5".

        Then its answers enter no figure and no bar, or a sum they are in would give it away.
        """
        return responses < self.t

    def least_answers(self, surveys: int) -> int:
        """How many answers a cell of ratings needs at least: max(T, 2K + 1)."""
        return max(self.t, 2 * self.coarseness(surveys) + 1)
