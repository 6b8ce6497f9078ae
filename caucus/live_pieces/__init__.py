"""The pieces this room puts on the pages of a running session, one module for each.

None of them says more of the reader's space than the reader may see, and all members have the same
keys: who sees a page change may not learn which space changed.
"""

from caucus.live_pieces import board, dialogue, ledger, signals, spaces
from cop.core import live


def register() -> None:
    """Enter them once, in the order people read them."""
    live.member_pieces += [dialogue.on_live, spaces.own_space, dialogue.heard_on_live]
    live.member_pieces += [board.on_live, signals.on_live]
    live.desk_pieces += [dialogue.on_desk, spaces.desk_space, spaces.desk_spaces]
    live.desk_pieces += [board.on_desk, signals.on_desk, ledger.on_desk]
