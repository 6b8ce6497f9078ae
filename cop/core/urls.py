"""Pages that belong to no room."""

from django.urls import path

from cop.core import views

app_name = "core"

urlpatterns = [
    path("support/", views.support, name="support"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("health/", views.health, name="health"),
]
