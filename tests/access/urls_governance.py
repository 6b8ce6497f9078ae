"""Who gets what from the pages of governance."""

from tests.access.matrix import Page

MATRIX: list[Page] = []
