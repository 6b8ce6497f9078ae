"""Addresses of joining that need no sign-in: the public page, invitations and requests."""

from django.urls import URLPattern

app_name = "joining_open"

urlpatterns: list[URLPattern] = []
