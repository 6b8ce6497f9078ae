"""Who gets what from the pages of documents."""

from tests.access.matrix import Page

MATRIX: list[Page] = []
