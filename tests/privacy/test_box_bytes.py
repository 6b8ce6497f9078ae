"""No eight bytes in a row stand both beside a name and beside an answer, in the whole database.

Every table is on one of two sides (feedback/box/tables.py); all others of the program count as
naming people. Looked at after every step, bytes written as text included.
"""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

import pytest
from django.db import connection

from feedback.box.tables import ANSWERS, OPEN, table_names
from feedback.models import CountedList, Period, Survey
from feedback.services import count_period
from tests.feedback.ballots import answers, collect, count, members, opened, send

SIZE = 8
PEOPLE = 5
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


HEX = re.compile(r"[0-9a-f]{16,}")


def values_of(tables: Iterable[str]) -> Iterator[bytes]:
    """Every value of every row: bytes as they are, all else as text and, where hex, as bytes."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    if isinstance(value, bytes | memoryview):
                        yield bytes(value)
                        continue
                    if isinstance(value, UUID):  # eight signs round its dashes are alike by chance
                        yield value.bytes
                        continue
                    yield str(value).encode()
                    for run in HEX.findall(str(value).replace("-", "")):
                        for digits in (run, run[1:]):
                            yield bytes.fromhex(digits[: len(digits) // 2 * 2])


def windows(values: Iterable[bytes]) -> set[bytes]:
    return {
        value[at : at + SIZE] for value in values for at in range(max(0, len(value) - SIZE + 1))
    }


def all_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {table for (table,) in cursor.fetchall()}


def public() -> set[bytes]:
    """What stands on both sides and on everybody's page: surveys, periods, the program's words."""
    about = windows(values_of(table_names(OPEN)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM caucus_caucus")
        words = [word.encode() for (word,) in cursor.fetchall()]
    kinds = [b"tally", b"comment", b"rating", b"at_least", b"as_written"]
    return about | windows([*words, *kinds])


def shared() -> set[bytes]:
    """What is on both sides and not public."""
    apart = set(table_names([*ANSWERS, *OPEN]))
    named = windows(values_of(all_tables() - apart))
    return (windows(values_of(table_names(ANSWERS))) & named) - public()


def test_after_no_step_do_a_name_and_an_answer_share_eight_bytes(cast):
    cast.community.figures_rhythm = "session"
    cast.community.save()
    crowd = members(cast.community, PEOPLE)
    looked = 0
    for key in ("S1", "S2", "S3"):
        survey = opened(cast.community, crowd, key=key)
        for number, member in enumerate(crowd):
            text = f"Zwölf Boxkämpfer {number} jagen {key}"
            paper = collect(member, survey)
            if key == "S1":
                assert shared() == set()
            send(survey, paper, answers("white", 5, q2=text, q5=text))
            if key == "S1":
                assert shared() == set()
                looked += 2
        count(survey)
        assert shared() == set()
    Period.objects.update(from_on="2026-01-01", to_on="2026-11-01")
    count_period(period_id=Period.objects.get().pk)
    assert shared() == set()
    assert looked == 2 * PEOPLE
    assert CountedList.objects.count() == Survey.objects.count() == 3


LEAKS = {
    "the envelope's key is what was noted beside the name": (
        "UPDATE feedback_envelope SET ballot_sha = blinded_sha FROM feedback_collected"
    ),
    "the name's row keeps the envelope's key": (
        "UPDATE feedback_collected SET blinded_sha = ballot_sha FROM feedback_envelope"
    ),
    "the member's row keeps its first bytes, as text": (
        "UPDATE members_member SET name = substr(encode(ballot_sha, 'hex'), 2, 17)"
        " FROM feedback_envelope"
    ),
    "the record keeps a piece of what was sealed": (
        "UPDATE members_member SET name = encode(substr(ciphertext, 5000, 8), 'hex')"
        " FROM feedback_envelope"
    ),
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS.keys())
def test_a_build_that_joins_them_anywhere_is_found(cast, leak):
    [member] = members(cast.community, 1)
    survey = opened(cast.community, [member])
    send(survey, collect(member, survey), answers("white", 5))
    assert shared() == set()
    with connection.cursor() as cursor:
        cursor.execute(leak)
    assert shared()
