"""Addresses outside the cookies' path: what anybody may read about a community."""

from django.urls import path

from cop.governance.views import openly

app_name = "governance_open"

urlpatterns = [
    path("support/<slug:slug>/", openly.support_page, name="support_page"),
    path("notice/<slug:slug>/", openly.notice_page, name="notice_page"),
]
