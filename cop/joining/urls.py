"""Addresses under a community's own."""

from django.urls import path

from cop.joining.views import invitations, page, queue

app_name = "joining"

urlpatterns = [
    path("joining/", queue.request_list, name="request_list"),
    path("joining/requests/<int:request_id>/", queue.request_detail, name="request_detail"),
    path("joining/requests/<int:request_id>/accept/", queue.request_accept, name="request_accept"),
    path("joining/requests/<int:request_id>/ask/", queue.request_ask, name="request_ask"),
    path(
        "joining/requests/<int:request_id>/decline/", queue.request_decline, name="request_decline"
    ),
    path("joining/invitations/", invitations.invitation_list, name="invitation_list"),
    path("joining/invite/", invitations.invitation_add, name="invitation_add"),
    path(
        "joining/invitations/<int:invitation_id>/resend/",
        invitations.invitation_resend,
        name="invitation_resend",
    ),
    path(
        "joining/invitations/<int:invitation_id>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("joining/page/", page.page_change, name="page_change"),
]
