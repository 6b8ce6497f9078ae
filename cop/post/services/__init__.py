"""Writing, checking and sending mail. A message leaves only through here.

A letter is drafted as messages of a mailing, checked for neutrality, approved (or queued at once),
sent by a worker and then emptied: what stays is the kind, the community and the day.
"""

from cop.post.neutrality import Lookout
from cop.post.services.addresses import forget_mail_to, readdress_mail
from cop.post.services.keeping import (
    DRAFTS_KEPT_FOR,
    EMPTY,
    KEPT_FOR,
    erase_undelivered,
    old_drafts,
    undelivered_long_ago,
)
from cop.post.services.letters import Letter, check_letter, letter_of, write_letter
from cop.post.services.mailings import (
    approve_mailing,
    discard_mailing,
    draft_mailing,
    drop_drafts,
    held_mailing,
    post_letter,
    post_letters,
    was_queued_today,
    withdraw_drafts,
)
from cop.post.services.overtaking import put_away_late, take_back
from cop.post.services.returns import CAME_BACK, note_arrived, note_returned, send_again
from cop.post.services.sending import (
    MOST_ATTEMPTS,
    doubt_lost,
    send_message,
    send_waiting,
)

__all__ = [
    "CAME_BACK",
    "DRAFTS_KEPT_FOR",
    "EMPTY",
    "KEPT_FOR",
    "MOST_ATTEMPTS",
    "Letter",
    "Lookout",
    "approve_mailing",
    "check_letter",
    "discard_mailing",
    "doubt_lost",
    "draft_mailing",
    "drop_drafts",
    "erase_undelivered",
    "forget_mail_to",
    "held_mailing",
    "letter_of",
    "note_arrived",
    "note_returned",
    "old_drafts",
    "post_letter",
    "post_letters",
    "put_away_late",
    "readdress_mail",
    "send_again",
    "send_message",
    "send_waiting",
    "take_back",
    "undelivered_long_ago",
    "was_queued_today",
    "withdraw_drafts",
    "write_letter",
]
