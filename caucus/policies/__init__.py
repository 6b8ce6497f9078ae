"""Who may do what with caucuses, spaces and what they share. Each rule is written once."""

from caucus.policies.caucuses import (
    can_answer_publication,
    can_forget_publications,
    can_offer_publication,
    can_view_caucuses,
    can_withdraw_offer,
)
from caucus.policies.ledger import can_tell_of_overdue, can_view_ledger
from caucus.policies.sharing import can_view_share_backs
from caucus.policies.signals import can_see_signals, can_send_signal
from caucus.policies.spaces import (
    HOLDS_EVERYONE,
    can_choose_space,
    can_close_spaces,
    can_create_spaces,
    can_set_up_spaces,
    is_caucused_here,
)

__all__ = [
    "HOLDS_EVERYONE",
    "can_answer_publication",
    "can_choose_space",
    "can_close_spaces",
    "can_create_spaces",
    "can_forget_publications",
    "can_offer_publication",
    "can_see_signals",
    "can_send_signal",
    "can_set_up_spaces",
    "can_tell_of_overdue",
    "can_view_caucuses",
    "can_view_ledger",
    "can_view_share_backs",
    "can_withdraw_offer",
    "is_caucused_here",
]
