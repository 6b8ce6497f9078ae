"""The words a community begins with, what typed text means, and what stays out of mail."""

import datetime as dt

import pytest

from caucus import services
from caucus.selectors import caucus_matcher
from cop.core.registry import terms_to_avoid
from cop.members.services import create_community
from cop.post.neutrality import Lookout
from tests.caucus.world import MINORITISED, WHITE, space_in

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
def test_one_caucus_is_the_one_the_other_answers_to(terms, keys):
    community = create_community(slug="north", name="North", terms=terms)
    assert list(community.caucuses.values_list("key", flat=True)) == keys
    assert community.caucuses.get(is_answered_to=True).key == keys[0]
    assert all(community.caucuses.values_list("definition", flat=True))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("racially_minoritised", MINORITISED),
        ("Racially Minoritised Caucus", MINORITISED),
        ("  racially-MINORITISED ", MINORITISED),
        ("raciallyminoritised", MINORITISED),
        ("Racially  minoritised caucus members", MINORITISED),
        ("white", WHITE),
        ("White\u2011Caucus", WHITE),
        ("Whites", None),
        ("minoritised", None),
        ("rather not say", None),
        ("", None),
    ],
)
def test_typed_text_means_a_caucus_only_if_it_says_so(cast, text, key):
    caucus = caucus_matcher(cast.community)(text)
    assert (caucus.key if caucus else None) == key


def test_a_word_two_caucuses_use_means_neither(cast):
    cast.community.caucuses.update(adjective="of the north")
    assert caucus_matcher(cast.community)("of the north") is None
    assert caucus_matcher(cast.community)("white") is not None


def test_mail_may_carry_no_term_no_space_name_and_no_door(cast, session):
    door = "https://meet.example/room-7"
    space = space_in(session, WHITE)
    services.set_doors(actor=cast.actor("amara"), session=session, doors={space.pk: door})
    words = terms_to_avoid(cast.community.pk)
    for word in (
        "racially_minoritised",
        "Racially Minoritised Caucus",
        "racially minoritised",
        "White Caucus Members",
        "Everyone’s space",
        "Everyone's space",
        "Individual reflection",
        door,
    ):
        assert word in words
    assert "" not in words
    other = create_community(slug="other", name="Other")
    assert door not in terms_to_avoid(other.pk)


def test_nor_the_telephone_and_the_room_of_a_space(cast, session, clock):
    session.dial_in = "020 7946 0000, code 111 111#"
    session.save(update_fields=["dial_in"])
    pk = space_in(session, WHITE).pk
    services.set_doors(
        actor=cast.actor("amara"),
        session=session,
        doors={},
        dial_ins={pk: "020 7946 0000, code 222 333#"},
        rooms={pk: "Larch room"},
    )

    def word_in(text: str) -> str:
        return Lookout.of(cast.community.pk).word_in(text)

    assert word_in("Dial 0207 946 0000 and then 222333.")
    assert word_in("See you in the larch-room")
    assert not word_in(f"Dial {session.dial_in} and say who you are."), "the number of all"
    clock.shift(dt.timedelta(days=40))
    assert not word_in("See you in the larch-room"), "a room is a word again"
