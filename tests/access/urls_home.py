"""Who gets what from the first pages. See ``tests/access/matrix.py`` for the shape."""

from tests.access.matrix import ANYBODY, BELONGING, EVERYBODY, page

MATRIX = [
    page("home:welcome", ANYBODY, outside=True),
    page(
        "home:home",
        EVERYBODY,
        redirects=EVERYBODY - {"joy", "sam"},
        outside=True,
    ),
    page("home:community", BELONGING, strangers={"joy", "sam"}),
]
