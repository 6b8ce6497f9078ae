"""The pieces this room puts on the pages of a running session."""

from cop.core import live
from sessions_app import desk_pieces, live_debrief, live_page


def register() -> None:
    """Enter them once, when the program starts: around those of the rooms that build on this."""
    live.member_pieces[:0] = [live_page.where_we_are, live_page.checking_in]
    live.member_pieces.append(live_page.to_come)
    live.desk_pieces[:0] = [*desk_pieces.DESK, live_debrief.debrief_on_the_desk]
