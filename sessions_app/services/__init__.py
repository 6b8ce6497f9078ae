"""Writes of sessions, by flow; other rooms import them from here."""

from sessions_app.services.answers import answer_invitation, check_in
from sessions_app.services.guests import invite_guest
from sessions_app.services.invitations import invite_newcomer, send_invitations
from sessions_app.services.planning import cancel_session, change_session, schedule_session
from sessions_app.services.register import (
    close_register,
    end_session,
    read_needs,
    read_register,
    record_attendance,
    record_headcount,
)

__all__ = [
    "answer_invitation",
    "cancel_session",
    "change_session",
    "check_in",
    "close_register",
    "end_session",
    "invite_guest",
    "invite_newcomer",
    "read_needs",
    "read_register",
    "record_attendance",
    "record_headcount",
    "schedule_session",
    "send_invitations",
]
