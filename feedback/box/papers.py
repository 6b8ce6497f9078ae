"""Voting papers: random messages with a signature of the survey's own key, signed unseen."""

import hashlib
from typing import cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from feedback.box import blind, keys

MESSAGE_BYTES = blind.PREFIX_BYTES + 32


def public_key(paper_public_key: bytes) -> RSAPublicKey:
    """A survey's paper key, as it stands in the database."""
    return cast(RSAPublicKey, load_der_public_key(paper_public_key))


def new_message(paper_public_key: bytes) -> bytes:
    """What a browser makes: 32 random bytes and the hash of the survey's paper key."""
    return blind.prepare(_made_for(paper_public_key))


def is_blinded(value: bytes, paper_public_key: bytes) -> bool:
    """Whether this can be signed. What it is, nobody can tell: any message could be in it."""
    return blind.is_blinded(public_key(paper_public_key), value)


def sign(survey: UUID, blinded: bytes) -> bytes:
    """The survey's signature on a blinded message; the browser makes a paper of it."""
    return blind.blind_sign(keys.paper_key(survey), blinded)


def is_paper(message: bytes, signature: bytes, paper_public_key: bytes) -> bool:
    """Whether message and signature are a paper of the survey with this key."""
    made_for = len(message) == MESSAGE_BYTES and message.endswith(_made_for(paper_public_key))
    return made_for and blind.verify(public_key(paper_public_key), message, signature)


def issued_sha(blinded: bytes) -> bytes:
    """What stands beside a member who collected a paper."""
    return hashlib.sha256(b"issued\0" + blinded).digest()


def ballot_sha(message: bytes) -> bytes:
    """What stands on an envelope. Nothing joins it to what was signed."""
    return hashlib.sha256(message).digest()


def _made_for(paper_public_key: bytes) -> bytes:
    return hashlib.sha256(paper_public_key).digest()
