"""Links that work once. Who reads the database finds digests, with which nothing can be opened."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.urls import reverse

from cop.core import clock
from cop.members.models import Community

# Figures and letters to f alone: no word that mail may not carry can come up by chance.
TOKEN_BYTES = 24


def new_token() -> str:
    """192 random bits, as 48 characters."""
    return secrets.token_hex(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is kept of a token. It is random throughout, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(name: str, token: str) -> str:
    """The whole address of a page, for a mail."""
    return settings.SITE_URL + reverse(f"joining_open:{name}", args=[token])


def end_of_day_in(community: Community, days: int) -> dt.datetime:
    """The end of the local day so many days from now: "until 6 December" includes the sixth."""
    after = clock.today(community.time_zone) + dt.timedelta(days=days + 1)
    return clock.midnight(after, community.time_zone)
