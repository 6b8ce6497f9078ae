"""Addresses of no community, for people who are signed out."""

from django.urls import path

from cop.rights.views import my_data

app_name = "rights_open"

urlpatterns = [path("erased/", my_data.erased, name="erased")]
