"""Who gets what from the pages of rights."""

from tests.access.matrix import Page

MATRIX: list[Page] = []
