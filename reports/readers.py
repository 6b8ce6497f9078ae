"""Links of readers outside: secrets, of which only digests are kept."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, for an address."""
    return secrets.token_urlsafe(32)


def digest_of_token(token: str) -> str:
    """All that is kept of a token. It is random throughout, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
