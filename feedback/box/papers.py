"""Voting papers: a random message signed by the survey's own key."""

import hashlib
import secrets
from typing import cast
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_public_key

from feedback.box import keys

RANDOM_BYTES = 32
MESSAGE_BYTES = 64
SIGNATURE_BYTES = 256
SALT_BYTES = 48
PADDING = PSS(mgf=MGF1(SHA384()), salt_length=SALT_BYTES)


def new_message(paper_public_key: bytes) -> bytes:
    """What a browser makes: 32 random bytes and the hash of the survey's paper key."""
    return secrets.token_bytes(RANDOM_BYTES) + hashlib.sha256(paper_public_key).digest()


def is_message(message: bytes, paper_public_key: bytes) -> bool:
    """Whether the message was made for the survey with this paper key."""
    made_for = hashlib.sha256(paper_public_key).digest()
    return len(message) == MESSAGE_BYTES and message[RANDOM_BYTES:] == made_for


def sign(survey: UUID, message: bytes) -> bytes:
    """The signature that makes a paper of a message; 256 bytes."""
    return keys.paper_key(survey).sign(message, PADDING, SHA384())


def is_paper(message: bytes, signature: bytes, paper_public_key: bytes) -> bool:
    """Whether message and signature are a paper of the survey with this key."""
    if not is_message(message, paper_public_key) or len(signature) != SIGNATURE_BYTES:
        return False
    key = cast(RSAPublicKey, load_der_public_key(paper_public_key))
    try:
        key.verify(signature, message, PADDING, SHA384())
    except InvalidSignature:
        return False
    return True


def issued_sha(blinded: bytes) -> bytes:
    """What stands beside a member who collected a paper."""
    return hashlib.sha256(b"issued\0" + blinded).digest()


def ballot_sha(message: bytes) -> bytes:
    """What stands on an envelope. It shares nothing with ``issued_sha`` of the same paper."""
    return hashlib.sha256(message).digest()
