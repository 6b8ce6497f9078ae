"""Pieces rooms put on the pages of a session that runs, so that imports run downwards only.

A page of a running session is made of pieces. Each has a short ``revision``; the page asks every
two seconds, says which it shows, and is told those alone that changed since.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cop.core.policy import Actor
    from cop.core.registry import Panel


@dataclass(frozen=True)
class Piece:
    """One piece: cheap to ask whether it changed, and drawn only where it did.

    ``key`` says nothing of the reader's space: everybody on a page has the same keys.
    """

    key: str
    revision: str
    template: str
    context: Callable[[], dict[str, Any]]


def revision(*things: object) -> str:
    """A short word, always as long, that is another when anything of this is."""
    said = "\x1f".join(map(str, things)).encode()
    return hashlib.blake2b(said, digest_size=6).hexdigest()


# (actor, session, moment) -> pieces, in the order people read them. ``moment`` is
# ``sessions_app.running.Moment``; the actor may see the page.
Provider = Callable[["Actor", Any, Any], list[Piece]]
member_pieces: list[Provider] = []  # everybody's live page
desk_pieces: list[Provider] = []  # the facilitators' screen


def pieces_on(providers: list[Provider], actor: "Actor", session: Any, moment: Any) -> list[Piece]:
    """The pieces of all rooms; each is another where a setting or a role of its reader is."""
    settings = {key: value for key, value in vars(actor.community).items() if key[0] != "_"}
    frame = (sorted(settings.items()), sorted(actor.roles))
    return [
        replace(piece, revision=revision(piece.revision, frame))
        for provider in providers
        for piece in provider(actor, session, moment)
    ]


# What would be left undone where a session ended now: (actor, session) -> panels; asked on the page
# that ends it.
before_ending: list[Callable[["Actor", Any], list["Panel"]]] = []


def left_before_ending(actor: "Actor", session: Any) -> list["Panel"]:
    """Of all rooms."""
    return [panel for provider in before_ending for panel in provider(actor, session)]
