"""Ratings: which cells a release has, and what each item in them shows (L3–L5)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from feedback.disclosure.figures import Counts, Figure, Nothing, figure_of
from feedback.disclosure.parameters import PERIOD_CAUCUS_LEAST, Parameters
from feedback.disclosure.turnout import Answer, RatingAtom, Rhythm, TallyAtom, Turnout

ALL = "all"

Items = Mapping[str, tuple[str, ...]]
"""What was asked, and the bands an answer to it can be in."""


@dataclass(frozen=True, slots=True)
class CellRelease:
    """One cell as released: ``cell`` is ``all`` or a caucus's key, ``n`` the answers in it."""

    cell: str
    n: int
    items: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Release:
    """Everything a release unit ever shows of its ratings: one cell for all, or one per caucus."""

    rhythm: Rhythm
    cells: tuple[CellRelease, ...]

    def __post_init__(self) -> None:
        keys = [cell.cell for cell in self.cells]
        if len(set(keys)) != len(keys) or not keys:
            raise ValueError("a release names each of its cells once")
        if ALL in keys and len(keys) > 1:
            raise ValueError("a part never stands beside the whole")
        if keys != [ALL] and len(keys) < 2:
            raise ValueError("one caucus is never shown alone")


@dataclass(frozen=True, slots=True, repr=False)
class RatingUnit:
    """The opened ratings of one release unit; **not for showing**.

    ``items`` are those asked with the bands of each; ``counts`` holds the answers by stated label
    and item. Every item has as many answers as its label has responses (a skipped item has a band
    too, L2); otherwise ``ValueError``.
    """

    turnout: Turnout
    items: Items
    counts: Mapping[tuple[str | None, str], Counts]

    def __post_init__(self) -> None:
        responses: dict[str | None, int] = {}
        for (_, label), number in self.turnout.numbers.items():
            responses[label] = responses.get(label, 0) + number
        if not {item for _, item in self.counts} <= set(self.items):
            raise ValueError("a rating of an item that was not asked")
        if not {label for label, _ in self.counts} <= set(responses):
            raise ValueError("a rating with a label nobody stated")
        for label, number in responses.items():
            for item in self.items:
                given = self.counts.get((label, item))
                if (given.n if given else 0) != number:
                    raise ValueError("an item needs exactly one answer from every response")

    @classmethod
    def of_session(
        cls, survey: str, answers: Iterable[Answer], items: Items, named: Collection[str]
    ) -> "RatingUnit":
        """The unit of one survey, from its opened responses in any order."""
        opened = list(answers)
        loose = [
            RatingAtom(answer.label, item, band)
            for answer in opened
            for item, band in answer.bands.items()
        ]
        turnout = Turnout.of_session(survey, (answer.label for answer in opened), named)
        return cls(turnout, items, _counted(loose, items))

    @classmethod
    def of_period(
        cls,
        surveys: Collection[str],
        atoms: Iterable[RatingAtom],
        tallies: Iterable[TallyAtom],
        items: Items,
        named: Collection[str],
    ) -> "RatingUnit":
        """The unit of a period, from its loose atoms in any order; ``surveys``: answered or not."""
        return cls(Turnout.of_period(surveys, tallies, named), items, _counted(atoms, items))

    def cell_counts(self, cell: str, item: str) -> Counts:
        bands = self.items[item]
        total = Counts.of((), bands)
        for (label, key), counts in self.counts.items():
            if key == item and (cell == ALL or self.turnout.stated(label) == cell):
                total += counts
        return total


def _counted(atoms: Iterable[RatingAtom], items: Items) -> dict[tuple[str | None, str], Counts]:
    found: dict[tuple[str | None, str], list[str]] = {}
    for atom in atoms:
        if atom.item not in items:
            raise ValueError("a rating of an item that was not asked")
        found.setdefault((atom.label, atom.item), []).append(atom.band)
    return {key: Counts.of(bands, items[key[1]]) for key, bands in found.items()}


def choose_cells(
    turnout: Turnout, parameters: Parameters, *, only_all: bool = False
) -> tuple[str, ...]:
    """L3. The cells of a release: every named caucus, or ``all``, or none.

    It sees no answer, so the choice cannot speak of one. ``only_all`` is for answers whose totals
    have been published before: a part beside them would give the rest away.
    """
    named = sorted(turnout.named)
    by_caucus = len(named) >= 2 and not only_all
    if by_caucus and all(_caucus_has_enough(turnout, caucus, parameters) for caucus in named):
        return tuple(named)
    if _has_enough(turnout, turnout.everybody(), parameters):
        return (ALL,)
    return ()


def _caucus_has_enough(turnout: Turnout, caucus: str, parameters: Parameters) -> bool:
    by_survey = turnout.stating(caucus)
    if turnout.rhythm is Rhythm.PERIOD and sum(by_survey.values()) < PERIOD_CAUCUS_LEAST:
        return False
    return _has_enough(turnout, by_survey, parameters)


def _has_enough(turnout: Turnout, by_survey: Mapping[str, int], parameters: Parameters) -> bool:
    # Answers are not people: only within one survey are T answers the answers of T people.
    people = max(by_survey.values(), default=0)
    answers = sum(by_survey.values())
    return people >= parameters.t and answers >= parameters.least_answers(len(turnout.surveys))


def release_ratings(
    unit: RatingUnit, parameters: Parameters, *, only_all: bool = False
) -> Release | Nothing:
    """L3–L5. The one release of a unit; ratings outside its cells enter no figure, ever."""
    cells = choose_cells(unit.turnout, parameters, only_all=only_all)
    if not cells:
        return Nothing()
    coarseness = parameters.coarseness(len(unit.turnout.surveys))
    released = []
    for cell in cells:
        by_survey = unit.turnout.everybody() if cell == ALL else unit.turnout.stating(cell)
        items = {item: figure_of(unit.cell_counts(cell, item), coarseness) for item in unit.items}
        released.append(CellRelease(cell, sum(by_survey.values()), items))
    return Release(unit.turnout.rhythm, tuple(released))
