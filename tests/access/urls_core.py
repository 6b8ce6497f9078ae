"""Who gets what from the pages that belong to no room. See ``matrix.py`` for the shape."""

from tests.access.matrix import ANYBODY, page

MATRIX = [
    page("core:support", ANYBODY),
    page("core:accessibility", ANYBODY),
    page("core:health", ANYBODY, looks=False),
]
