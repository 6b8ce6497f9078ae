"""Addresses under a community's own."""

from django.urls import URLPattern

app_name = "governance"

urlpatterns: list[URLPattern] = []
