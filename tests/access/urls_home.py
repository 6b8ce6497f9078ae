"""Who gets what from the first pages. See ``tests/access/matrix.py`` for the shape."""

from tests.access.matrix import ANYBODY, BELONGING, EVERYBODY, page

MATRIX = [
    page("home:welcome", ANYBODY),
    page(
        "home:home", EVERYBODY, redirects={name for name in EVERYBODY if name not in ("joy", "sam")}
    ),
    page("home:community", BELONGING, strangers={"joy", "sam"}),
]
