"""Addresses of joining that need no sign-in: the public page, invitations and requests.

The page itself has no cookies; what has a form lies under the prefix that has.
"""

from django.urls import path

from cop.joining.views import opened, public

app_name = "joining_open"

urlpatterns = [
    path("join/<slug:slug>/", public.page_public, name="page_public"),
    path("in/join/ask/<slug:slug>/", public.request_make, name="request_make"),
    path("in/join/asked/<slug:slug>/", public.request_made, name="request_made"),
    path("in/join/accept/", opened.invitation_accept, name="invitation_accept"),
    path("in/join/fresh/", opened.invitation_renew, name="invitation_renew"),
    path("in/join/answer/", opened.question_answer, name="question_answer"),
    path("in/join/answer/<slug:token>/", opened.question_open, name="question_open"),
    path("in/join/<slug:token>/", opened.invitation_open, name="invitation_open"),
]
