"""Codes, for whoever cannot use a voting paper: short enough to type, and made by the server.

A code is a nonce and a tag over it, made with the survey's secret. Who holds the secret alone can
check a code and not tell whose it is: the nonce also depends on the member's random mark, which
stands in the database. The secret is destroyed at the count, and the marks are deleted.

The tag has 64 bits. Whoever guesses a million codes a second for a year is right once in half a
million such years, so nobody need count wrong guesses, or remember who guessed.
"""

import hashlib
import hmac
from uuid import UUID

from feedback.box import keys

NONCE_BYTES, TAG_BYTES = 7, 8
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # neither I, L, O nor U
BITS = 5
GROUP = 4
LETTERS = (NONCE_BYTES + TAG_BYTES) * 8 // BITS
MISREAD = str.maketrans("ILO", "110", " -–\u00a0")


def code_for(survey: UUID, mark: str) -> bytes:
    """The code of the member with this mark, the same each time; KeyMissing without the secret."""
    nonce = _keyed(survey, b"nonce", mark.encode())[:NONCE_BYTES]
    return nonce + _tag(survey, nonce)


def is_code(survey: UUID, code: bytes) -> bool:
    """Whether the code was made with this survey's secret; KeyMissing without it."""
    nonce, tag = code[:NONCE_BYTES], code[NONCE_BYTES:]
    return hmac.compare_digest(tag, _tag(survey, nonce))


def in_groups(code: bytes) -> str:
    """As people read it: ``7K3M-0QXR-…``."""
    number = int.from_bytes(code, "big")
    letters = "".join(ALPHABET[number >> BITS * at & 31] for at in reversed(range(LETTERS)))
    return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))


def typed(text: str) -> bytes | None:
    """The code somebody typed, small letters, spaces and look-alikes forgiven; None: it is none."""
    letters = text.upper().translate(MISREAD)
    if len(letters) != LETTERS or not set(letters) <= set(ALPHABET):
        return None
    number = 0
    for letter in letters:
        number = number << BITS | ALPHABET.index(letter)
    return number.to_bytes(NONCE_BYTES + TAG_BYTES, "big")


def issued_sha(code: bytes) -> bytes:
    """What stands beside a member who collected a code."""
    return hashlib.sha256(b"code issued\0" + code).digest()


def ballot_sha(code: bytes) -> bytes:
    """What stands on an envelope. It shares nothing with ``issued_sha`` of the same code."""
    return hashlib.sha256(b"code used\0" + code).digest()


def _tag(survey: UUID, nonce: bytes) -> bytes:
    return _keyed(survey, b"tag", nonce)[:TAG_BYTES]


def _keyed(survey: UUID, purpose: bytes, content: bytes) -> bytes:
    message = purpose + b"\0" + survey.bytes + content
    return hmac.digest(keys.code_secret(survey), message, "sha256")
