"""Sessions and what hangs on them, by flow."""

from sessions_app.models.invitations import CalendarFeed, Invitation
from sessions_app.models.notes import Action, PlenaryNotes
from sessions_app.models.programmes import MarkedDay, OwnFormat, Programme
from sessions_app.models.register import Apology, Attendance, RegisterChange, RegisterUpload
from sessions_app.models.reminders import Reminder, ReminderText
from sessions_app.models.running import Debrief, NextStep, Reflection, Run
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
    "Debrief",
    "Decision",
    "Facilitator",
    "Guest",
    "Invitation",
    "MarkedDay",
    "NextStep",
    "OwnFormat",
    "PlenaryNotes",
    "Programme",
    "Proposal",
    "ProposalVoice",
    "Reflection",
    "RegisterChange",
    "RegisterUpload",
    "Reminder",
    "ReminderText",
    "Run",
    "Segment",
    "Session",
    "SessionQuerySet",
    "Topic",
]
