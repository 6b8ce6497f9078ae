"""The first pages: for everybody, and for a signed-in person."""

from django.urls import path

from cop.home import views

app_name = "home"

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("in/", views.home, name="home"),
    path("in/c/<slug:slug>/", views.community_home, name="community"),
]
