"""Writes of joining."""

from cop.joining.services.invitations import (
    Invitee,
    LinkUnusable,
    accept_invitation,
    invite_to_join,
    renew_invitation,
    resend_invitation,
    withdraw_invitation,
)
from cop.joining.services.pages import change_join_page
from cop.joining.services.requests import (
    Application,
    accept_request,
    answer_question,
    ask_about_request,
    decline_request,
    make_request,
)

__all__ = [
    "Application",
    "Invitee",
    "LinkUnusable",
    "accept_invitation",
    "accept_request",
    "answer_question",
    "ask_about_request",
    "change_join_page",
    "decline_request",
    "invite_to_join",
    "make_request",
    "renew_invitation",
    "resend_invitation",
    "withdraw_invitation",
]
