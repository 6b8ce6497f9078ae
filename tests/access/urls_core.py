"""Who gets what from the pages that belong to no room. See ``matrix.py`` for the shape."""

from tests.access.matrix import ANYBODY, page

MATRIX = [
    page("core:support", ANYBODY, outside=True),
    page("core:accessibility", ANYBODY, outside=True),
    page("core:health", ANYBODY, outside=True, looks=False),
]
