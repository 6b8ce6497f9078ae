"""Writes of sessions, by flow; other rooms import them from here."""

from sessions_app.services.answers import answer_invitation, check_in
from sessions_app.services.debrief import write_debrief, write_reflection
from sessions_app.services.decisions import log_decision
from sessions_app.services.exporting import export_register
from sessions_app.services.feeds import make_feed, revoke_feed
from sessions_app.services.formats import change_format, copy_format, delete_format
from sessions_app.services.guests import invite_guest
from sessions_app.services.invitations import (
    draft_invitations,
    invite_newcomer,
    note_invited,
    send_invitations,
    send_several,
    withdraw_from_who_left,
    withdraw_invitations,
)
from sessions_app.services.marked_days import add_observances, keep_marked_day, remove_marked_day
from sessions_app.services.meetings import (
    confirm_meeting_list,
    drop_meeting_list,
    people_found,
    upload_meeting_list,
)
from sessions_app.services.next_steps import add_next_step, delete_next_step, tick_next_step
from sessions_app.services.notes import remove_action, write_action, write_notes
from sessions_app.services.places import fill_all_places
from sessions_app.services.planning import (
    ChangedMeanwhile,
    cancel_session,
    change_session,
    postpone_session,
    schedule_session,
)
from sessions_app.services.presence import at_desk, note_at_desk
from sessions_app.services.programmes import MOST_AT_ONCE, plan_programme
from sessions_app.services.register import (
    close_register,
    end_session,
    note_apology,
    read_needs,
    read_register,
    record_attendance,
    record_headcount,
    record_walk_ins,
)
from sessions_app.services.reminding import (
    change_reminder,
    check_reminder,
    remind_due,
    thanks_for,
    why_not_reminded,
)
from sessions_app.services.running import Meanwhile, press, tick
from sessions_app.services.topics import (
    decide_topic,
    propose_topic,
    put_topic_first,
    receive_topics,
    support_topic,
    take_back_first_topic,
    take_back_support,
    withdraw_topic,
)
from sessions_app.services.uploads import (
    apply_upload,
    check_upload,
    confirm_upload,
    drop_upload,
    match_columns,
    percent_done,
    tend_uploads,
    upload_register,
)

__all__ = [
    "MOST_AT_ONCE",
    "ChangedMeanwhile",
    "Meanwhile",
    "add_next_step",
    "add_observances",
    "answer_invitation",
    "apply_upload",
    "at_desk",
    "cancel_session",
    "change_format",
    "change_reminder",
    "change_session",
    "check_in",
    "check_reminder",
    "check_upload",
    "close_register",
    "confirm_meeting_list",
    "confirm_upload",
    "copy_format",
    "decide_topic",
    "delete_format",
    "delete_next_step",
    "draft_invitations",
    "drop_meeting_list",
    "drop_upload",
    "end_session",
    "export_register",
    "fill_all_places",
    "invite_guest",
    "invite_newcomer",
    "keep_marked_day",
    "log_decision",
    "make_feed",
    "match_columns",
    "note_apology",
    "note_at_desk",
    "note_invited",
    "people_found",
    "percent_done",
    "plan_programme",
    "postpone_session",
    "press",
    "propose_topic",
    "put_topic_first",
    "read_needs",
    "read_register",
    "receive_topics",
    "record_attendance",
    "record_headcount",
    "record_walk_ins",
    "remind_due",
    "remove_action",
    "remove_marked_day",
    "revoke_feed",
    "schedule_session",
    "send_invitations",
    "send_several",
    "support_topic",
    "take_back_first_topic",
    "take_back_support",
    "tend_uploads",
    "thanks_for",
    "tick",
    "tick_next_step",
    "upload_meeting_list",
    "upload_register",
    "why_not_reminded",
    "withdraw_from_who_left",
    "withdraw_invitations",
    "withdraw_topic",
    "write_action",
    "write_debrief",
    "write_notes",
    "write_reflection",
]
