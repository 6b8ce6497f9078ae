"""Pages of a few lengths, lest a log of lengths tell what somebody read."""

import secrets
from typing import Any

from django.http import HttpResponse, JsonResponse

PADDED_TO = 16384


def padded(response: HttpResponse, step: int = PADDED_TO) -> HttpResponse:
    """The page, with a comment of random signs up to the next of its lengths."""
    missing = -(len(response.content) + len("\n<!-- -->")) % step
    response.write(f"\n<!--{filling(missing)} -->")
    return response


def padded_json(said: dict[str, Any], step: int = PADDED_TO) -> HttpResponse:
    """The same for what a script reads: its length is filled up under a name of its own."""
    length = len(_as_json(said | {"filling": ""}).content)
    return _as_json(said | {"filling": filling(-length % step)})


def _as_json(said: dict[str, Any]) -> JsonResponse:
    """As it is written: with each letter of another script as six signs it would be too long."""
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def filling(length: int) -> str:
    """That many signs that say nothing, and that hardly get shorter when a page is packed."""
    return secrets.token_hex(length // 2 + 1)[:length]
