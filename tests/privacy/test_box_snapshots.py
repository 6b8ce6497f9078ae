"""Somebody holds a dump of the database after every step, from the opening to after the count.

They see in the dumps' differences who collects a paper and which envelope comes then, in the worst
case that everybody sends at once. They hold the keys of the box and of the period too, and try
every order in which rows lie. Eleven people: chance is one in eleven.
"""

import json
from random import Random
from secrets import token_bytes

import pytest
from django.db import connection, transaction

from cop.core import clock
from cop.members.models import Member
from feedback.box import atoms, envelopes, keys, releases, sealing
from feedback.box import count as count_module
from feedback.box.base64url import encode
from feedback.box.responses import open_response, read_response, seal_response
from feedback.models import Envelope
from feedback.rules import asked_by
from feedback.services import surveys
from feedback.services.envelopes import BODY_BYTES
from tests.feedback.ballots import answers, collect, count, members, opened, send
from tests.privacy.looks import ORDERS, Guess, Row, hits, in_order, limit_of, look
from tests.privacy.walk import differences, world_of

PEOPLE = 11
RUNS = 50
Found = dict[str, Guess]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture(autouse=True)
def nothing_was_deleted(db):
    """Slips of tests before have left places, which are filled in no order."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE feedback_slip CASCADE")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The mail to everybody takes the most time, and is the same for all."""
    monkeypatch.setattr(surveys, "tell_who_came", lambda survey: 0)


def box() -> list[Row]:
    return look("feedback_envelope", "ballot_sha", "ciphertext")


def padded(paper, given) -> bytes:
    """What the browser sends (static/js/box.js); the server takes nothing else."""
    message, signature = paper
    data = {"message": encode(message), "signature": encode(signature), "answers": given}
    return json.dumps(data).encode().ljust(BODY_BYTES)


class Attacker:
    """Watches one survey and guesses; ``body`` is what a browser makes of an answer."""

    def __init__(self, community, crowd, number: int, body=padded) -> None:
        self.survey = opened(community, crowd, key=f"S{number}")
        self.box_key = keys.box_key(self.survey.pk)
        self.period_key = keys.box_key(self.survey.period_id)
        self.arrived: list[bytes] = []
        self.lengths: list[int] = []
        order = Random()
        self.came = order.sample(crowd, PEOPLE)
        self.lines = order.sample(range(10, 10 + PEOPLE), PEOPLE)
        for author in range(PEOPLE):
            text = f"voice {author:02} " + "x" * self.lines[author]
            given = answers("white", 4, q2=text, q5=text)
            self.lengths.append(len(body((b"m" * 64, b"s" * 256), given)))
            self.drop(given)
            self.looked = box()
            [new] = {row.key for row in self.looked} - set(self.arrived)
            self.arrived.append(new)

    def drop(self, given) -> None:
        """As drop_envelope does, once the paper has been found good."""
        response = read_response(given, asked_by(self.survey))
        sealed = seal_response(response, self.survey.pk, bytes(self.survey.box_public_key))
        with transaction.atomic():
            envelopes.lock_box(self.survey.pk)
            envelopes.put_envelope(self.survey.pk, token_bytes(32), sealed)

    def found(self) -> Found:
        """Whom every order of rows puts where: before the count, after it, and from one to other.

        Names say which rows, in which order, taken for which order of people.
        """
        before = {f"box, {name}": self.authors(in_order(self.looked, name)) for name in ORDERS}
        count(self.survey)
        slips = look("feedback_slip", "id", "body", f"survey_id = '{self.survey.pk}'")
        loose = [row for row in self.atoms() if row.content]
        assert len(slips) == len(loose) == PEOPLE
        after = {f"slips, {name}": self.authors(in_order(slips, name)) for name in ORDERS}
        after |= {f"atoms, {name}": self.authors(in_order(loose, name)) for name in ORDERS}
        people = {"as they came": list(range(PEOPLE)), "as listed": self.listed()}
        guesses = {
            f"{rows}; people {name}": placed(authors, order)
            for rows, authors in (before | after).items()
            for name, order in people.items()
        }
        # By length: whoever sent the most has the longest slip.
        heard = sorted(range(PEOPLE), key=self.lengths.__getitem__)
        by_length = self.authors(sorted(slips, key=lambda row: len(row.content)))
        guesses["slips, length; people by length"] = placed(by_length, heard)
        # As envelopes lay in the last look, slips and atoms come.
        return guesses | {
            f"{rows}; people as in the {lay}": placed(authors, order)
            for rows, authors in after.items()
            for lay, order in before.items()
        }

    def authors(self, rows: list[Row]) -> list[int]:
        return [int(self.read(row).split()[1]) for row in rows]

    def read(self, row: Row) -> str:
        if isinstance(row.key, bytes):
            return open_response(row.content, self.survey.pk, self.box_key).texts["5"]
        return str(row.content)

    def atoms(self) -> list[Row]:
        """Comments to one question, opened with the period's key; blank where it is another."""
        rows = look("feedback_atom", "id", "ciphertext", "kind = 'comment'")
        purpose = atoms._purpose(self.survey.period_id, "comment")
        found = []
        for row in rows:
            said = json.loads(sealing.unseal(self.period_key, row.content, purpose=purpose))
            text = said["t"] if said["t"].startswith("voice") else ""
            found.append(Row(row.key, text, row.place, row.xmin, row.size, row.chunk))
        return found

    def listed(self) -> list[int]:
        return sorted(range(PEOPLE), key=lambda author: self.came[author].pk)


def placed(authors: list[int], people: list[int]) -> Guess:
    """For each place, which of the people in their order wrote what lies there."""
    return [people.index(author) for author in authors]


def empty_places() -> None:
    """As on the first day: rows that lie where others were deleted lie in no order at all."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE feedback_envelope, feedback_atom")


def rates(cast, runs: int, body=padded) -> dict[str, float]:
    crowd = list(cast.community.members.filter(reference__startswith="V")) or members(
        cast.community, PEOPLE
    )
    start = cast.community.surveys.count()
    found: dict[str, list[Guess]] = {}
    for number in range(start, start + runs):
        empty_places()
        for name, guess in Attacker(cast.community, crowd, number, body).found().items():
            found.setdefault(name, []).append(guess)
    return {
        f"{name}, {attacker}": right / asked
        for name, guesses in found.items()
        for attacker, (right, asked) in hits(guesses).items()
    }


def above_chance(measured: dict[str, float], runs: int) -> set[str]:
    return {
        name
        for name, rate in measured.items()
        if rate > limit_of(PEOPLE, runs // 2 if name.endswith("practised") else runs)
    }


def test_no_order_of_rows_says_who_wrote_what(cast):
    found = rates(cast, RUNS)
    assert len(found) > 500
    lucky = above_chance(found, RUNS)
    # Of so many, one may be lucky once. A leak is lucky every time.
    assert not lucky or not lucky & above_chance(rates(cast, RUNS), RUNS)


# The same attack on builds with a leak.


class InOrder:
    def shuffle(self, held: list[object]) -> None:
        pass


def without_the_second_wall(monkeypatch) -> None:
    def put_plainly(survey, ballot_sha: bytes, ciphertext: bytes) -> None:
        Envelope.objects.create(ballot_sha=ballot_sha, survey_id=survey, ciphertext=ciphertext)

    monkeypatch.setattr(envelopes, "put_envelope", put_plainly)
    for module in (count_module, releases, atoms):
        monkeypatch.setattr(module, "SystemRandom", InOrder)
    monkeypatch.setattr(atoms, "MIX", "SELECT %s")


def test_without_the_second_wall_every_order_names_everybody(cast, monkeypatch):
    without_the_second_wall(monkeypatch)
    found = rates(cast, 2)
    for rows in ("box", "atoms"):
        for order in ("as dumped", "place", "chunk's number", "chunk's place"):
            assert found[f"{rows}, {order}; people as they came, forwards"] == 1.0
    assert found["box, xmin; people as they came, forwards"] == 1.0
    assert found["box, chunk's xmin; people as they came, practised"] == 1.0
    assert found["slips, as dumped; people as they came, forwards"] == 1.0
    assert found["slips, place; people as in the box, xmin, forwards"] == 1.0


def test_rows_written_anew_with_one_number_still_lie_in_order(cast, monkeypatch):
    """What others do: every row is touched so that xmin is the same."""
    without_the_second_wall(monkeypatch)
    put_plainly = envelopes.put_envelope

    def put_and_touch(survey, ballot_sha: bytes, ciphertext: bytes) -> None:
        put_plainly(survey, ballot_sha, ciphertext)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE feedback_envelope SET survey_id = survey_id")

    monkeypatch.setattr(envelopes, "put_envelope", put_and_touch)
    found = rates(cast, 4)
    assert found["box, xmin; people as they came, practised"] > 0.5
    assert found["box, as dumped; people as they came, practised"] > 0.5


def test_bodies_as_long_as_their_text_name_everybody(cast):
    def as_it_is(paper, given) -> bytes:
        return padded(paper, given).rstrip()

    assert rates(cast, 2, body=as_it_is)["slips, length; people by length, forwards"] == 1.0


# What a step changes at all.


def test_a_step_shows_in_its_own_table_and_nowhere_else(cast):
    crowd = members(cast.community, 3)
    survey = opened(cast.community, crowd)

    def changes(step) -> tuple[set[str], list[str]]:
        with connection.cursor() as cursor:
            before = world_of(cursor)
            step()
            after = world_of(cursor)
        found = differences(before, after)
        return set(found), [row for one in found for row in before[one] if row not in after[one]]

    for member in crowd:
        papers = []
        shown, gone = changes(lambda: papers.append(collect(member, survey)))  # noqa: B023
        assert (shown, gone) == ({"public.feedback_collected"}, [])
        shown, gone = changes(lambda: send(survey, papers[0], answers("white")))  # noqa: B023
        assert (shown, gone) == ({"public.feedback_envelope"}, [])
        shown, _gone = changes(lambda: send(survey, papers[0], answers("white", 1)))  # noqa: B023
        assert shown == set()
    # A moment noted beside the person would be seen.
    row = Member.objects.filter(pk=crowd[0].pk)
    shown, _gone = changes(lambda: row.update(joined_on=clock.today("UTC")))
    assert shown == {"public.members_member"}
