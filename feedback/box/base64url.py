"""Bytes as text, the way they travel: base64url without padding."""

import base64
import re

ALPHABET = re.compile("[A-Za-z0-9_-]*", re.ASCII)


def decode(text: str) -> bytes:
    """Bytes from base64url without padding; ValueError for anything else."""
    if not ALPHABET.fullmatch(text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(content: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
