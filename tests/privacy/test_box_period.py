"""When a period is opened: its slips do not lie as its atoms lay, nor as the surveys were counted.

The attacker has stolen the period's key, has looked at the sealed atoms just before, and knows from
earlier dumps which came with which survey. Fifteen comments of three surveys: chance is one in
fifteen.
"""

import json
from random import Random
from secrets import token_bytes

import pytest
from django.db import transaction

from feedback.box import atoms, count, envelopes, keys, releases, sealing
from feedback.box.responses import read_response, seal_response
from feedback.models import Atom, Period, Slip
from feedback.rules import asked_by
from feedback.services import count_period, surveys
from tests.feedback import ballots
from tests.privacy.looks import ORDERS, Guess, hits, in_order, limit_of, look

SURVEYS, PEOPLE, RUNS = 3, 5, 10
COMMENTS = SURVEYS * PEOPLE
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The mail to everybody takes the most time, and is the same for all."""
    monkeypatch.setattr(surveys, "tell_who_came", lambda survey: 0)


def drop(survey, text: str) -> None:
    """As drop_envelope does, once the paper has been found good."""
    given = read_response(ballots.answers("white", 4, q2=text), asked_by(survey))
    sealed = seal_response(given, survey.pk, bytes(survey.box_public_key))
    with transaction.atomic():
        envelopes.lock_box(survey.pk)
        envelopes.put_envelope(survey.pk, token_bytes(32), sealed)


def one_period(cast, crowd, number: int) -> dict[str, Guess]:
    """For orders of slips and orders of atoms: where each comment lay before."""
    voices = [f"voice {one:02}" for one in Random().sample(range(COMMENTS), COMMENTS)]
    counted = iter(voices)
    for key in range(SURVEYS):
        survey = ballots.opened(cast.community, crowd, key=f"P{number}S{key}")
        for _member in crowd:
            drop(survey, next(counted))
        ballots.count(survey)
    period = Period.objects.get(state="open")
    lay = sealed_voices(period)
    sealed = set(Atom.objects.values_list("pk", flat=True))
    # Another year for each run.
    Period.objects.filter(pk=period.pk).update(
        from_on=f"{2000 + number}-01-01", to_on=f"{2000 + number}-12-31"
    )
    count_period(period_id=period.pk)
    slips = look("feedback_slip", "id", "body", f"period_id = '{period.pk}'")
    assert len(slips) == COMMENTS
    assert not {str(pk) for pk in sealed} & {row.key for row in slips}
    befores = lay | {"as counted": voices, "by voice": sorted(voices)}
    return {
        f"slips, {name}; before, {before}": [
            order.index(str(row.content)) for row in in_order(slips, name)
        ]
        for name in ORDERS
        for before, order in befores.items()
    }


def sealed_voices(period) -> dict[str, list[str]]:
    """The comments that were written, as the atoms lie in each order."""
    key = keys.box_key(period.pk)
    purpose = atoms._purpose(period.pk, "comment")
    rows = look("feedback_atom", "id", "ciphertext", "kind = 'comment'")
    said = {
        row.key: json.loads(sealing.unseal(key, row.content, purpose=purpose))["t"] for row in rows
    }
    return {
        name: [said[row.key] for row in in_order(rows, name) if said[row.key]] for name in ORDERS
    }


def rates(cast, crowd, runs: int, start: int = 0) -> dict[str, tuple[float, int]]:
    found: dict[str, list[Guess]] = {}
    for number in range(start, start + runs):
        for name, guess in one_period(cast, crowd, number).items():
            found.setdefault(name, []).append(guess)
    return {
        f"{name}, {attacker}": (right / asked, asked // COMMENTS)
        for name, guesses in found.items()
        for attacker, (right, asked) in hits(guesses).items()
    }


def above_chance(measured: dict[str, tuple[float, int]]) -> set[str]:
    return {name for name, (rate, runs) in measured.items() if rate > limit_of(COMMENTS, runs)}


def test_slips_of_a_period_lie_in_no_order_that_was_there_before(cast):
    crowd = ballots.members(cast.community, PEOPLE)
    lucky = above_chance(rates(cast, crowd, RUNS))
    # Of so many, one may be lucky once. A leak is lucky every time.
    assert not lucky or not lucky & above_chance(rates(cast, crowd, RUNS, start=RUNS))
    assert not Atom.objects.exists()
    assert set(Slip.objects.values_list("survey", flat=True)) == {None}


class InOrder:
    def shuffle(self, held: list[object]) -> None:
        pass


def test_without_shuffling_they_lie_as_the_atoms_did(cast, monkeypatch):
    for module in (atoms, count, releases):
        monkeypatch.setattr(module, "SystemRandom", InOrder)
    found = rates(cast, ballots.members(cast.community, PEOPLE), 2)
    assert found["slips, as dumped; before, as dumped, forwards"][0] == 1.0
    assert found["slips, place; before, place, forwards"][0] == 1.0
