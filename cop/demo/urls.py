"""Doors that exist in a demonstration only (``DEMO=1``)."""

from django.urls import path

from cop.demo import views

app_name = "demo"

urlpatterns = [
    path("in/demo/", views.people, name="people"),
    path("in/demo/sign-in/", views.sign_in, name="sign_in"),
    path("in/demo/mailbox/", views.mailbox, name="mailbox"),
    path("in/demo/session/", views.session, name="session"),
    path("in/demo/later/", views.later, name="later"),
]
