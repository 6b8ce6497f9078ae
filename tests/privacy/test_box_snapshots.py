"""Somebody holds the attendance list and a dump of the database after every step.

They know in which order eleven people collected and sent, and try to say who wrote what: by the
order of rows as dumped, by ctid, by xmin, by key. Chance matches one of the eleven. The same attack
on a build without the second wall must win, else it proves nothing.
"""

from collections.abc import Callable
from math import sqrt

import pytest
from django.db import connection

from feedback.box import count as count_module
from feedback.box import envelopes, keys, releases
from feedback.box.responses import open_response
from feedback.models import Envelope
from tests.feedback.ballots import answers, collect, count, members, opened, send

PEOPLE = 11
RUNS = 12
Row = dict[str, object]

ORDERS: dict[str, Callable[[Row], object]] = {
    "as dumped": lambda row: 0,
    "ctid": lambda row: row["place"],
    "xmin": lambda row: row["xmin"],
    "key": lambda row: row["key"],
}


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def dump(table: str, key: str, content: str, survey) -> list[Row]:
    """The rows as a dump lists them: unordered, which is to say in physical order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (ctid::text::point)[0] * 1000 + (ctid::text::point)[1],"
            f" xmin::text::bigint, {key}, {content} FROM {table} WHERE survey_id = %s",
            [survey.pk],
        )
        names = ("place", "xmin", "key", "content")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def matched(rows: list[Row], read: Callable[[Row], str], order: str) -> int:
    """How many people an attacker gets right who takes this order for that of arrival."""
    ordered = sorted(rows, key=ORDERS[order])  # type: ignore[arg-type]
    return sum(read(row) == f"voice {number}" for number, row in enumerate(ordered))


def one_survey(cast, crowd, number: int) -> tuple[dict[str, int], dict[str, int]]:
    """Matches by order: one look at the box with its stolen key, and all looks after the count."""
    survey = opened(cast.community, crowd, key=f"S{number}")
    papers = [collect(member, survey) for member in crowd]
    arrived: list[bytes] = []
    looks: list[list[Row]] = []
    for place, paper in enumerate(papers):
        send(survey, paper, answers("white", 4, q5=f"voice {place}"))
        looks.append(dump("feedback_envelope", "ballot_sha", "ciphertext", survey))
        new = {bytes(row["key"]) for row in looks[-1]} - set(arrived)  # type: ignore[call-overload]
        arrived += new
    assert len(arrived) == PEOPLE
    key = keys.box_key(survey.pk)

    def read(row: Row) -> str:
        opened_now = open_response(bytes(row["content"]), survey.pk, key)  # type: ignore[call-overload]
        return opened_now.texts["5"]

    with_key = {order: matched(looks[-1], read, order) for order in ORDERS}
    count(survey)
    slips = dump("feedback_slip", "id::text", "body", survey)
    assert len(slips) == PEOPLE
    after = {order: matched(slips, lambda row: str(row["content"]), order) for order in ORDERS}
    # Knowing whose envelope is whose, and how they lay in the last look before the count.
    lay = [arrived.index(bytes(row["key"])) for row in looks[-1]]  # type: ignore[call-overload]
    after["as it lay"] = sum(
        row["content"] == f"voice {author}" for row, author in zip(slips, lay, strict=True)
    )
    return with_key, after


def rates(cast, runs: int) -> dict[str, float]:
    crowd = members(cast.community, PEOPLE)
    total: dict[str, int] = {}
    for number in range(runs):
        with_key, after = one_survey(cast, crowd, number)
        for name, hits in [
            *((f"stolen key, {order}", hits) for order, hits in with_key.items()),
            *((f"after the count, {order}", hits) for order, hits in after.items()),
        ]:
            total[name] = total.get(name, 0) + hits
    return {name: hits / (runs * PEOPLE) for name, hits in total.items()}


@pytest.mark.django_db(transaction=True)
def test_no_order_of_rows_says_who_wrote_what(cast):
    # Matches of a random order have mean 1 and variance 1 a run.
    limit = 1 / PEOPLE + 4 * sqrt(RUNS) / (RUNS * PEOPLE)
    found = rates(cast, RUNS)
    assert len(found) == 9
    assert {name: rate for name, rate in found.items() if rate > limit} == {}


@pytest.mark.django_db(transaction=True)
def test_the_attack_wins_without_the_second_wall(cast, monkeypatch):
    class InOrder:
        def shuffle(self, held: list[object]) -> None:
            pass

    def put_plainly(survey, ballot_sha: bytes, ciphertext: bytes) -> None:
        Envelope.objects.create(ballot_sha=ballot_sha, survey_id=survey, ciphertext=ciphertext)

    monkeypatch.setattr(envelopes, "put_envelope", put_plainly)
    monkeypatch.setattr(count_module, "SystemRandom", InOrder)
    monkeypatch.setattr(releases, "SystemRandom", InOrder)
    found = rates(cast, 2)
    for name in ("as dumped", "ctid", "xmin"):
        assert found[f"stolen key, {name}"] == 1.0
    assert found["after the count, as dumped"] == 1.0
    assert found["after the count, ctid"] == 1.0
    assert found["after the count, as it lay"] == 1.0
