"""One look at the box by somebody who has stolen its key, and knows in which order people sent.

Fifteen envelopes are all written with each new one; of three hundred, 31. So of three hundred the
last ones stand among some thirty, and nobody among fewer.
"""

import threading
from collections import Counter
from collections.abc import Callable
from math import sqrt
from secrets import token_bytes

import pytest
from django.db import connection, transaction

from feedback.box import envelopes
from feedback.box.responses import ENVELOPE_BYTES
from feedback.models import Envelope
from tests.feedback.ballots import opened
from tests.privacy.looks import ORDERS, Guess, Row, hits, in_order, limit_of, look

WRITERS = 8
# A rewritten envelope stands among as many, and one more.
AMONG = envelopes.MOVED_ALONG + 1
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def drop(survey, author: int) -> None:
    """Store an envelope as drop_envelope does. With the stolen key it reads as its author."""
    content = author.to_bytes(2, "big") + token_bytes(ENVELOPE_BYTES - 2)
    with transaction.atomic():
        envelopes.lock_box(survey.pk)
        envelopes.put_envelope(survey.pk, token_bytes(32), content)


def one_by_one(survey, people: int) -> None:
    for author in range(people):
        drop(survey, author)


def eight_at_once(survey, people: int) -> None:
    """Eight writers; each takes the next number as soon as it is free."""
    numbers = iter(range(people))
    turn = threading.Lock()

    def write() -> None:
        try:
            while True:
                with turn:
                    author = next(numbers, None)
                if author is None:
                    return
                drop(survey, author)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


Filling = Callable[[object, int], None]


def looks(cast, filling: Filling, people: int, runs: int) -> list[list[Row]]:
    survey = cast.community.surveys.first() or opened(cast.community, [])
    found = []
    for _run in range(runs):
        filling(survey, people)
        found.append(look("feedback_envelope", "ballot_sha", "ciphertext"))
        assert len(found[-1]) == people
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE feedback_envelope")
    return found


def authors(rows: list[Row]) -> Guess:
    return [int.from_bytes(bytes(row.content)[:2], "big") for row in rows]


def rates(looked: list[list[Row]]) -> dict[str, tuple[float, int]]:
    """By order and attacker: the rate of right guesses, and from how many runs."""
    people = len(looked[0])
    found = {}
    for order in ORDERS:
        guesses = [authors(in_order(rows, order)) for rows in looked]
        for attacker, (right, asked) in hits(guesses).items():
            found[f"{order}, {attacker}"] = (right / asked, asked // people)
    return found


def above_chance(looked: list[list[Row]]) -> set[str]:
    people = len(looked[0])
    return {name for name, (rate, runs) in rates(looked).items() if rate > limit_of(people, runs)}


def smallest_groups(looked: list[list[Row]], by: str = "xmin") -> list[int]:
    """For each look, how many the smallest group of one transaction has."""
    return [min(Counter(map(ORDERS[by], rows)).values()) for rows in looked]


@pytest.mark.parametrize("filling", [one_by_one, eight_at_once])
def test_of_fifteen_no_order_says_who_sent_what(cast, filling):
    looked = looks(cast, filling, 15, 24)
    assert smallest_groups(looked) == [15] * 24, "all have one transaction's number"
    lucky = above_chance(looked)
    assert not lucky or not lucky & above_chance(looks(cast, filling, 15, 24))


def test_without_the_lock_eight_writers_leave_groups_of_one(cast, monkeypatch):
    monkeypatch.setattr(envelopes, "lock_box", lambda _owner: None)
    looked = looks(cast, eight_at_once, 15, 8)
    assert min(smallest_groups(looked)) == 1


def test_without_the_rewriting_the_look_names_everybody(cast, monkeypatch):
    def put_plainly(survey, ballot_sha: bytes, ciphertext: bytes) -> None:
        Envelope.objects.create(ballot_sha=ballot_sha, survey_id=survey, ciphertext=ciphertext)

    monkeypatch.setattr(envelopes, "put_envelope", put_plainly)
    found = rates(looks(cast, one_by_one, 15, 4))
    for order in ("as dumped", "place", "xmin", "chunk's number", "chunk's place"):
        assert found[f"{order}, forwards"][0] == 1.0
    # Whoever writes to another database of the same server in between shifts the numbers before it.
    assert max(last_ones([look])[0] for look in looks(cast, one_by_one, 20, 12)) == 1.0


# Three hundred.


def last_ones(looked: list[list[Row]]) -> tuple[float, int]:
    """The best guess there is: whoever came with a transaction is among what still has its number.

    The newcomer of each transaction that left a row behind is taken to be the first of its rows.
    """
    right = asked = 0
    for rows in looked:
        newest = max(row.xmin for row in rows)
        first: dict[int, Row] = {}
        for row in in_order(rows, "key"):
            first.setdefault(row.xmin, row)
        for xmin, row in first.items():
            right += authors([row]) == [len(rows) - 1 - (newest - xmin)]
            asked += 1
    return right / asked, asked


@pytest.mark.parametrize("filling", [one_by_one, eight_at_once])
def test_of_three_hundred_nobody_stands_among_fewer_than_thirty_two(cast, filling):
    looked = looks(cast, filling, 300, 3)
    rate, asked = last_ones(looked)
    chance = 1 / AMONG
    assert asked > 50, "transactions that left a row behind"
    assert rate <= chance + 4 * sqrt(chance * (1 - chance) / asked)


def test_with_two_others_moved_along_the_best_guess_wins(cast, monkeypatch):
    monkeypatch.setattr(envelopes, "MOVED_ALONG", 2)
    # The best of several, again for whoever writes to another database of the same server.
    rate, asked = max(last_ones([look]) for look in looks(cast, one_by_one, 60, 6))
    chance = 1 / AMONG
    assert rate > chance + 4 * sqrt(chance * (1 - chance) / asked)
