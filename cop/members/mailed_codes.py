"""Codes that are sent by mail and typed in the same browser. What is sent stays in its session."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

CODE_LASTS = 15 * 60  # seconds; mail at work is slow
MOST_ATTEMPTS = 5


def new_code(request: HttpRequest, key: str, **more: Any) -> str:
    """Begin under the key, forgetting an earlier code; ``more`` is kept beside the new one."""
    code = str(get_adapter().generate_login_code())
    request.session[key] = {"code": code, "at": time.time(), "attempts": 0, **more}
    return code


def waiting(request: HttpRequest, key: str) -> dict[str, Any] | None:
    """What is kept under the key while its code works."""
    state: dict[str, Any] | None = request.session.get(key)
    if state is None or time.time() - state["at"] > CODE_LASTS:
        return None
    return state


def is_right(request: HttpRequest, key: str, typed: str) -> bool:
    """Whether the code is the one that was sent. A right one is used up, and so is a fifth wrong.

    ``typed`` has capitals and figures only, as ``CodeForm`` cleans it.
    """
    state = waiting(request, key)
    if state is None:
        return False
    right = constant_time_compare(typed, bare(state["code"]))
    state["attempts"] += 1
    if right or state["attempts"] >= MOST_ATTEMPTS:
        del request.session[key]
    else:
        request.session[key] = state
    return right


def bare(code: str) -> str:
    """The code's letters, however it is spaced or written."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
