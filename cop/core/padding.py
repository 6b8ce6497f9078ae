"""Pages of a few lengths, lest a log of lengths tell what somebody read."""

import secrets

from django.http import HttpResponse

PADDED_TO = 16384


def padded(response: HttpResponse, step: int = PADDED_TO) -> HttpResponse:
    """The page, with a comment of random signs up to the next of its lengths."""
    missing = -(len(response.content) + len("\n<!-- -->")) % step
    response.write(f"\n<!--{filling(missing)} -->")
    return response


def filling(length: int) -> str:
    """That many signs that say nothing, and that hardly get shorter when a page is packed."""
    return secrets.token_hex(length // 2 + 1)[:length]
