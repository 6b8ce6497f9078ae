"""The list of what was counted gives no hidden number away. Merged over a year, it would."""

import pytest

from feedback.box.receipts import padded
from feedback.models import CountedList
from tests.feedback import ballots

# A year of six sessions, and the numbers its pages show: fewer than five stay hidden.
ANSWERED = {"S1": 12, "S2": 11, "S3": 9, "S4": 8, "S5": 3, "S6": 10}
SHOWN = {key: number for key, number in ANSWERED.items() if number >= 5}


def hashes(number: int) -> list[bytes]:
    return [bytes([at // 256, at % 256]) * 16 for at in range(number)]


def hidden_numbers(lengths: list[int], shown: dict[str, int]) -> list[int]:
    """What remains when the numbers on the pages are taken from the lists' lengths."""
    return [sum(lengths) - sum(shown.values())]


def test_a_merged_list_gives_a_hidden_number_away_by_subtraction():
    merged = sum(ANSWERED.values())
    assert hidden_numbers([merged], SHOWN) == [ANSWERED["S5"]]


def test_lists_of_each_survey_without_filling_give_it_away_too():
    assert {key: len(hashes(number)) for key, number in ANSWERED.items()}["S5"] == 3


def test_a_filled_list_has_one_length_whatever_was_answered():
    lengths = {len(padded(hashes(number))) for number in range(513)}
    assert lengths == {512}
    assert len(padded(hashes(513))) == 1024


def test_filling_keeps_every_hash_and_adds_another_each_time():
    one, other = padded(hashes(3)), padded(hashes(3))
    assert one == sorted(one)
    assert set(one) & set(other) == set(hashes(3))


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1, 4])
def test_what_is_stored_at_the_count_is_as_long_whoever_answered(cast, number):
    crowd = ballots.members(cast.community, 4)
    survey = ballots.opened(cast.community, crowd)
    for member in crowd[:number]:
        ballots.send(survey, ballots.collect(member, survey), ballots.answers())
    ballots.count(survey)
    assert len(bytes(CountedList.objects.get().hashes)) == 512 * 32
