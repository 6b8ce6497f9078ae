"""Sessions and what hangs on them, by flow."""

from sessions_app.models.invitations import CalendarFeed, Invitation
from sessions_app.models.notes import Action, PlenaryNotes
from sessions_app.models.programmes import MarkedDay, OwnFormat, Programme
from sessions_app.models.register import Apology, Attendance, RegisterChange, RegisterUpload
from sessions_app.models.reminders import Reminder, ReminderText
from sessions_app.models.sessions import (
    Facilitator,
    Guest,
    Segment,
    Session,
    SessionQuerySet,
    Topic,
)
from sessions_app.models.topics import Decision, Proposal, ProposalVoice

__all__ = [
    "Action",
    "Apology",
    "Attendance",
    "CalendarFeed",
    "Decision",
    "Facilitator",
    "Guest",
    "Invitation",
    "MarkedDay",
    "OwnFormat",
    "PlenaryNotes",
    "Programme",
    "Proposal",
    "ProposalVoice",
    "RegisterChange",
    "RegisterUpload",
    "Reminder",
    "ReminderText",
    "Segment",
    "Session",
    "SessionQuerySet",
    "Topic",
]
