"""How often a hidden number could be reckoned before its answers were kept out of all sums."""

from random import Random

from feedback.disclosure import BANDS, Answer
from tests.feedback.test_disclosure_differencing import (
    HELD,
    LABELS,
    World,
    by_period,
    by_session,
    raw,
    shown,
)


def years(rate: float, number: int) -> list[World]:
    """Six sessions of 6 to 22 people, of whom this share answers."""
    random = Random(7)
    return [
        {
            f"S{place}": [
                Answer(
                    random.choices(LABELS, [0.42, 0.5, 0.08])[0],
                    {"a": random.choices(BANDS, [0.2, 0.3, 0.5])[0]},
                )
                for _ in range(random.randint(6, 22))
                if random.random() < rate
            ]
            for place in range(1, 7)
        }
        for _ in range(number)
    ]


def test_it_was_often_and_now_it_is_never():
    found = [one for one in years(0.5, 40) if any(len(room) < HELD.t for room in one.values())]
    assert len(found) > 20
    before = [world for world in found if by_period(world, counts=raw, cap=False).given_away()]
    assert len(before) > len(found) / 4
    for world in found:
        assert by_period(world).given_away() == []
        assert by_session(world).given_away() == []


def test_what_the_rule_costs():
    """One answer in ten at a rate of a half, as the decision says."""
    found = years(0.5, 400)
    given = sum(len(room) for world in found for room in world.values())
    entered = sum(len(room) for world in found for room in shown(world).values())
    assert 0.09 < 1 - entered / given < 0.12
