"""Blind signatures: the vectors of RFC 9474, what is refused, and an exponentiation gone wrong."""

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from feedback.box import blind
from tests.feedback.rfc9474 import VECTORS

LENGTH = 256


@pytest.fixture(scope="module")
def key():
    return generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def n(key):
    return key.public_key().public_numbers().n


@pytest.fixture
def paper(key):
    return signed_unseen(key, blind.prepare(b"for this survey"))


def signed_unseen(key, message):
    hidden = blind.blind(key.public_key(), message)
    signed = blind.blind_sign(key, hidden.value)
    return message, blind.finalize(key.public_key(), message, signed, hidden.inverse)


def test_the_appendix_has_four_variants():
    assert [(vector.name, len(vector.salt)) for vector in VECTORS] == [
        ("RSABSSA-SHA384-PSS-Randomized", 48),
        ("RSABSSA-SHA384-PSSZERO-Randomized", 0),
        ("RSABSSA-SHA384-PSS-Deterministic", 48),
        ("RSABSSA-SHA384-PSSZERO-Deterministic", 0),
    ]


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_vector(vector):
    public, sizes = vector.key.public_key(), {"salt_bytes": len(vector.salt)}
    if vector.encoded is not None:
        assert blind.pss_encode(vector.prepared, public.key_size - 1, vector.salt) == vector.encoded
    hidden = blind.blind(public, vector.prepared, salt=vector.salt, factor=vector.factor)
    assert (hidden.value, hidden.inverse) == (vector.blinded, vector.inverse)
    assert blind.blind_sign(vector.key, vector.blinded) == vector.signed
    signature = blind.finalize(public, vector.prepared, vector.signed, vector.inverse, **sizes)
    assert signature == vector.signature
    assert blind.verify(public, vector.prepared, signature, **sizes)
    assert not blind.verify(public, vector.prepared[::-1], signature, **sizes)
    assert not blind.verify(public, vector.prepared, signature, salt_bytes=47)


def test_a_prepared_message_is_random_before_the_message():
    first, second = blind.prepare(b"message"), blind.prepare(b"message")
    assert first[32:] == second[32:] == b"message"
    assert first[:32] != second[:32]


def test_the_same_message_is_blinded_differently_each_time(key):
    hidden = {blind.blind(key.public_key(), b"message").value for _time in range(5)}
    assert len(hidden) == 5


def test_the_same_value_is_signed_alike_each_time(key):
    value = blind.blind(key.public_key(), b"message").value
    assert blind.blind_sign(key, value) == blind.blind_sign(key, value)


def test_values_that_blind_nothing_are_not_signed(key, n):
    numbers = [0, 1, n - 1, n, n + 1, 2**2048 - 1]
    lengths = [b"", b"\x02", bytes(LENGTH - 2) + b"\x02", bytes(LENGTH) + b"\x02"]
    for wrong in [*(number.to_bytes(LENGTH, "big") for number in numbers), *lengths]:
        with pytest.raises(blind.NotBlinded):
            blind.blind_sign(key, wrong)
    for number in (2, n - 2):
        assert len(blind.blind_sign(key, number.to_bytes(LENGTH, "big"))) == LENGTH


def test_a_signature_cannot_be_bent_into_another(key, n, paper):
    message, signature = paper
    public, number = key.public_key(), int.from_bytes(signature, "big")
    other = int.from_bytes(signed_unseen(key, blind.prepare(b"for this survey"))[1], "big")
    bent = [0, 1, n - 1, n - number, number * other % n, number * 2 % n, pow(number, -1, n)]
    wrong = [one.to_bytes(LENGTH, "big") for one in bent]
    wrong += [number.to_bytes(LENGTH + 1, "big"), signature[1:], b"", signature[::-1]]
    # The same remainder, written as a greater number: it fits where n is small for its length.
    wrong.append((number + n).to_bytes(LENGTH + 1, "big")[-LENGTH:])
    assert [one for one in wrong if blind.verify(public, message, one)] == []
    assert blind.verify(public, message, signature)


def test_what_is_not_signed_by_this_key_is_not_finished(key, n):
    message, hidden = b"message", blind.blind(key.public_key(), b"message")
    signed = blind.blind_sign(key, hidden.value)
    elsewhere = blind.blind_sign(generate_private_key(65537, 2048), b"\0" + hidden.value[1:])
    longer = (int.from_bytes(signed, "big") + n).to_bytes(LENGTH + 1, "big")
    for wrong in [hidden.value, elsewhere, signed[::-1], signed[1:], longer, b""]:
        with pytest.raises(blind.NotSigned):
            blind.finalize(key.public_key(), message, wrong, hidden.inverse)
    with pytest.raises(blind.NotSigned):
        blind.finalize(key.public_key(), b"another", signed, hidden.inverse)
    with pytest.raises(blind.NotSigned):
        blind.finalize(key.public_key(), message, signed, hidden.inverse + 1)


def test_an_exponentiation_gone_wrong_gives_nothing_away(key, monkeypatch):
    value = blind.blind(key.public_key(), b"message").value
    right = blind.blind_sign(key, value)
    exponentiate = blind.powmod_sec
    monkeypatch.setattr(blind, "powmod_sec", lambda *given: exponentiate(*given) ^ 1)
    with pytest.raises(blind.NotSigned):
        blind.blind_sign(key, value)
    monkeypatch.setattr(blind, "powmod_sec", exponentiate)
    assert blind.blind_sign(key, value) == right


def test_the_secret_exponentiation_sees_another_number_each_time(key, monkeypatch):
    value = blind.blind(key.public_key(), b"message").value
    exponentiate, seen = blind.powmod_sec, []

    def note(base, exponent, modulus):
        seen.append(base)
        return exponentiate(base, exponent, modulus)

    monkeypatch.setattr(blind, "powmod_sec", note)
    for _time in range(4):
        blind.blind_sign(key, value)
    assert len({*seen, int.from_bytes(value, "big")}) == 5


def test_factors_that_do_not_fit_are_thrown_away(key, monkeypatch):
    p = key.private_numbers().p
    drawn = iter([0, 1, p, 7 * p, 5])
    monkeypatch.setattr(blind.secrets, "randbelow", lambda below: next(drawn))
    hidden = blind.blind(key.public_key(), b"message")
    assert hidden.inverse * 5 % key.public_key().public_numbers().n == 1
