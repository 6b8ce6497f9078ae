"""Places where rooms enter what lower rooms need of them, so that imports run downwards only."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cop.core.policy import Actor

# Words that must not appear in a community's mail: community id -> terms.
neutral_terms: list[Callable[[int], list[str]]] = []

# Entries of the main navigation: actor -> (label, url, key); the key marks the current section.
nav_items: list[Callable[["Actor"], list[tuple[str, str, str]]]] = []


def terms_to_avoid(community_id: int) -> list[str]:
    """Every word the community's mail may not carry, from all rooms that know some."""
    return [term for provider in neutral_terms for term in provider(community_id)]
