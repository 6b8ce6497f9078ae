"""The pieces this room puts on the pages of a running session, one module for each.

None of them says more of the reader's space than the reader may see, and all members have the same
keys: who sees a page change may not learn which space changed.
"""

from caucus.live_pieces import board, dialogue, ledger, signals, spaces
from cop.core import live


def register() -> None:
    """Enter them once, in the order people read them."""
    live.member_pieces += [dialogue.on_live, spaces.own_space, board.way_to_board]
    live.member_pieces.append(signals.on_live)
    live.desk_pieces += [spaces.desk_space, spaces.desk_spaces, board.way_to_board]
    live.desk_pieces += [signals.on_desk, dialogue.on_desk, ledger.on_desk]
