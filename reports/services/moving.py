"""Rows that are numbered change their places."""

from collections.abc import Iterable
from uuid import UUID

from reports.models import FindingsSection, Quote, Recommendation, Section, Theme

Placed = FindingsSection | Quote | Recommendation | Section | Theme


def moved(rows: Iterable[Placed], pk: int | UUID, *, up: bool) -> bool:
    """Whether it changed places with its neighbour: not at the end, nor where it is gone."""
    placed = list(rows)
    here = next((place for place, row in enumerate(placed) if row.pk == pk), None)
    if here is None:
        return False
    there = here - 1 if up else here + 1
    if not 0 <= there < len(placed):
        return False
    placed[here], placed[there] = placed[there], placed[here]
    number(placed)
    return True


def number(rows: Iterable[Placed]) -> None:
    """Give them their places, from one."""
    for place, row in enumerate(rows, start=1):
        if row.position != place:
            row.position = place
            row.save(update_fields=["position"])
