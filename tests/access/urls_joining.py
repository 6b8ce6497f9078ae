"""Who gets what from the pages of joining."""

from tests.access.matrix import Page

MATRIX: list[Page] = []
