"""Who was asked and how many answered, without an answer: all that choosing cells may know."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from feedback.disclosure.parameters import Parameters


class Rhythm(StrEnum):
    SESSION = "session"
    PERIOD = "period"


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """One opened response of a survey: the caucus stated, or ``None``, and a band for each item."""

    label: str | None
    bands: Mapping[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class RatingAtom:
    """One loose rating of a period. It does not know its survey."""

    label: str | None
    item: str
    band: str


@dataclass(frozen=True, slots=True, repr=False)
class TallyAtom:
    """How many responses of a survey stated a label."""

    survey: str
    label: str | None
    responses: int


def named_caucuses(
    headcounts: Mapping[str, int] | None, caucuses: Collection[str], parameters: Parameters
) -> frozenset[str]:
    """L1. The caucuses whose space held at least T members when the survey opened.

    ``headcounts`` leaves the facilitators out; a space stored as "fewer than 3" is missing from it.
    ``None`` means that no headcount was recorded, and every caucus of the community is named.
    """
    if headcounts is None:
        return frozenset(caucuses)
    return frozenset(key for key in caucuses if headcounts.get(key, 0) >= parameters.t)


def named_in_period(named_by_survey: Iterable[frozenset[str]]) -> frozenset[str]:
    """L1 for a period: named in one of its surveys."""
    return frozenset[str]().union(*named_by_survey)


@dataclass(frozen=True, slots=True, repr=False)
class Turnout:
    """The numbers of responses of one release unit; **not for showing**.

    ``surveys`` are all surveys of the unit, answered or not; ``numbers`` counts responses by survey
    and stated label. A label that is not ``named`` counts as not stated.
    """

    rhythm: Rhythm
    surveys: frozenset[str]
    named: frozenset[str]
    numbers: Mapping[tuple[str, str | None], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.surveys:
            raise ValueError("a release unit has at least one survey")
        if self.rhythm is Rhythm.SESSION and len(self.surveys) != 1:
            raise ValueError("by session, a release unit is one survey")
        if any(number < 0 for number in self.numbers.values()):
            raise ValueError("a number of responses is never negative")
        if not {survey for survey, _ in self.numbers} <= self.surveys:
            raise ValueError("responses from a survey outside the release unit")

    @classmethod
    def of_session(
        cls, survey: str, labels: Iterable[str | None], named: Collection[str]
    ) -> "Turnout":
        numbers: dict[tuple[str, str | None], int] = {}
        for label in labels:
            numbers[survey, label] = numbers.get((survey, label), 0) + 1
        return cls(Rhythm.SESSION, frozenset({survey}), frozenset(named), numbers)

    @classmethod
    def of_period(
        cls, surveys: Collection[str], tallies: Iterable[TallyAtom], named: Collection[str]
    ) -> "Turnout":
        """``ValueError`` if one survey brings two tallies of one label: something ran twice."""
        numbers: dict[tuple[str, str | None], int] = {}
        for tally in tallies:
            key = tally.survey, tally.label
            if key in numbers:
                raise ValueError("two tallies of one survey and label")
            numbers[key] = tally.responses
        return cls(Rhythm.PERIOD, frozenset(surveys), frozenset(named), numbers)

    def stated(self, label: str | None) -> str | None:
        """The label where it is named, else ``None``: not stated."""
        return label if label in self.named else None

    def everybody(self) -> dict[str, int]:
        """Responses by survey."""
        return self._by_survey(self.numbers)

    def stating(self, caucus: str | None) -> dict[str, int]:
        """Responses by survey that state a named caucus, or (``None``) none."""
        return self._by_survey(key for key in self.numbers if self.stated(key[1]) == caucus)

    def _by_survey(self, keys: Iterable[tuple[str, str | None]]) -> dict[str, int]:
        found: dict[str, int] = {}
        for key in keys:
            if self.numbers[key]:
                found[key[0]] = found.get(key[0], 0) + self.numbers[key]
        return found
