"""What the signer has seen says nothing about which paper came of it.

The attacker holds everything of the first request (who asked, the value that was signed, the
signature on it) and everything of the second (the paper), and pairs them. Each attack is also made
on a variant that leaks, where it must win, else it proves nothing.
"""

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from math import gcd, sqrt

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from feedback.box import blind, keys, papers
from feedback.models import Collected, Envelope
from feedback.services import Malformed, issue_paper
from tests.feedback.ballots import actor_of, answers, blinded, collect, opened, send, unblinded

PEOPLE = 11
RUNS = 20


@dataclass(frozen=True)
class Seen:
    """What was seen of one person's first request, as numbers; and of one paper, as bytes."""

    value: int
    signed: int


Paper = tuple[bytes, bytes]
Draw = Callable[[int], int | None]


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def n(key: RSAPrivateKey) -> int:
    return key.public_key().public_numbers().n


def number(content: bytes) -> int:
    return int.from_bytes(content, "big")


def everybody(key: RSAPrivateKey, draw: Draw) -> tuple[list[Seen], list[Paper]]:
    """A survey's first requests and its papers, each in the order of its people."""
    seen, made = [], []
    for _person in range(PEOPLE):
        message = blind.prepare(bytes(32))
        hidden = blind.blind(
            key.public_key(), message, factor=draw(key.public_key().public_numbers().n)
        )
        signed = blind.blind_sign(key, hidden.value)
        seen.append(Seen(number(hidden.value), number(signed)))
        signature = blind.finalize(key.public_key(), message, signed, hidden.inverse)
        made.append((message, signature))
    return seen, made


def by_the_browser(_n: int) -> None:
    """As it is: ``blind`` draws the factor."""


def openly(_n: int) -> int:
    """The leaky variant: the value to sign is the message itself."""
    return 1


def carelessly(_n: int) -> int:
    """The other leaky variant: a number of 64 bits hides as well as any, it seems."""
    return secrets.randbits(64) | 3


def explains(seen: Seen, signature: bytes, n: int) -> int:
    """The one blinding factor with which this request would have brought forth this paper."""
    return seen.signed * pow(number(signature), -1, n) % n


def hits(key: RSAPrivateKey, draw: Draw, n: int) -> int:
    """How many papers an attacker gives to the right person who knows that small factors leak."""
    seen, made = everybody(key, draw)
    order = random.sample(range(PEOPLE), PEOPLE)
    found = 0
    for place in order:
        likely = min(order, key=lambda who: explains(seen[who], made[place][1], n))
        found += likely == place
    return found


def test_every_request_may_have_brought_forth_every_paper(key, n):
    seen, made = everybody(key, by_the_browser)
    factors = set()
    for one in seen:
        for message, signature in made:
            factor = explains(one, signature, n)
            factors.add(factor)
            assert 1 < factor < n
            assert gcd(factor, n) == 1
            # Blinding this very paper with this factor gives what was signed, and so the paper.
            encoded = pow(number(signature), 65537, n)
            assert encoded * pow(factor, 65537, n) % n == one.value
            inverse = pow(factor, -1, n)
            signed = one.signed.to_bytes(256, "big")
            assert blind.finalize(key.public_key(), message, signed, inverse) == signature
    assert len(factors) == PEOPLE**2


def test_the_pairing_is_chance(key, n):
    rate = sum(hits(key, by_the_browser, n) for _run in range(RUNS)) / (RUNS * PEOPLE)
    # A paper goes to the right person once in PEOPLE times.
    assert abs(rate - 1 / PEOPLE) < 4 * sqrt((1 / PEOPLE) * (1 - 1 / PEOPLE) / (RUNS * PEOPLE))


@pytest.mark.parametrize("leaky", [openly, carelessly])
def test_the_pairing_is_found_every_time_where_the_factor_leaks(key, n, leaky):
    assert hits(key, leaky, n) == PEOPLE


def test_factors_lie_evenly_below_n(key, n):
    drawn = [blind.blind(key.public_key(), b"").inverse for _time in range(400)]
    lower = sum(one < n // 2 for one in drawn)
    assert abs(lower - 200) < 4 * sqrt(400) / 2
    assert len({one >> 2000 for one in drawn}) == 400


@pytest.mark.django_db
def test_nothing_of_a_paper_is_in_what_the_server_was_asked_to_sign(cast):
    survey = opened(cast.community, cast.members.values())
    message, hidden = blinded(survey)
    rosa = actor_of(cast.members["rosa"])
    signed = issue_paper(actor=rosa, survey=survey, blinded=hidden.value)
    signature = unblinded(survey, message, signed, hidden)
    send(survey, (message, signature), answers())

    def runs(*parts: bytes) -> set[bytes]:
        return {part[at : at + 8] for part in parts for at in range(len(part) - 7)}

    [row] = Collected.objects.filter(survey=survey)
    [envelope] = Envelope.objects.filter(survey=survey)
    first = runs(hidden.value, signed, bytes(row.blinded_sha))
    second = runs(message, signature, bytes(envelope.ballot_sha))
    assert not first & second
    # The same look at a server that signs the message itself.
    assert runs(message) & second


@pytest.mark.django_db
def test_what_is_no_paper_of_this_survey_is_refused(cast):
    survey, other = (
        opened(cast.community, cast.members.values(), key=name) for name in ("S1", "S2")
    )
    message, signature = collect(cast.members["rosa"], survey)
    n = papers.public_key(bytes(survey.paper_public_key)).public_numbers().n
    bent = [0, 1, n - 1, n, n - number(signature), number(signature) * 2 % n]
    elsewhere = collect(cast.members["rosa"], other)
    # Signed with the right key, for a message that was not made for this survey.
    message_of_other, hidden = blinded(survey, elsewhere[0])
    signed = papers.sign(survey.pk, hidden.value)
    for wrong in [
        *((message, one.to_bytes(256, "big")) for one in bent),
        (message, signature[1:]),
        (message, signature + b"\0"),
        (message + b"\0", signature),
        (papers.new_message(bytes(survey.paper_public_key)), signature),
        elsewhere,
        (elsewhere[0], signature),
        (message, elsewhere[1]),
        (message_of_other, unblinded(survey, message_of_other, signed, hidden)),
    ]:
        with pytest.raises(Malformed):
            send(survey, wrong, answers())
    assert not Envelope.objects.exists()
    send(survey, (message, signature), answers())
    assert Envelope.objects.count() == 1


@pytest.mark.django_db
def test_two_signatures_on_one_message_are_one_answer(cast):
    """The salt makes signatures differ; what is counted once is the message."""
    survey = opened(cast.community, cast.members.values())
    message, first = collect(cast.members["rosa"], survey)
    key = keys.paper_key(survey.pk)
    hidden = blind.blind(key.public_key(), message)
    second = unblinded(survey, message, blind.blind_sign(key, hidden.value), hidden)
    assert first != second
    for signature in (first, second):
        send(survey, (message, signature), answers())
    assert Envelope.objects.count() == 1
