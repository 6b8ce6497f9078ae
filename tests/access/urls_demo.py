"""Who gets what from the demonstration's own doors: anybody, everything. See ``matrix.py``."""

from typing import Any

from cop.demo.cast import CAST
from cop.members.models import User
from tests.access.matrix import ANYBODY, page
from tests.people import Cast

PART = CAST[0]
DOORS = {"outside": True, "demo": True}


def with_part(cast: Cast) -> dict[str, Any]:
    User.objects.create_user(PART.email, PART.name)
    return {}


MATRIX = [
    page("demo:people", ANYBODY, **DOORS),
    page("demo:mailbox", ANYBODY, **DOORS),
    page(
        "demo:sign_in",
        ANYBODY,
        **DOORS,
        method="post",
        data={"email": PART.email},
        world=with_part,
        looks=False,
    ).redirecting(),
    page("demo:session", ANYBODY, **DOORS, method="post", looks=False).redirecting(),
    page("demo:later", ANYBODY, **DOORS, method="post", looks=False).redirecting(),
]
