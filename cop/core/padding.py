"""Pages of a few lengths, lest a log of lengths tell what somebody read."""

import secrets

from django.http import HttpResponse

PADDED_TO = 16384


def padded(response: HttpResponse) -> HttpResponse:
    """The page, with a comment of random signs up to the next of its lengths."""
    missing = -(len(response.content) + len("\n<!-- -->")) % PADDED_TO
    response.write(f"\n<!--{secrets.token_hex(missing // 2 + 1)[:missing]} -->")
    return response
