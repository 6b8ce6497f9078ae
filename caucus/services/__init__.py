"""What changes things here, by flow: spaces, the day's choice, their end, what is shared."""

from caucus.services.board import (
    LONGEST,
    LONGEST_HEADING,
    LONGEST_NOTE,
    MOST_NOTES,
    add_note,
    change_note,
    give_aloud,
    hold_seat,
    mark_note,
    offer_to_speak,
    put_note,
    share_nothing,
    strike_point,
    write_point,
)
from caucus.services.choice import DoorShut, choose_space, leave_space, listed_only
from caucus.services.closing import (
    close_overdue_spaces,
    close_spaces,
    forget_choices_of,
    forget_members,
    forget_rows,
    forget_session,
    wipe_live,
)
from caucus.services.dialogue import put_voice
from caucus.services.doors import pause_door, set_doors
from caucus.services.findings import (
    agree_to_findings,
    take_back_findings,
)
from caucus.services.first_call import pass_first_call, take_back_first_call, use_first_call
from caucus.services.forgetting import forget_what_is_over
from caucus.services.ledger import (
    complete_commitment,
    post_ask,
    respond_to_answers,
    take_on,
    tell_how_it_stands,
    withdraw_ask,
)
from caucus.services.overdue import (
    tell_community_of_overdue,
    tell_of_overdue,
)
from caucus.services.publication import (
    accept_publication,
    end_publication,
    forget_ended_publications,
    offer_publication,
    withdraw_offer,
)
from caucus.services.share_back import (
    Theme,
    delete_share_back,
    release_share_back,
    write_share_back,
)
from caucus.services.signals import see_to_signals, send_signal, take_back_signal
from caucus.services.spaces import (
    create_caucuses,
    create_spaces,
    name_holder,
    remove_spaces,
)

__all__ = [
    "LONGEST",
    "LONGEST_HEADING",
    "LONGEST_NOTE",
    "MOST_NOTES",
    "DoorShut",
    "Theme",
    "accept_publication",
    "add_note",
    "agree_to_findings",
    "change_note",
    "choose_space",
    "close_overdue_spaces",
    "close_spaces",
    "complete_commitment",
    "create_caucuses",
    "create_spaces",
    "delete_share_back",
    "end_publication",
    "forget_choices_of",
    "forget_ended_publications",
    "forget_members",
    "forget_rows",
    "forget_session",
    "forget_what_is_over",
    "give_aloud",
    "hold_seat",
    "leave_space",
    "listed_only",
    "mark_note",
    "name_holder",
    "offer_publication",
    "offer_to_speak",
    "pass_first_call",
    "pause_door",
    "post_ask",
    "put_note",
    "put_voice",
    "release_share_back",
    "remove_spaces",
    "respond_to_answers",
    "see_to_signals",
    "send_signal",
    "set_doors",
    "share_nothing",
    "strike_point",
    "take_back_findings",
    "take_back_first_call",
    "take_back_signal",
    "take_on",
    "tell_community_of_overdue",
    "tell_how_it_stands",
    "tell_of_overdue",
    "use_first_call",
    "wipe_live",
    "withdraw_ask",
    "withdraw_offer",
    "write_point",
    "write_share_back",
]
