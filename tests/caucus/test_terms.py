"""The words a community begins with (the first preset is written out in the brief of the product)."""

import pytest

from cop.members.services import create_community

pytestmark = pytest.mark.django_db


def test_a_community_begins_with_the_caucuses_of_its_terms():
    community = create_community(slug="north", name="North")
    assert list(
        community.caucuses.values_list("key", "name", "singular", "plural", "adjective")
    ) == [
        (
            "racially_minoritised",
            "Racially Minoritised Caucus",
            "Racially Minoritised Caucus Member",
            "Racially Minoritised Caucus Members",
            "racially minoritised",
        ),
        ("white", "White Caucus", "White Caucus Member", "White Caucus Members", "white"),
    ]


@pytest.mark.parametrize(
    ("terms", "keys"),
    [
        ("racially-minoritised", ["racially_minoritised", "white"]),
        ("global-majority", ["global_majority", "non_global_majority"]),
        ("black-people-of-colour", ["black_people_of_colour", "white"]),
    ],
)
def test_one_caucus_is_the_one_the_other_answers_to(terms: str, keys: list[str]):
    community = create_community(slug="north", name="North", terms=terms)
    assert list(community.caucuses.values_list("key", flat=True)) == keys
    assert community.caucuses.get(is_answered_to=True).key == keys[0]
    assert all(community.caucuses.values_list("definition", flat=True))
