"""Pages of people, roles and settings, under a community's address."""

from django.urls import path

from cop.members.views import appointments, mail, members, organisations, profile, settings, swaps

app_name = "members"

urlpatterns = [
    path("me/", profile.profile_change, name="profile_change"),
    path("directory/", profile.directory, name="directory"),
    path("members/", members.member_list, name="member_list"),
    path("members/add/", members.member_add, name="member_add"),
    path("members/<int:member_id>/", members.member_change, name="member_change"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/add/", organisations.organisation_add, name="organisation_add"),
    path("organisations/merge/", organisations.organisation_merge, name="organisation_merge"),
    path("organisations/suggest/", organisations.organisation_suggest, name="organisation_suggest"),
    path(
        "organisations/<int:organisation_id>/",
        organisations.organisation_change,
        name="organisation_change",
    ),
    path(
        "organisations/<int:organisation_id>/delete/",
        organisations.organisation_delete,
        name="organisation_delete",
    ),
    path("people/", appointments.appointment_list, name="appointment_list"),
    path("people/appoint/", appointments.appointment_add, name="appointment_add"),
    path("people/<int:appointment_id>/end/", appointments.appointment_end, name="appointment_end"),
    path(
        "people/<int:appointment_id>/term/",
        appointments.appointment_change,
        name="appointment_change",
    ),
    path("people/swaps/", swaps.swap_list, name="swap_list"),
    path("people/swaps/offer/", swaps.swap_offer, name="swap_offer"),
    path("people/swaps/<int:swap_id>/", swaps.swap_detail, name="swap_detail"),
    path("people/swaps/<int:swap_id>/confirm/", swaps.swap_confirm, name="swap_confirm"),
    path("people/swaps/<int:swap_id>/shut/", swaps.swap_shut, name="swap_shut"),
    path("mail/", mail.mailing_list, name="mailing_list"),
    path("mail/<uuid:mailing_id>/", mail.mailing_detail, name="mailing_detail"),
    path("mail/<uuid:mailing_id>/send/", mail.mailing_send, name="mailing_send"),
    path("mail/<uuid:mailing_id>/discard/", mail.mailing_discard, name="mailing_discard"),
    path("mail/<uuid:mailing_id>/returned/", mail.mailing_returned, name="mailing_returned"),
    path("mail/<uuid:mailing_id>/copy/", mail.mailing_copy, name="mailing_copy"),
    path(
        "mail/<uuid:mailing_id>/<int:message_id>/", mail.message_formatted, name="message_formatted"
    ),
    path(
        "mail/<uuid:mailing_id>/<int:message_id>/settle/",
        mail.message_settle,
        name="message_settle",
    ),
    path("settings/", settings.settings_change, name="settings_change"),
]
