"""R9 as a pure rule: hand cases, and properties over every session one could think of."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucus.headcounts import kept, seen_live

SESSIONS = st.dictionaries(st.integers(0, 6), st.integers(0, 30), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("people", "stored"),
    [
        ({"a": 7, "b": 12}, {"a": 7, "b": 12}),
        ({"a": 3, "b": 3}, {"a": 3, "b": 3}),
        # 8 and 13 of 22 would say that one person sat alone.
        ({"a": 8, "b": 13, "reflection": 1}, {"a": None, "b": None, "reflection": None}),
        # An empty space is a small one: else the hidden case would say "one or two".
        ({"a": 7, "b": 12, "reflection": 0}, {"a": None, "b": None, "reflection": None}),
        ({"a": 1, "b": 10}, {"a": None, "b": None}),
    ],
)
def test_numbers_are_kept_all_or_none(people, stored):
    assert kept(people) == stored


@given(SESSIONS)
def test_no_small_number_is_ever_kept(people):
    stored = kept(people)
    assert stored.keys() == people.keys()
    assert all(number is None or number >= 3 for number in stored.values())


@given(SESSIONS)
def test_a_small_space_hides_every_number(people):
    if min(people.values()) < 3:
        assert set(kept(people).values()) == {None}
    else:
        assert kept(people) == people


@pytest.mark.parametrize("total", range(1, 13))
def test_what_is_kept_never_tells_a_small_space_even_with_the_total(total):
    """Somebody who knows how many came cannot tell 0, 1 and 2 apart in any of three spaces."""
    worlds = [
        world for world in itertools.product(range(total + 1), repeat=3) if sum(world) == total
    ]
    for place in range(3):
        seen: dict[object, set[int]] = {}
        for world in worlds:
            stored = tuple(kept(dict(enumerate(world))).values())
            seen.setdefault(stored, set()).add(world[place])
        for stored, possible in seen.items():
            if possible & {0, 1, 2}:
                assert possible >= set(range(min(total, 2) + 1)), stored


@pytest.mark.parametrize(("people", "seen"), [(0, None), (2, None), (3, 3), (13, 13)])
def test_live_a_facilitator_sees_a_number_or_fewer_than_three(people, seen):
    assert seen_live(people) == seen
