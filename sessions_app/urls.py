"""Addresses of sessions, under ``/in/c/<community>/``."""

from django.urls import path

from sessions_app.views import (
    agenda,
    answers,
    day,
    decisions,
    exports,
    figures,
    guests,
    imports,
    invitations,
    notes,
    planning,
    programme,
    register,
    reminders,
    topics,
)

app_name = "sessions_app"

urlpatterns = [
    path("import/", imports.import_start, name="import_start"),
    path(
        "import/template/<slug:kind>.<slug:extension>",
        imports.import_template,
        name="import_template",
    ),
    path("import/<uuid:upload_id>/", imports.import_detail, name="import_detail"),
    path("import/<uuid:upload_id>/columns/", imports.import_columns, name="import_columns"),
    path("import/<uuid:upload_id>/check/", imports.import_check, name="import_check"),
    path("import/<uuid:upload_id>/problems/", imports.import_problems, name="import_problems"),
    path("import/<uuid:upload_id>/drop/", imports.import_drop, name="import_drop"),
    path("export/", exports.export_start, name="export_start"),
    path("export/<slug:what>.<slug:extension>", exports.export_file, name="export_file"),
    path("programme/", programme.programme_detail, name="programme_detail"),
    path("topics/", topics.topic_list, name="topic_list"),
    path("topics/propose/", topics.topic_propose, name="topic_propose"),
    path("topics/answer/", topics.topic_answer, name="topic_answer"),
    path("topics/answered/", topics.topic_answers, name="topic_answers"),
    path("topics/<uuid:proposal_id>/", topics.topic_decide, name="topic_decide"),
    path("decisions/", decisions.decision_list, name="decision_list"),
    path("decisions/add/", decisions.decision_add, name="decision_add"),
    path("attendance/", figures.attendance_show, name="attendance_show"),
    path("reminders/", reminders.reminder_list, name="reminder_list"),
    path("reminders/<str:key>/<str:moment>/", reminders.reminder_change, name="reminder_change"),
    path("sessions/", agenda.session_list, name="session_list"),
    path("sessions/schedule/", planning.session_schedule, name="session_schedule"),
    path("sessions/<int:session_id>/", agenda.session_detail, name="session_detail"),
    path("sessions/<int:session_id>/change/", planning.session_change, name="session_change"),
    path("sessions/<int:session_id>/cancel/", planning.session_cancel, name="session_cancel"),
    path("sessions/<int:session_id>/copy/", planning.session_copy, name="session_copy"),
    path("sessions/<int:session_id>/answer/", answers.session_answer, name="session_answer"),
    path("sessions/<int:session_id>/check-in/", day.session_check_in, name="session_check_in"),
    path("sessions/<int:session_id>/present/", day.session_present, name="session_present"),
    path("sessions/<int:session_id>/end/", day.session_end, name="session_end"),
    path("sessions/<int:session_id>/register/", register.session_register, name="session_register"),
    path(
        "sessions/<int:session_id>/register/apology/",
        register.session_apology,
        name="session_apology",
    ),
    path(
        "sessions/<int:session_id>/register/walk-ins/",
        register.session_walk_ins,
        name="session_walk_ins",
    ),
    path(
        "sessions/<int:session_id>/register/headcount/",
        register.session_headcount,
        name="session_headcount",
    ),
    path(
        "sessions/<int:session_id>/register/close/",
        register.session_register_close,
        name="session_register_close",
    ),
    path("sessions/<int:session_id>/invite/", invitations.session_invite, name="session_invite"),
    path(
        "sessions/<int:session_id>/guests/add/",
        guests.session_guest_add,
        name="session_guest_add",
    ),
    path("sessions/<int:session_id>/notes/", notes.notes_change, name="notes_change"),
    path("sessions/<int:session_id>/actions/add/", notes.action_add, name="action_add"),
    path(
        "sessions/<int:session_id>/actions/<int:action_id>/",
        notes.action_change,
        name="action_change",
    ),
    path(
        "sessions/<int:session_id>/actions/<int:action_id>/remove/",
        notes.action_remove,
        name="action_remove",
    ),
]
