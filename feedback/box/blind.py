"""Blind signatures (RFC 9474, RSABSSA-SHA384-PSS-Randomized): signing what one cannot see.

The client's three steps stand here beside the server's one, for tests and for whoever writes
another client: prepare, blind, [the server signs], finalize. ``static/js/blind.js`` does the same.
"""

import hashlib
import math
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA384
from gmpy2 import powmod_sec

PREFIX_BYTES = 32
HASH_BYTES = 48
SALT_BYTES = 48


class NotBlinded(Exception):
    """The value is none that blinding brings forth. Never says why."""


class NotSigned(Exception):
    """The signature is not valid: nobody may be given it, nobody may use it."""


@dataclass(frozen=True, slots=True, repr=False)
class Blinded:
    """``value`` is for the signer's eyes; ``inverse`` is the client's secret that undoes it."""

    value: bytes
    inverse: int


def prepare(message: bytes) -> bytes:
    """The client's first step: random bytes before the message, so that it cannot be guessed."""
    return secrets.token_bytes(PREFIX_BYTES) + message


def blind(
    key: RSAPublicKey, prepared: bytes, *, salt: bytes | None = None, factor: int | None = None
) -> Blinded:
    """The client's second step. Salt and blinding factor are random; tests give their own."""
    n, e = key.public_numbers().n, key.public_numbers().e
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    factor = _random_factor(n) if factor is None else factor
    encoded = int.from_bytes(pss_encode(prepared, key.key_size - 1, salt), "big")
    if math.gcd(encoded, n) != 1:
        raise ValueError("the message shares a factor with the key")
    value = encoded * pow(factor, e, n) % n
    return Blinded(value.to_bytes(length_of(key), "big"), pow(factor, -1, n))


def is_blinded(key: RSAPublicKey, value: bytes) -> bool:
    """Whether the value can be signed: of the key's length, below n, and not 0, 1 or n - 1."""
    number, n = int.from_bytes(value, "big"), key.public_numbers().n
    return len(value) == length_of(key) and 1 < number < n - 1


def blind_sign(key: RSAPrivateKey, value: bytes) -> bytes:
    """The server's step: value to the power of d. NotBlinded for a value that is refused.

    The exponentiation sees another number each time, so that its duration says nothing, and its
    outcome is checked: a single wrong bit in it would give the key away.
    """
    public, d = key.public_key(), key.private_numbers().d
    if not is_blinded(public, value):
        raise NotBlinded
    n, e = public.public_numbers().n, public.public_numbers().e
    number, factor = int.from_bytes(value, "big"), _random_factor(n)
    powered = int(powmod_sec(number * pow(factor, e, n) % n, d, n))
    signed = powered * pow(factor, -1, n) % n
    if pow(signed, e, n) != number:
        raise NotSigned
    return signed.to_bytes(length_of(public), "big")


def finalize(
    key: RSAPublicKey, prepared: bytes, signed: bytes, inverse: int, *, salt_bytes: int = SALT_BYTES
) -> bytes:
    """The client's third step: the signature on ``prepared``, which the server has never seen.

    NotSigned for anything that is none; it must not be used.
    """
    signature = int.from_bytes(signed, "big") * inverse % key.public_numbers().n
    unblinded = signature.to_bytes(length_of(key), "big")
    if len(signed) != length_of(key) or not verify(key, prepared, unblinded, salt_bytes=salt_bytes):
        raise NotSigned
    return unblinded


def verify(
    key: RSAPublicKey, prepared: bytes, signature: bytes, *, salt_bytes: int = SALT_BYTES
) -> bool:
    """Whether this is an RSA-PSS signature of the prepared message: an ordinary one by now."""
    try:
        key.verify(signature, prepared, PSS(MGF1(SHA384()), salt_bytes), SHA384())
    except InvalidSignature:
        return False
    return True


def length_of(key: RSAPublicKey) -> int:
    """How many bytes a blinded value and a signature have."""
    return (key.key_size + 7) // 8


def pss_encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017, 9.1.1) with SHA-384."""
    length = (bits + 7) // 8
    if length < HASH_BYTES + len(salt) + 2:
        raise ValueError("the key is too short")
    hashed = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = (b"\x01" + salt).rjust(length - HASH_BYTES - 1, b"\0")
    mask = _mgf1(hashed, len(block))
    masked = bytearray(one ^ other for one, other in zip(block, mask, strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + hashed + b"\xbc"


def _mgf1(seed: bytes, length: int) -> bytes:
    blocks = (
        hashlib.sha384(seed + counter.to_bytes(4, "big")).digest()
        for counter in range(-(-length // HASH_BYTES))
    )
    return b"".join(blocks)[:length]


def _random_factor(n: int) -> int:
    """Even among the numbers that can be inverted, 1 left out."""
    while True:
        factor = secrets.randbelow(n)
        if factor > 1 and math.gcd(factor, n) == 1:
            return factor
