"""Addresses under a community's own."""

from django.urls import URLPattern

app_name = "rights"

urlpatterns: list[URLPattern] = []
