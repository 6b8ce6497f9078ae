"""One who always disagrees: who came, and what is shown, name them no better than chance.

Twelve sessions of one room of 22 people. The colleague who looks holds every attendance list and
every figure, and suspects whoever came when the figure spoke of disagreement and was away when it
did not. One dissenter must be found by chance alone; for two to five the numbers are reported, as
certainty is excluded and likelihood is not.
"""

from collections.abc import Callable
from random import Random
from statistics import fmean

import pytest

from feedback.disclosure import (
    BANDS,
    Answer,
    AtLeast,
    Parameters,
    RatingUnit,
    Release,
    release_ratings,
)

PEOPLE, SESSIONS, ROUNDS = 22, 12, 200
CHANCE = 1 / PEOPLE
Speaks = Callable[[list[str]], float]


def as_released(bands: list[str]) -> float:
    """How loudly a session's figure speaks of low answers."""
    answers = [Answer(None, {"a": band}) for band in bands]
    unit = RatingUnit.of_session("S", answers, {"a": BANDS}, [])
    release = release_ratings(unit, Parameters())
    if not isinstance(release, Release):
        return 0
    figure = release.cells[0].items["a"]
    return figure.bounds("low")[0] + (0 if isinstance(figure, AtLeast) else 1)


def only_unanimity_hidden(bands: list[str]) -> float:
    """A rule that is wrong: hiding is silent only where there is nothing to hide."""
    return 0 if len(set(bands)) == 1 else 1


def blunt(bands: list[str]) -> float:
    """Another: exact from one dissenter on."""
    return bands.count("low")


def found(speaks: Speaks, k: int, rate: float, stability: float, seed: int = 5) -> float:
    """The share of the k dissenters among the k most suspected, over many years."""
    random = Random(seed)
    return fmean(one_year(speaks, k, rate, stability, random) for _ in range(ROUNDS))


def one_year(speaks: Speaks, k: int, rate: float, stability: float, random: Random) -> float:
    dissenters = set(random.sample(range(PEOPLE), k))
    came, heard = [], []
    for _ in range(SESSIONS):
        there = {one for one in range(PEOPLE) if random.random() < 0.6}
        bands = [
            "low" if (one in dissenters) == (random.random() < stability) else "high"
            for one in sorted(there)
            if random.random() < rate
        ]
        came.append(there)
        heard.append(speaks(bands))
    usual = fmean(heard)
    suspicion = {
        one: sum(
            (loud - usual) * (1 if one in there else -1)
            for there, loud in zip(came, heard, strict=True)
        )
        + random.random() / 1e6
        for one in range(PEOPLE)
    }
    ranked = sorted(suspicion, key=suspicion.__getitem__, reverse=True)
    return len(dissenters & set(ranked[:k])) / k


CIRCUMSTANCES = [(rate, stability) for rate in (0.6, 1.0) for stability in (0.9, 1.0)]


def test_one_dissenter_is_found_by_chance_alone():
    """Where everybody else is of one mind and stays so, the case in which hiding is hardest."""
    for rate in (0.6, 0.8, 1.0):
        hits = found(as_released, 1, rate, 1.0)
        assert abs(hits - CHANCE) <= 4 * (CHANCE * (1 - CHANCE) / ROUNDS) ** 0.5


@pytest.mark.parametrize("rule", [only_unanimity_hidden, blunt])
def test_the_same_search_finds_one_where_the_rule_is_wrong(rule):
    assert found(rule, 1, 1.0, 1.0) > 0.6
    assert found(rule, 1, 0.6, 1.0) > 0.25


def test_what_is_found_of_more_is_reported(record_property):
    """Never gated: groups that answer alike every time show that they do."""
    table = {
        (k, rate, stability): found(as_released, k, rate, stability)
        for k in range(1, 6)
        for rate, stability in CIRCUMSTANCES
    }
    for (k, rate, stability), hits in table.items():
        record_property(f"dissenters {k}, rate {rate}, stability {stability}", round(hits, 2))
        print(f"{k} at rate {rate}, stability {stability}: {hits:.2f} (chance {k / PEOPLE:.2f})")
    assert len(table) == 20
    # Five who always disagree are heard: that is what the figures are for.
    assert table[5, 1.0, 1.0] > 5 / PEOPLE
